// Before all tests: finds the engines of the matrix; starts the embedded PostgreSQL and makes template databases.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '#store/embedded.ts';
import { migrate } from '#store/migrate.ts';
import type { EngineAddress } from './engine-address.ts';
import { silentLog } from './log.ts';

/** Named after this run, so that two runs on one server do not take it from each other. */
const template = `revloop_template_${process.pid}`;

/**
 * `embedded`: PostgreSQL 18 from npm, queue on it. `server`: PostgreSQL and Redis of DATABASE_URL and REDIS_URL, or on
 * their standard local ports where both answer.
 */
export default async function engines(project: TestProject) {
  const directory = mkdtempSync(path.join(tmpdir(), 'revloop-test-'));
  const embedded = await startEmbedded({ directory, log: silentLog(), unsafe: true });
  const found: EngineAddress[] = [{ name: 'embedded', postgres: embedded.pool('postgres'), redis: null }];
  await makeTemplate(embedded.pool('postgres'));
  const server = await serverEngine();
  if (server !== null) {
    await makeTemplate(server.postgres);
    found.push(server);
  }
  project.provide('engines', found);
  project.provide('template', template);
  return async () => {
    if (server !== null) await dropTemplate(server.postgres);
    await embedded.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}

async function serverEngine(): Promise<EngineAddress | null> {
  const { DATABASE_URL, REDIS_URL } = environment();
  const postgres = { connectionString: DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres' };
  const redis = REDIS_URL ?? 'redis://127.0.0.1:6379';
  const answers = (await postgresAnswers(postgres)) && (await redisAnswers(redis));
  return answers ? { name: 'server', postgres, redis } : null;
}

function environment(): { DATABASE_URL?: string; REDIS_URL?: string } {
  // biome-ignore lint/style/noProcessEnv: the matrix of the tests is chosen by the environment, before any config
  const { DATABASE_URL, REDIS_URL } = process.env;
  return { ...(DATABASE_URL ? { DATABASE_URL } : {}), ...(REDIS_URL ? { REDIS_URL } : {}) };
}

async function postgresAnswers(address: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client({ ...address, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function redisAnswers(url: string): Promise<boolean> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 2000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return true;
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}

async function makeTemplate(address: pg.ClientConfig): Promise<void> {
  await dropTemplate(address);
  const admin = new pg.Client(address);
  await admin.connect();
  await admin.query(`create database ${template}`);
  await admin.end();
  const client = new pg.Client(databaseOf(address, template));
  await client.connect();
  await migrate(client);
  await client.end();
}

async function dropTemplate(address: pg.ClientConfig): Promise<void> {
  const admin = new pg.Client(address);
  await admin.connect();
  await admin.query(`drop database if exists ${template}`);
  await admin.end();
}

function databaseOf(address: pg.ClientConfig, database: string): pg.ClientConfig {
  if (address.connectionString === undefined) return { ...address, database };
  const url = new URL(address.connectionString);
  url.pathname = `/${database}`;
  return { connectionString: url.href };
}
