// Opens the engines: PostgreSQL and the queue, embedded where the configuration names none.

import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '#config.ts';
import { fail } from '#errors.ts';
import type { Clock, Log, WorkKind } from '#ports.ts';
import { type OpenQueue, openQueue, type PostgresAddress } from '#queue/queue.ts';
import { poolOf, runningSocket, startEmbedded } from '#store/embedded.ts';
import { type OpenStore, openStore } from '#store/open.ts';
import { openSeal, type Seal } from '#store/seal.ts';

export type Engines = {
  readonly store: OpenStore;
  readonly queue: OpenQueue;
  readonly marks: Seal['marks'];
  close(): Promise<void>;
};
type Needs = {
  readonly config: Pick<
    Config,
    'DATABASE_URL' | 'REDIS_URL' | 'REVLOOP_DATA_DIR' | 'REVLOOP_ENCRYPTION_KEYS'
  >;
  readonly clock: Clock;
  readonly log: Log;
  /** Use the embedded PostgreSQL of the Revloop that runs on the same data, where there is one: for commands. */
  readonly beside?: boolean;
  /** Told how long each job waited for a worker, in seconds. */
  readonly onWait?: (kind: WorkKind, seconds: number) => void;
};

const database = 'revloop';

/** Makes it unless it is there. Errors: DATA_DIRECTORY_UNUSABLE. */
export function dataDirectory({ REVLOOP_DATA_DIR }: Pick<Config, 'REVLOOP_DATA_DIR'>): string {
  const directory = path.resolve(REVLOOP_DATA_DIR);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.W_OK);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    fail('DATA_DIRECTORY_UNUSABLE', { directory, problem }, { cause });
  }
  return directory;
}

/** Errors: DATA_DIRECTORY_UNUSABLE; those of the store, the queue and the embedded PostgreSQL. */
export async function openEngines({ config, clock, log, beside = false, onWait }: Needs): Promise<Engines> {
  const directory = dataDirectory(config);
  const { address, stop } = await postgres(config.DATABASE_URL, directory, log, beside);
  try {
    const seal = openSeal(config.REVLOOP_ENCRYPTION_KEYS ?? ownKeys(directory));
    const store = await openStore({ pool: { ...address, max: 16 }, seal, clock, log });
    const backend = config.REDIS_URL === undefined ? { postgres: address } : { redis: config.REDIS_URL };
    const queue = await openQueue({ backend, clock, log, ...(onWait ? { onWait } : {}) });
    return {
      store,
      queue,
      marks: seal.marks,
      async close() {
        await queue.close();
        await store.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Postgres = { readonly address: PostgresAddress; stop(): Promise<void> };

async function postgres(
  url: string | undefined,
  directory: string,
  log: Log,
  beside: boolean,
): Promise<Postgres> {
  if (url !== undefined) return { address: { connectionString: url }, stop: async () => undefined };
  const socket = beside ? runningSocket(directory) : null;
  if (socket !== null) return { address: poolOf(socket, database), stop: async () => undefined };
  const embedded = await startEmbedded({ directory, log });
  await embedded.makeDatabase(database);
  return { address: embedded.pool(database), stop: () => embedded.stop() };
}

/** Where the operator gives no keys, one is made once and kept beside the data, readable by its owner only. */
function ownKeys(directory: string): string {
  const file = path.join(directory, 'encryption-keys');
  try {
    writeFileSync(file, `own:${randomBytes(32).toString('base64')}`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
