// The engines of a benchmark: an embedded PostgreSQL of its own, or a fresh database beside others, and an empty Redis.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { poolOf, runningSocket } from '#store/embedded.ts';

export type EngineName = 'embedded' | 'server';
export type Engine = {
  readonly name: EngineName;
  /** What the server's configuration says of it. */
  readonly env: Readonly<Record<string, string>>;
  readonly dataDir: string;
  /** A pool on the server's own database; the embedded one answers once the server runs. */
  pool(): pg.Pool;
  /** Removes everything that was made for it. */
  close(): Promise<void>;
};

const fallback = {
  postgres: 'postgres://postgres@127.0.0.1:5432/postgres',
  redis: 'redis://127.0.0.1:6379',
};

/**
 * `server`: DATABASE_URL and REDIS_URL, or their standard local ports; a database and a Redis database of their own
 * are taken and given back.
 */
export async function openEngine(name: EngineName): Promise<Engine> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'revloop-bench-'));
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  if (name === 'embedded') {
    return {
      ...{ name, dataDir, env: {} },
      pool: () => new pg.Pool({ ...poolOf(runningSocket(dataDir) ?? '', 'revloop'), max: 4 }),
      close: async () => remove(),
    };
  }
  const { DATABASE_URL = fallback.postgres, REDIS_URL = fallback.redis } = readConfig();
  const database = `revloop_bench_${randomBytes(6).toString('hex')}`;
  await statement(DATABASE_URL, `create database ${database}`);
  const url = new URL(DATABASE_URL);
  url.pathname = `/${database}`;
  const redis = await emptyRedis(REDIS_URL);
  return {
    ...{ name, dataDir, env: { DATABASE_URL: url.href, REDIS_URL: redis.url } },
    pool: () => new pg.Pool({ connectionString: url.href, max: 4 }),
    async close() {
      await redis.close();
      await statement(DATABASE_URL, `drop database if exists ${database} with (force)`);
      remove();
    },
  };
}

async function statement(connectionString: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

/** The last of Redis' databases that holds nothing; it is emptied again afterwards. */
async function emptyRedis(given: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  for (let number = 15; number > 0; number -= 1) {
    const url = new URL(given);
    url.pathname = `/${number}`;
    const redis = new Redis(url.href);
    if ((await redis.dbsize()) === 0)
      return {
        url: url.href,
        async close() {
          await redis.flushdb();
          redis.disconnect();
        },
      };
    redis.disconnect();
  }
  throw new Error('all databases of Redis hold something');
}
