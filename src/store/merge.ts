// Making one subject of several: everything that was about the losers is about the winner from now on.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Merge } from '#ports/store-subjects.ts';
import { notFolded } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';
import { holdFactsToMove } from './facts-lock.ts';
import { moveJourneys } from './merge-journeys.ts';
import { ownState } from './signals.ts';
import type { Database } from './tables.ts';

/** No winner may be a loser too, and nobody loses twice: whoever calls sees to that. */
export async function mergeSubjects(
  trx: Kysely<Database>,
  tenant: TenantId,
  given: readonly Merge[],
): Promise<void> {
  const merges = given.filter(({ winner, loser }) => winner !== loser);
  if (merges.length === 0) return;
  await holdFactsToMove(trx, tenant);
  const input = JSON.stringify(
    merges.map(({ winner, loser, why, inCrm, joined }) => ({
      ...{ winner, loser, why, in_crm: inCrm, joined_by: joined?.by, joined_value: joined?.value },
    })),
  );
  const pairs = sql`jsonb_to_recordset(${input}::jsonb)
    as m(winner bigint, loser bigint, why text, in_crm boolean, joined_by text, joined_value text)`;
  const winners = [...new Set(merges.map(({ winner }) => winner))];
  const losers = merges.map(({ loser }) => loser);
  const among = sql`tenant_id = ${tenant} and subject_id = any(${losers}::bigint[])`;
  await sql`update subject_ref r set subject_id = m.winner, why = m.why, gone = r.gone or m.in_crm,
      (joined_by, joined_value, joined_at) = (
        -- A visitor stays one because of its login, whoever its user turns out to be.
        select case when keeps then r.joined_by else m.joined_by end,
          case when keeps then r.joined_value else m.joined_value end, case when keeps then r.joined_at else now() end
        from (select m.joined_by is null or coalesce(r.joined_by = 'login', false) as keeps) x)
    from ${pairs} where r.tenant_id = ${tenant} and r.subject_id = m.loser`.execute(trx);
  await sql`update signal s set subject_id = m.winner,
      superseded = s.superseded or (m.in_crm and s.kind = any(${ownState}::text[])), folded = ${asFolded(sql`s`)}
    from ${pairs} where s.tenant_id = ${tenant} and s.subject_id = m.loser`.execute(trx);
  await endAdvice(trx, tenant, pairs);
  for (const table of ['outcome', 'action', 'advice', 'drill_case', 'health_override'] as const)
    await sql`update ${sql.table(table)} t set subject_id = m.winner from ${pairs}
      where t.tenant_id = ${tenant} and t.subject_id = m.loser`.execute(trx);
  // Of what people said of the customer the newest counts, as where one is said after the other.
  await sql`update health_override h set ended_at = now(), ended = 'replaced' where tenant_id = ${tenant}
    and subject_id = any(${winners}::bigint[]) and ended_at is null and exists (select from health_override n
      where n.tenant_id = ${tenant} and n.subject_id = h.subject_id and n.ended_at is null and n.id > h.id)`.execute(
    trx,
  );
  for (const [winner, list] of Map.groupBy(merges, (merge) => merge.winner))
    await moveJourneys(
      trx,
      tenant,
      winner,
      list.map(({ loser }) => loser),
    );
  await cancelStrayWrites(trx, tenant, winners);
  const inCrm = merges.filter((merge) => merge.inCrm).map(({ winner }) => winner);
  await forgetWritten(trx, tenant, inCrm);
  await sql`insert into identity_claim (tenant_id, value, subject_id, object_type, platform, origin, by_name)
    select distinct on (c.object_type, c.value, m.winner, c.by_name) ${tenant}::uuid, c.value, m.winner, c.object_type,
      c.platform, c.origin, c.by_name
    from identity_claim c join ${pairs} on c.subject_id = m.loser where c.tenant_id = ${tenant}
    on conflict do nothing`.execute(trx);
  await sql`insert into link (tenant_id, from_subject, to_subject)
    select distinct ${tenant}::uuid, l.from_subject, m.winner from link l join ${pairs} on l.to_subject = m.loser
    where l.tenant_id = ${tenant} and l.from_subject <> m.winner on conflict do nothing`.execute(trx);
  await sql`delete from link where tenant_id = ${tenant}
    and (from_subject = any(${losers}::bigint[]) or to_subject = any(${losers}::bigint[]))`.execute(trx);
  await sql`insert into twin (tenant_id, subject_id, kind, body, refold)
    select distinct on (m.winner) ${tenant}::uuid, m.winner, t.kind, t.body, true from ${pairs}
    join twin t on t.tenant_id = ${tenant} and t.subject_id = m.loser order by m.winner, m.loser
    on conflict do nothing`.execute(trx);
  for (const table of ['finding', 'finding_history', 'twin', 'dirty', 'identity_claim', 'subject_segment'])
    await sql`delete from ${sql.table(table)} where ${among}`.execute(trx);
  await sql`delete from subject where tenant_id = ${tenant} and id = any(${losers}::bigint[])`.execute(trx);
  await settleKinds(trx, tenant, winners);
  await foldAnew(trx, tenant, winners, 'merged');
}

