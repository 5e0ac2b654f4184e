// The lock between those who keep facts (many at once) and the turn when it moves facts about or ticks them off.
import { type Kysely, sql } from 'kysely';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

/** Held to the end of the transaction; any number of keepers hold it together. */
export async function holdFactsToKeep(trx: Kysely<Database>, tenant: TenantId): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtext('facts'), hashtext(${tenant}))`.execute(trx);
}

/** Waits for the keepers under way; new ones wait until the transaction ends. */
export async function holdFactsToMove(trx: Kysely<Database>, tenant: TenantId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('facts'), hashtext(${tenant}))`.execute(trx);
}
