// Rows of the outbox: actions to be done, each once, and what the CRM has taken from us.
import { type Kysely, sql } from 'kysely';
import type { OutboxRows } from '#ports/store.ts';
import type { TenantId } from '#sense/tenant.ts';
import { type ActionRow, actionColumns, toAction } from './action-row.ts';
import { putActions } from './outbox-put.ts';
import type { Database } from './tables.ts';

export function outboxRows(trx: Kysely<Database>, tenant: TenantId): OutboxRows {
  return {
    put: (actions, now) => putActions(trx, tenant, actions, now),
    async take({ connection, kind, now, limit, leaseMs }) {
      const { rows } = await sql<ActionRow>`
        with due as (
          select id from action where tenant_id = ${tenant} and connection_id = ${connection} and kind = ${kind}
            and state = 'pending' and due_at <= ${now} order by due_at, id limit ${limit} for update skip locked
        )
        update action a set attempts = attempts + 1, due_at = ${new Date(now.getTime() + leaseMs)}
        from due where a.id = due.id returning ${actionColumns}`.execute(trx);
      return rows.map(toAction).sort((a, b) => Number(a.id) - Number(b.id));
    },
    async finish(ends, now) {
      if (ends.length === 0) return;
      await sql`
        with x as (
          select * from jsonb_to_recordset(${JSON.stringify(ends)}::jsonb) as e(id bigint, mark bigint, "end" text,
            response jsonb, "waitMs" bigint, problem text, code text, free boolean)
        ), looked_at as (
          -- The mark as it is once the row is ours: who put newer values in may have held it until now.
          select a.id, a.mark from action a join x on x.id = a.id where a.tenant_id = ${tenant} order by a.id for update of a
        )
        update action a set
          state = case when replaced or x."end" = 'again' then 'pending' else x."end" end,
          due_at = case when replaced then ${now}::timestamptz
            when x."end" = 'again' then ${now}::timestamptz + x."waitMs" * interval '1 millisecond' else a.due_at end,
          attempts = case when replaced then 0 when x.free then greatest(a.attempts - 1, 0) else a.attempts end,
          done_at = case when replaced or x."end" in ('again', 'parked') then null else ${now}::timestamptz end,
          code = case when replaced then null else x.code end,
          problem = case when replaced then null else x.problem end,
          response = case when replaced then null else x.response end
        from looked_at, x, lateral (select x.mark is not null and x.mark <> looked_at.mark as replaced) m
        where a.id = x.id and looked_at.id = a.id and a.tenant_id = ${tenant} and a.state = 'pending'`.execute(
        trx,
      );
    },
    async list({ states, subject, limit }) {
      const { rows } = await sql<ActionRow & { problem: string | null; done_at: Date | null }>`
        select ${actionColumns}, problem, done_at from action a where tenant_id = ${tenant} and state = any(${states}::text[])
          and (${subject ?? null}::bigint is null or subject_id = ${subject ?? null}::bigint)
        order by id desc limit ${limit}`.execute(trx);
      return rows.map((row) => ({ ...toAction(row), problem: row.problem, doneAt: row.done_at }));
    },
    async retry(id, now) {
      // Newer values for the same record are on their way already: the parked ones have nothing left to say.
      const { numAffectedRows } = await sql`
        update action a set attempts = 0, due_at = ${now}, code = null, problem = null, done_at = null,
          state = case when a.kind = 'crm.write' and exists (select from action p where p.connection_id = a.connection_id
            and p.object_type = a.object_type and p.external_id = a.external_id and p.kind = 'crm.write'
            and p.state = 'pending') then 'cancelled' else 'pending' end
        where tenant_id = ${tenant} and id = ${id} and state = 'parked'`.execute(trx);
      return (numAffectedRows ?? 0n) > 0n;
    },
    async full(connection, objectType, { externalIds, since, most }) {
      const { rows } = await sql<{ external_id: string; oldest: Date }>`
        select external_id, done_at as oldest from (
          select external_id, done_at, row_number() over (partition by external_id order by done_at desc) as nr
          from action where tenant_id = ${tenant} and connection_id = ${connection} and object_type = ${objectType}
            and external_id = any(${externalIds}::text[]) and kind = 'crm.write' and state = 'done' and done_at > ${since}
            and response is null
        ) newest where nr = ${most}`.execute(trx);
      return new Map(rows.map((row) => [row.external_id, row.oldest]));
    },
    async lately(subjects, limit) {
      const { rows } = await sql<ActionRow & { done_at: Date | null }>`
        select a.* from unnest(${subjects}::bigint[]) s cross join lateral (
          select ${actionColumns}, done_at from action a where a.tenant_id = ${tenant} and a.subject_id = s and a.state = 'done'
          order by a.id desc limit ${limit}) a`.execute(trx);
      return rows.map((row) => ({ ...toAction(row), doneAt: row.done_at }));
    },
    async writing(connection, list) {
      if (list.length === 0) return;
      await sql`
        with x as (
          select * from jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
            as e("objectType" text, "externalId" text, properties jsonb)
        ), looked_at as (
          select w.object_type, w.external_id from written w
          join x on w.object_type = x."objectType" and w.external_id = x."externalId"
          where w.tenant_id = ${tenant} and w.connection_id = ${connection} order by 1, 2 for update of w
        )
        update written w set properties = w.properties - array(select jsonb_object_keys(x.properties))
        from looked_at l, x where w.tenant_id = ${tenant} and w.connection_id = ${connection}
          and w.object_type = l.object_type and w.external_id = l.external_id
          and x."objectType" = l.object_type and x."externalId" = l.external_id`.execute(trx);
    },
    async wrote(connection, list) {
      if (list.length === 0) return;
      await sql`
        insert into written (tenant_id, connection_id, object_type, external_id, properties)
        select ${tenant}, ${connection}, "objectType", "externalId", properties
        from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as x("objectType" text, "externalId" text, properties jsonb)
        order by 3, 4
        on conflict (connection_id, object_type, external_id)
          do update set properties = written.properties || excluded.properties`.execute(trx);
    },
    async taken(connection, objectType, externalIds) {
      const { rows } = await sql<{ external_id: string; properties: Record<string, string> }>`
        select external_id, properties from written where tenant_id = ${tenant} and connection_id = ${connection}
          and object_type = ${objectType} and external_id = any(${externalIds}::text[])`.execute(trx);
      return new Map(rows.map((row) => [row.external_id, row.properties]));
    },
    async written(connection, objectType, externalIds) {
      const { rows } = await sql<{ external_id: string; properties: Record<string, string> }>`
        select external_id, properties, 0 as id from written where tenant_id = ${tenant} and connection_id = ${connection}
          and object_type = ${objectType} and external_id = any(${externalIds}::text[])
        union all
        select external_id, payload -> 'properties', id from action a where tenant_id = ${tenant}
          and connection_id = ${connection} and object_type = ${objectType} and external_id = any(${externalIds}::text[])
          and kind = 'crm.write' and (state = 'pending' or state = 'parked' and not exists (
            select from action d where d.connection_id = a.connection_id and d.object_type = a.object_type
              and d.external_id = a.external_id and d.kind = 'crm.write' and d.state = 'done' and d.id > a.id))
        order by id`.execute(trx);
      const written = new Map<string, Record<string, string>>();
      for (const row of rows)
        written.set(row.external_id, { ...written.get(row.external_id), ...row.properties });
      return written;
    },
  };
}
