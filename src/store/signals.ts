// Rows of signals: each key is kept once, and its subject is found or made with it.
import { type Kysely, sql } from 'kysely';
import type { KeptSignals, SignalRows } from '#ports/store-sense.ts';
import {
  type NewSignal,
  notFolded,
  type Signal,
  type SignalKind,
  signalData,
  subjectKinds,
} from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';
import { countUsage } from './count-usage.ts';
import { holdFactsToKeep } from './facts-lock.ts';
import { noteTries } from './note-tries.ts';
import type { Database } from './tables.ts';

export type SignalRow = {
  id: string;
  subject_id: string;
  key: string;
  kind: string;
  origin: string;
  object_type: string;
  external_id: string;
  occurred_at: Date;
  data: object;
};

export function signalRows(trx: Kysely<Database>, tenant: TenantId): SignalRows {
  return {
    async keep(signals) {
      if (signals.length === 0) return { kept: 0, repeated: 0, subjects: [], keys: [] };
      await holdFactsToKeep(trx, tenant);
      // One order for all writers, so that two of them never wait for each other.
      const input = JSON.stringify([...signals].map(toInput).sort((a, b) => (a.key < b.key ? -1 : 1)));
      await makeSubjects(trx, tenant, signals);
      const counts = signals.some(({ kind }) => kind === 'product.event');
      const kept = await insertNew(trx, tenant, input, signals.length, counts);
      const fresh = new Set(kept.keys);
      if (counts)
        await noteTries(
          trx,
          tenant,
          signals.filter(({ key }) => fresh.has(key)),
        );
      return kept;
    },
    async unfolded(subjects) {
      const rows = await sql<SignalRow>`
        select id, subject_id, key, kind, origin, object_type, external_id, occurred_at, data from signal
        where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[]) and not folded and not superseded
        order by subject_id, occurred_at, key`.execute(trx);
      return rows.rows.map(toSignal);
    },
    async markFolded(ids) {
      await sql`update signal set folded = true where tenant_id = ${tenant} and id = any(${ids}::bigint[]) and not folded`.execute(
        trx,
      );
    },
    async of(subject) {
      const rows = await sql<SignalRow>`
        select id, subject_id, key, kind, origin, object_type, external_id, occurred_at, data from signal
        where tenant_id = ${tenant} and subject_id = ${subject} and not superseded order by occurred_at, key`.execute(
        trx,
      );
      return rows.rows.map(toSignal);
    },
    async told(subjects) {
      if (subjects.length === 0) return [];
      const rows = await sql<SignalRow>`
        select id, subject_id, key, kind, origin, object_type, external_id, occurred_at, data from signal
        where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[]) and kind <> 'product.event'
          and not superseded order by subject_id, occurred_at, key`.execute(trx);
      return rows.rows.map(toSignal);
    },
    async heardOfProduct() {
      const { rows } = await sql<{ at: Date }>`
        select occurred_at as at from signal where tenant_id = ${tenant} and kind = 'product.event'
        order by occurred_at desc limit 1`.execute(trx);
      return rows[0]?.at ?? null;
    },
    async seenInProduct(from) {
      const { rows } = await sql<{ day: number; people: number }>`
        select (occurred_at at time zone 'UTC')::date - date '1970-01-01' as day,
          count(distinct subject_id)::int as people
        from signal where tenant_id = ${tenant} and kind = 'product.event' and occurred_at >= ${from} group by 1`.execute(
        trx,
      );
      return new Map(rows.map(({ day, people }) => [day, people]));
    },
  };
}

function toInput(signal: NewSignal) {
  return {
    key: signal.key,
    kind: signal.kind,
    origin: signal.origin,
    object_type: signal.objectType,
    external_id: signal.externalId,
    occurred_at: signal.occurredAt.toISOString(),
    data: signal.data,
  };
}

async function makeSubjects(
  trx: Kysely<Database>,
  tenant: TenantId,
  signals: readonly NewSignal[],
): Promise<void> {
  const named = signals.flatMap(({ origin, objectType, externalId, ...said }) => [
    { origin, object_type: objectType, external_id: externalId },
    // Whom somebody belongs to is somebody too, whatever else was heard of it.
    ...(said.kind === 'product.member'
      ? [{ origin, object_type: 'company', external_id: said.data.company }]
      : []),
  ]);
  const names = new Map(
    named.map((one) => [`${one.origin} ${one.object_type} ${one.external_id}`, one] as const),
  );
  await sql`
    with wanted as (
      select origin, object_type, external_id
      from jsonb_to_recordset(${JSON.stringify([...names.values()])}::jsonb) as x(origin uuid, object_type text, external_id text)
    ), fresh as (
      insert into subject_ref (tenant_id, origin, object_type, external_id, subject_id)
      select ${tenant}, w.origin, w.object_type, w.external_id, nextval('subject_id')
      from wanted w
      where not exists (select from subject_ref r where r.tenant_id = ${tenant} and r.origin = w.origin
        and r.object_type = w.object_type and r.external_id = w.external_id)
      order by 2, 3, 4
      on conflict do nothing
      returning subject_id, object_type
    )
    insert into subject (tenant_id, id, kind) select ${tenant}, subject_id, object_type from fresh`.execute(
    trx,
  );
}

