// Journeys of subjects that became one: the winner goes on where the loser was, unless it is on the same journey itself.
import { type Kysely, sql } from 'kysely';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

export async function moveJourneys(
  trx: Kysely<Database>,
  tenant: TenantId,
  winner: string,
  losers: readonly string[],
): Promise<void> {
  const among = sql`tenant_id = ${tenant} and subject_id = any(${losers}::bigint[])`;
  // Nobody is measured twice, and nobody is on one journey twice at once.
  await sql`
    update journey_run r set subject_id = ${winner}, entry_key = r.entry_key || '~' || r.id,
      status = case when r.status = 'live' and twice then 'gone' else r.status end,
      wake_at = case when twice then null else r.wake_at end,
      measure_at = case when twice then null else r.measure_at end,
      ended_at = case when r.status = 'live' and twice then now() else r.ended_at end
    from (select a.id, exists (select from journey_run w where w.journey_id = a.journey_id
        and (w.subject_id = ${winner} or w.subject_id = any(${losers}::bigint[]) and w.id < a.id)) as twice
      from journey_run a where ${among}) x
    where r.tenant_id = ${tenant} and r.id = x.id`.execute(trx);
  await sql`update journey_step set subject_id = ${winner} where ${among}`.execute(trx);
  await sql`delete from subject_stage where ${among}`.execute(trx);
}
