// A fresh database for a test file, cloned from the migrated template, on each engine of the matrix.
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { Clock } from '#ports.ts';
import { type OpenStore, openStore } from '#store/open.ts';
import { openSeal } from '#store/seal.ts';
import type { EngineAddress, PostgresAddress } from './engine-address.ts';
import { silentLog } from './log.ts';

export const testKeys = `test:${Buffer.alloc(32, 7).toString('base64')}`;

export type TestDatabase = {
  readonly engine: EngineAddress;
  readonly address: PostgresAddress;
  readonly store: OpenStore;
  /** Another store on the same database, as a second process would have. Closed with the first. */
  second(): Promise<OpenStore>;
  /** Makes a tenant and gives its id. */
  tenant(name?: string): Promise<string>;
  close(): Promise<void>;
};

/** Every engine of the matrix: `describe.each(engines())`. */
export function engines(): EngineAddress[] {
  return inject('engines');
}

/** A fresh database on the engine (embedded unless told), and a store on it. Close it in `afterAll`. */
export async function freshDatabase(
  input: { engine?: EngineAddress; clock?: Clock } = {},
): Promise<TestDatabase> {
  const engine = input.engine ?? engines()[0];
  if (engine === undefined) throw new Error('there is no engine: vitest must run with test/kit/engines.ts');
  const clock = input.clock ?? { now: () => new Date() };
  const name = `revloop_${randomBytes(8).toString('hex')}`;
  await admin(engine.postgres, `create database ${name} template ${inject('template')}`);
  const address = databaseOf(engine.postgres, name);
  const open = () => openStore({ pool: address, seal: openSeal(testKeys), clock, log: silentLog() });
  const stores = [await open()];
  const [store] = stores;
  if (store === undefined) throw new Error('unreachable');
  return {
    engine,
    address,
    store,
    async second() {
      const other = await open();
      stores.push(other);
      return other;
    },
    tenant: (tenantName = `tenant ${randomUUID().slice(0, 8)}`) => store.doors.makeTenant(tenantName),
    async close() {
      await Promise.all(stores.map((one) => one.close()));
      await admin(engine.postgres, `drop database if exists ${name} with (force)`);
    },
  };
}

function databaseOf(address: PostgresAddress, database: string): PostgresAddress {
  if (address.connectionString === undefined) return { ...address, database };
  const url = new URL(address.connectionString);
  url.pathname = `/${database}`;
  return { connectionString: url.href };
}

/** The template may be in use by another clone for a moment. */
async function admin(address: PostgresAddress, statement: string): Promise<void> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    for (let tries = 0; ; tries += 1) {
      try {
        await client.query(statement);
        return;
      } catch (error) {
        if (tries === 50 || !(error instanceof Error) || !('code' in error) || error.code !== '55006')
          throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  } finally {
    await client.end();
  }
}
