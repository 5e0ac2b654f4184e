// Ending everybody's way at once, and putting everybody on another version: one statement each, however many they are.
import { type Kysely, sql } from 'kysely';
import type { RunRows } from '#ports/journeys.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

/** What has not gone out yet never will: actions of journeys have keys that begin with `journey/`. */
export async function killRuns(
  trx: Kysely<Database>,
  tenant: TenantId,
  journey: string | null,
  now: Date,
): Promise<{ runs: number; actions: number }> {
  const runs = await sql`
    update journey_run set status = 'killed', ended_at = ${now}, waits_for = null, wait_event = null, wake_at = null,
      measure_at = null
    where tenant_id = ${tenant} and (${journey}::uuid is null or journey_id = ${journey}::uuid)
      and (status = 'live' or due_at is not null)`.execute(trx);
  const actions = await recallActions(trx, tenant, journey, now);
  return { runs: Number(runs.numAffectedRows ?? 0n), actions };
}

/**
 * Takes back what has not gone out; an alert goes out only while its advice is open, so that ends too. One write waits for a
 * record, whoever set which of its fields: those of the journey are taken out of it, and the others go out.
 */
export async function recallActions(
  trx: Kysely<Database>,
  tenant: TenantId,
  journey: string | null,
  now: Date,
): Promise<number> {
  const prefix = journey === null ? 'journey/%' : `journey/${journey}/%`;
  const actions = await sql`
    update action set state = 'cancelled', done_at = ${now} where tenant_id = ${tenant} and state in ('pending', 'parked')
      and key like ${prefix} and kind <> 'crm.write'`.execute(trx);
  const writes = await sql`
    with ours as (
      select a.id, a.payload -> 'properties' as properties, array_agg(distinct k.name) as names
      from action a join journey j on j.tenant_id = ${tenant} and (${journey}::uuid is null or j.id = ${journey}::uuid)
      join journey_run r on r.journey_id = j.id and r.subject_id = a.subject_id
      join journey_step s on s.tenant_id = ${tenant} and s.run_id = r.id and s.kind = 'field' and s.how = 'done'
      cross join lateral jsonb_object_keys(s.effect -> 'set') k(name)
      where a.tenant_id = ${tenant} and a.kind = 'crm.write' and a.state in ('pending', 'parked') group by a.id, a.payload
    )
    update action a set payload = jsonb_set(a.payload, '{properties}', o.properties - o.names), mark = nextval('dirty_mark'),
      state = case when o.properties - o.names = '{}'::jsonb then 'cancelled' else a.state end,
      done_at = case when o.properties - o.names = '{}'::jsonb then ${now}::timestamptz else a.done_at end
    from ours o where a.id = o.id and o.properties ?| o.names`.execute(trx);
  await sql`
    update advice a set state = 'expired', updated_at = ${now} from journey_run r
    where r.tenant_id = ${tenant} and (${journey}::uuid is null or r.journey_id = ${journey}::uuid)
      and a.id = r.advice_id and a.tenant_id = ${tenant} and a.state = 'open'
      and not exists (select from notice n where n.advice_id = a.id)`.execute(trx);
  return Number((actions.numAffectedRows ?? 0n) + (writes.numAffectedRows ?? 0n));
}

/** Where the new step is of another kind, the wait begins anew there. */
export async function moveRuns(
  trx: Kysely<Database>,
  tenant: TenantId,
  { journey, from, to, nodes, now }: Parameters<RunRows['move']>[0],
): Promise<number> {
  const pairs = JSON.stringify(Object.entries(nodes).map(([old, next]) => ({ old, next })));
  const { numAffectedRows } = await sql`
    update journey_run r set goal_version = coalesce(r.goal_version, r.version), version = ${to}, node = x.next,
      waits_for = case when same then r.waits_for end, wait_event = case when same then r.wait_event end,
      waiting_since = case when same then r.waiting_since end,
      wake_at = case when same and r.waits_for is not null then r.wake_at else ${now}::timestamptz end
    from (select p.old, p.next, a.graph -> 'nodes' -> p.old = b.graph -> 'nodes' -> p.next as same
      from jsonb_to_recordset(${pairs}::jsonb) as p(old text, next text),
        journey_version a, journey_version b
      where a.journey_id = ${journey} and a.version = ${from} and b.journey_id = ${journey} and b.version = ${to}) x
    where r.tenant_id = ${tenant} and r.journey_id = ${journey} and r.version = ${from} and r.status = 'live'
      and r.node = x.old`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}