/**
 * One live advice a situation: the winner's stays, the losers' end, and turns tell anew what still holds. A journey tells its
 * alert once: that goes on where the winner has none of its situation.
 */
async function endAdvice(trx: Kysely<Database>, tenant: TenantId, pairs: RawBuilder<unknown>): Promise<void> {
  const live = sql`('open', 'taken', 'snoozed')`;
  await sql`update advice a set state = 'expired' from ${pairs} where a.tenant_id = ${tenant} and a.subject_id = m.loser
    and a.state in ${live} and not (
      exists (select from journey_run r where r.tenant_id = ${tenant} and r.subject_id = a.subject_id
        and r.advice_id = a.id and r.due_at is not null)
      and not exists (select from advice o join (select winner, loser from ${pairs}) p on p.winner = m.winner
        where o.tenant_id = ${tenant} and o.situation = a.situation and o.state in ${live} and o.id <> a.id
          and (o.subject_id = m.winner or o.subject_id = p.loser and p.loser < m.loser)))`.execute(trx);
}

/** A record that can no longer be written: a lead that became a contact. What it was counts on, what it says no more. */
export async function closeRecord(
  trx: Kysely<Database>,
  tenant: TenantId,
  record: { origin: string; objectType: string; externalId: string },
): Promise<void> {
  await holdFactsToMove(trx, tenant);
  const { rows } = await sql<{ subject_id: string }>`update subject_ref set gone = true
    where tenant_id = ${tenant} and origin = ${record.origin} and object_type = ${record.objectType}
      and external_id = ${record.externalId} and not gone returning subject_id`.execute(trx);
  const subjects = rows.map((row) => row.subject_id);
  await cancelStrayWrites(trx, tenant, subjects);
  await forgetWritten(trx, tenant, subjects);
}

/** A write to a merged-away id would reach the winner in the CRM, or was refused as one to a converted lead is. */
async function cancelStrayWrites(
  trx: Kysely<Database>,
  tenant: TenantId,
  subjects: readonly string[],
): Promise<void> {
  await sql`update action a set state = 'cancelled' where a.tenant_id = ${tenant} and a.subject_id = any(${subjects}::bigint[])
    and a.state in ('pending', 'parked') and a.kind = 'crm.write' and not exists (select from subject_ref r
      where r.tenant_id = ${tenant} and r.subject_id = a.subject_id and r.origin = a.connection_id
        and r.object_type = a.object_type and r.external_id = a.external_id and not r.gone)`.execute(trx);
}

/**
 * What the records have from us now, nobody knows: it is told anew. So are values that somebody is just writing: they may
 * have arrived before the CRM merged, which takes the younger value of both records.
 */
async function forgetWritten(
  trx: Kysely<Database>,
  tenant: TenantId,
  subjects: readonly string[],
): Promise<void> {
  if (subjects.length === 0) return;
  await sql`delete from written w using subject_ref r
    where r.tenant_id = ${tenant} and r.subject_id = any(${subjects}::bigint[])
      and w.tenant_id = ${tenant} and w.connection_id = r.origin and w.object_type = r.object_type
      and w.external_id = r.external_id`.execute(trx);
  await sql`update action a set mark = nextval('dirty_mark') from subject_ref r
    where r.tenant_id = ${tenant} and r.subject_id = any(${subjects}::bigint[]) and a.tenant_id = ${tenant}
      and a.kind = 'crm.write' and a.state = 'pending' and a.connection_id = r.origin and a.object_type = r.object_type
      and a.external_id = r.external_id`.execute(trx);
}

/**
 * A person is a contact as soon as one of its records in a CRM is one; in the order of the letters it comes before a lead.
 */
export async function settleKinds(
  trx: Kysely<Database>,
  tenant: TenantId,
  subjects: readonly string[],
): Promise<void> {
  await sql`update subject s set kind = r.kind from (
      select f.subject_id, min(f.object_type) as kind from subject_ref f join connection c on c.id = f.origin
      where f.tenant_id = ${tenant} and f.subject_id = any(${subjects}::bigint[]) and not f.gone group by 1) r
    where s.tenant_id = ${tenant} and s.id = r.subject_id and s.kind in ('contact', 'lead') and s.kind <> r.kind
      and r.kind in ('contact', 'lead')`.execute(trx);
}

/**
 * Whether a signal that changes its subject counts as folded: not until the subject is folded anew, which takes product
 * events from the rollups. Whoever has a twin is folded anew; what no twin has in it yet is new to any.
 */
export function asFolded(signal: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${signal}.kind = any(${notFolded}::text[]) or ${signal}.kind = 'product.event' and ${signal}.folded)`;
}

/** Lets the next turn fold these subjects from nothing. */
export async function foldAnew(
  trx: Kysely<Database>,
  tenant: TenantId,
  subjects: readonly string[],
  reason: string,
): Promise<void> {
  await sql`update twin set refold = true where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[])`.execute(
    trx,
  );
  await sql`insert into dirty (tenant_id, subject_id, reason)
    select ${tenant}, s, ${reason} from (select distinct unnest(${subjects}::bigint[]) s) one order by s
    on conflict (tenant_id, subject_id) do update set mark = nextval('dirty_mark'), due_at = least(dirty.due_at, now())`.execute(
    trx,
  );
}