/**
 * What a CRM record says of itself, as opposed to what happened with the person or company. What a record that is gone was
 * before, counts on.
 */
export const ownState = ['crm.record', 'crm.past', 'crm.links', 'crm.deleted', 'crm.restored'];

async function insertNew(
  trx: Kysely<Database>,
  tenant: TenantId,
  input: string,
  given: number,
  counts: boolean,
): Promise<KeptSignals> {
  const fresh = await sql<{ subject_id: string; kind: string; key: string }>`with fresh as (
    insert into signal (tenant_id, subject_id, key, kind, origin, object_type, external_id, occurred_at, data, folded,
      superseded)
    select ${tenant}, r.subject_id, x.key, x.kind, x.origin, x.object_type, x.external_id, x.occurred_at, x.data,
      x.kind = any(${notFolded}::text[]), r.gone and x.kind = any(${ownState}::text[]) and x.kind <> 'crm.past'
    from jsonb_to_recordset(${input}::jsonb) as x(key text, kind text, origin uuid, object_type text,
      external_id text, occurred_at timestamptz, data jsonb)
    join subject_ref r on r.tenant_id = ${tenant} and r.origin = x.origin and r.object_type = x.object_type
      and r.external_id = x.external_id
    order by x.key
    for share of r
    on conflict (tenant_id, key) do nothing
    returning subject_id, kind, key, origin, object_type, external_id, occurred_at, data
    ) ${counts ? countUsage(tenant, sql`fresh`) : sql``} select subject_id, kind, key from fresh`.execute(
    trx,
  );
  const subjects = [
    ...new Set(fresh.rows.filter((row) => !notFolded.includes(row.kind)).map((row) => row.subject_id)),
  ];
  if (subjects.length > 0) {
    await sql`
      insert into dirty (tenant_id, subject_id, reason)
      select ${tenant}, s, 'signal' from unnest(${subjects}::bigint[]) s order by s
      on conflict (tenant_id, subject_id) do update set mark = nextval('dirty_mark'), due_at = least(dirty.due_at, now())`.execute(
      trx,
    );
  }
  return {
    kept: fresh.rows.length,
    repeated: given - fresh.rows.length,
    subjects,
    keys: fresh.rows.map((row) => row.key),
  };
}

export function toSignal(row: SignalRow): Signal {
  const kind = row.kind satisfies string;
  if (!isKind(kind)) throw new TypeError(`signal ${row.id} has the unknown kind ${row.kind}`);
  const objectType = subjectKinds.find((one) => one === row.object_type);
  if (objectType === undefined)
    throw new TypeError(`signal ${row.id} has the unknown subject ${row.object_type}`);
  const common = {
    id: row.id,
    subject: row.subject_id,
    key: row.key,
    origin: row.origin,
    objectType,
    externalId: row.external_id,
    occurredAt: row.occurred_at,
  };
  return withData(common, kind, row.data);
}

type Common = Omit<Signal, 'kind' | 'data'>;
function withData(common: Common, kind: SignalKind, data: object): Signal {
  switch (kind) {
    case 'crm.changed':
      return { ...common, kind, data: signalData[kind].parse(data) };
    case 'crm.record':
      return { ...common, kind, data: signalData[kind].parse(data) };
    case 'crm.past':
      return { ...common, kind, data: signalData[kind].parse(data) };
    case 'crm.links':
      return { ...common, kind, data: signalData[kind].parse(data) };
    case 'crm.merged':
      return { ...common, kind, data: signalData[kind].parse(data) };
    case 'crm.converted':
      return { ...common, kind, data: signalData[kind].parse(data) };
    case 'advice.answered':
      return { ...common, kind, data: signalData[kind].parse(data) };
    case 'health.said':
      return { ...common, kind, data: signalData[kind].parse(data) };
    case 'engagement':
      return { ...common, kind, data: signalData[kind].parse(data) };
    case 'product.identified':
      return { ...common, kind, data: signalData[kind].parse(data) };
    case 'product.member':
      return { ...common, kind, data: signalData[kind].parse(data) };
    case 'product.event':
      return { ...common, kind, data: signalData[kind].parse(data) };
    default:
      return { ...common, kind, data: {} };
  }
}

function isKind(kind: string): kind is SignalKind {
  return Object.hasOwn(signalData, kind);
}
