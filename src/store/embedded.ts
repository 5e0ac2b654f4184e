// The embedded PostgreSQL from npm: one private server per data directory, reached by a Unix socket.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { fail } from '#errors.ts';
import type { Log } from '#ports.ts';
import { embeddedBinaries } from './embedded-binaries.ts';
import { alive, claim, isPostgres } from './embedded-owner.ts';

export type Embedded = {
  /** How `pg` connects to the database `name` of it. */
  pool(name: string): { host: string; user: string; database: string };
  /** Makes the database unless it is there, from a template where one is named. */
  makeDatabase(name: string, template?: string): Promise<void>;
  dropDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
};

type Options = {
  /** Folder of the data; made when it is not there. */
  readonly directory: string;
  readonly log: Log;
  /** Tests only: faster, may lose data when the machine (not the process) dies. */
  readonly unsafe?: boolean;
};

const nobody = 65534;
const isRoot = () => process.getuid?.() === 0;

/**
 * Starts the embedded PostgreSQL, or adopts one whose Revloop was killed. Never two on one directory.
 * Errors: DATA_DIRECTORY_BUSY while another Revloop uses it, DATABASE_EMBEDDED_FAILED.
 */
export async function startEmbedded({ directory, log, unsafe = false }: Options): Promise<Embedded> {
  const data = path.resolve(directory, 'postgres');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const release = claim(path.resolve(directory, 'owner.json'));
  try {
    const server = (await adopt(data, log)) ?? (await start(data, log, unsafe));
    return {
      pool: (name) => poolOf(server.socket, name),
      makeDatabase: (name, template) => makeDatabase(server.socket, name, template),
      dropDatabase: (name) =>
        statement(server.socket, `drop database if exists ${quoted(name)} with (force)`),
      async stop() {
        await server.stop();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** The socket folder of the embedded PostgreSQL that already runs on this data, or null: for one-off commands. */
export function runningSocket(directory: string): string | null {
  return running(path.resolve(directory, 'postgres'))?.socket ?? null;
}

export function poolOf(socket: string, database: string): { host: string; user: string; database: string } {
  return { host: socket, user: 'postgres', database };
}

type Server = { readonly socket: string; stop(): Promise<void> };

/** postmaster.pid: line 1 is the process, line 5 the socket folder. */
function running(data: string): { pid: number; socket: string } | null {
  const file = path.join(data, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const socket = lines[4] ?? '';
  return Number.isInteger(pid) && alive(pid) && isPostgres(pid) ? { pid, socket } : null;
}

/** A server whose Revloop was killed either is on its way out (Linux tells it so) or is taken over. */
async function adopt(data: string, log: Log): Promise<Server | null> {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = running(data);
    if (found === null) return null;
    if (tries === 0)
      log.info({ pid: found.pid }, 'an embedded PostgreSQL is still there: waiting for it to stop');
    await sleep(100);
  }
  const found = running(data);
  if (found === null) return null;
  log.info({ pid: found.pid }, 'took over the embedded PostgreSQL that was still running');
  return { socket: found.socket, stop: () => stopProcess(found.pid) };
}

async function start(data: string, log: Log, unsafe: boolean): Promise<Server> {
  const binaries = await embeddedBinaries();
  if (isRoot()) chownSync(data, nobody, nobody);
  if (!existsSync(path.join(data, 'PG_VERSION'))) {
    log.info({}, 'making the database (once)');
    makeCluster(binaries.initdb, data);
  }
  rmSync(path.join(data, 'postmaster.pid'), { force: true });
  const socket = mkdtempSync(path.join(tmpdir(), 'revloop-pg-'));
  if (isRoot()) chownSync(socket, nobody, nobody);
  const logFile = openSync(path.join(path.dirname(data), 'postgres.log'), 'a');
  const settings = ['listen_addresses=', 'max_connections=200', 'log_min_messages=warning'];
  if (unsafe) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  const [command, args] = asPostgresUser(binaries.postgres, [
    '-D',
    data,
    '-k',
    socket,
    ...settings.flatMap((one) => ['-c', one]),
  ]);
  // Detached: Ctrl-C reaches Revloop only, which then stops PostgreSQL in order.
  const child = spawn(command, args, { cwd: '/', stdio: ['ignore', 'ignore', logFile], detached: true });
  child.unref();
  await untilReady(socket, child, path.join(path.dirname(data), 'postgres.log'));
  return {
    socket,
    async stop() {
      if (child.pid !== undefined) await stopProcess(child.pid);
      rmSync(socket, { recursive: true, force: true });
    },
  };
}

function makeCluster(initdb: string, data: string): void {
  const options = [
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
    '--no-instructions',
  ];
  const [command, args] = asPostgresUser(initdb, ['-D', data, ...options]);
  const made = spawnSync(command, args, { cwd: '/', encoding: 'utf8' });
  if (made.status === 0) return;
  rmSync(data, { recursive: true, force: true });
  const problem = (made.stderr || made.error?.message || made.stdout || 'initdb failed').trim();
  fail('DATABASE_EMBEDDED_FAILED', { problem });
}

/**
 * PostgreSQL refuses root, so root hands it to nobody, who may read below a closed home (dac_override). On Linux the
 * kernel tells PostgreSQL to stop (INT: fast shutdown) when Revloop dies.
 */
function asPostgresUser(command: string, args: string[]): [string, string[]] {
  if (process.platform !== 'linux') return [command, args];
  const user = `${nobody}`;
  const root = ['--reuid', user, '--regid', user, '--clear-groups', '--securebits=+no_setuid_fixup'];
  const reach = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return ['setpriv', [...(isRoot() ? [...root, ...reach] : []), '--pdeathsig', 'INT', command, ...args]];
}

async function untilReady(socket: string, child: ChildProcess, logFile: string): Promise<void> {
  let ended: string | null = null;
  child.once('error', (error) => {
    ended = error.message;
  });
  const tellEnd = (code: number | null) => {
    ended = `it ended with ${code}: ${readFileSync(logFile, 'utf8').trim().split('\n').slice(-3).join(' ')}`;
  };
  child.once('exit', tellEnd);
  for (let tries = 0; tries < 1200; tries += 1) {
    if (ended !== null) fail('DATABASE_EMBEDDED_FAILED', { problem: ended });
    const client = new pg.Client(poolOf(socket, 'postgres'));
    const ready = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (ready) {
      // Later ends are nobody's news here, and the log may be gone by then.
      child.off('exit', tellEnd);
      return;
    }
    await sleep(50);
  }
  fail('DATABASE_EMBEDDED_FAILED', { problem: 'it did not answer within a minute' });
}

async function stopProcess(pid: number): Promise<void> {
  if (!alive(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let tries = 0; tries < 300 && alive(pid); tries += 1) await sleep(50);
  if (alive(pid)) process.kill(pid, 'SIGQUIT');
}

async function makeDatabase(socket: string, name: string, template?: string): Promise<void> {
  const from = template === undefined ? '' : ` template ${quoted(template)}`;
  await statement(socket, `create database ${quoted(name)}${from}`).catch(
    (error: Error & { code?: string }) => {
      if (error.code !== '42P04') throw error;
    },
  );
}

async function statement(socket: string, text: string): Promise<void> {
  const client = new pg.Client(poolOf(socket, 'postgres'));
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
