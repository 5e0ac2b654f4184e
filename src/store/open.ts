// Opens the store: a pool, the migrations, and the one door to a tenant's rows.
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { fail } from '#errors.ts';
import type { Clock, Log, Store } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';
import { doors } from './doors.ts';
import { migrate } from './migrate.ts';
import type { Seal } from './seal.ts';
import type { Database } from './tables.ts';
import { tenantRows } from './tenant-rows.ts';

export type OpenStore = Store & {
  readonly pool: pg.Pool;
  readonly db: Kysely<Database>;
  /** True when the database answers. */
  answers(): Promise<boolean>;
  close(): Promise<void>;
};

type Opening = {
  readonly pool: pg.PoolConfig;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Log;
};

/** A database that does not answer, or a statement that does not end, is an error and not a stand-still. */
const patience = {
  connectionTimeoutMillis: 15_000,
  statement_timeout: 120_000,
  idle_in_transaction_session_timeout: 120_000,
} as const;

/** Connects, migrates, and returns the store. Errors: DATABASE_UNREACHABLE, DATABASE_ROLE. */
export async function openStore({ pool: poolConfig, seal, clock, log }: Opening): Promise<OpenStore> {
  const pool = new pg.Pool({ max: 10, ...patience, ...poolConfig });
  // Of one that is in use nobody else listens, and an error that nobody listens to would end the process.
  pool.on('connect', (one) =>
    one.on('error', (error) => log.warn({ error: error.message }, 'a database connection was lost')),
  );
  pool.on('error', () => undefined);
  const client = await pool.connect().catch(async (cause: Error) => {
    await pool.end();
    return fail('DATABASE_UNREACHABLE', { where: whereOf(poolConfig), problem: cause.message }, { cause });
  });
  try {
    await migrate(client);
  } finally {
    client.release();
  }
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return {
    pool,
    db,
    doors: doors(db, pool),
    asTenant: (tenant, work) =>
      again(log, () =>
        db.transaction().execute(async (trx) => {
          await enter(trx, tenant);
          return work(tenantRows({ trx, tenant, seal, clock }));
        }),
      ),
    answers: () =>
      pool.query('select 1').then(
        () => true,
        () => false,
      ),
    async close() {
      await db.destroy();
      // Kysely leaves a pool open that it was never asked anything of.
      if (!pool.ending) await pool.end();
    },
  };
}

const mostTries = 4;

/** Two transactions that waited for each other: PostgreSQL ended one, which had no effect and is done again. */
async function again<T>(log: Log, transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transaction();
    } catch (error) {
      const deadlock = error instanceof Error && 'code' in error && error.code === '40P01';
      if (!deadlock || tries === mostTries) throw error;
      log.info({ tries }, 'a transaction met another one and is done again');
    }
  }
}

/** From here to the end of the transaction only this tenant's rows can be seen or made. */
export async function enter(trx: Transaction<Database>, tenant: TenantId): Promise<void> {
  await sql`select set_config('role', 'revloop_app', true), set_config('revloop.tenant', ${tenant}, true)`.execute(
    trx,
  );
}

function whereOf(config: pg.PoolConfig): string {
  if (config.connectionString === undefined) return config.host ?? 'the default address';
  return config.connectionString.replace(/\/\/[^@/]*@/, '//');
}
