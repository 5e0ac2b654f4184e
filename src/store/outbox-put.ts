// Putting actions into the outbox: the same key once, and one pending write a record.
import { type Kysely, sql } from 'kysely';
import type { NewAction } from '#act/action.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

type Write = Extract<NewAction, { kind: 'crm.write' }>;

/** Same key: dropped. A pending crm.write to the same record takes the new values (and the new key) over. */
export async function putActions(
  trx: Kysely<Database>,
  tenant: TenantId,
  actions: readonly NewAction[],
  now: Date,
): Promise<void> {
  if (actions.length === 0) return;
  const writes = actions.filter((action) => action.kind === 'crm.write');
  const others = actions.filter((action) => action.kind !== 'crm.write');
  const recordOf = (action: NewAction) =>
    action.kind === 'crm.write' || action.kind === 'crm.task'
      ? { object_type: action.payload.objectType, external_id: action.payload.externalId }
      : { object_type: null, external_id: null };
  const input = (list: readonly NewAction[]) =>
    JSON.stringify(list.map((action) => ({ ...action, ...recordOf(action) })));
  const rows = (list: readonly NewAction[]) => sql`
    insert into action (tenant_id, key, kind, connection_id, subject_id, object_type, external_id, payload, due_at, created_at)
    select ${tenant}, key, kind, connection, subject, object_type, external_id, payload, ${now}, ${now}
    from jsonb_to_recordset(${input(list)}::jsonb) as x(key text, kind text, connection uuid, subject bigint,
      object_type text, external_id text, payload jsonb)`;
  if (others.length > 0) {
    await sql`${rows(others)} order by 2 on conflict (tenant_id, key) do nothing`.execute(trx);
  }
  if (writes.length > 0) {
    await sql`
      ${rows(mergeWrites(writes))}
      where not exists (select from action a where a.tenant_id = ${tenant} and a.key = x.key) order by 4, 6, 7
      on conflict (connection_id, object_type, external_id) where kind = 'crm.write' and state = 'pending'
      do update set key = excluded.key, subject_id = excluded.subject_id, mark = nextval('dirty_mark'), attempts = 0,
        payload = jsonb_set(excluded.payload, '{properties}',
          (action.payload -> 'properties') || (excluded.payload -> 'properties'))`.execute(trx);
  }
}

/** One statement may touch a row once: writes to one record within the same call become one, the later value wins. */
function mergeWrites(writes: readonly Write[]): Write[] {
  const merged = new Map<string, Write>();
  const keys = new Set<string>();
  for (const write of writes) {
    if (keys.has(write.key)) continue;
    keys.add(write.key);
    const { objectType, externalId, properties } = write.payload;
    const record = `${write.connection} ${objectType} ${externalId}`;
    const before = merged.get(record)?.payload.properties;
    merged.set(record, {
      ...write,
      payload: { objectType, externalId, properties: { ...before, ...properties } },
    });
  }
  return [...merged.values()];
}
