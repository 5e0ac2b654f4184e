// Rows of models: decisions, which are only ever added; looks at night; and what was promised before an outcome came.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { modelCheck } from '#learn/model-check.ts';
import { modelDeeds, newModelEvent } from '#learn/model-event.ts';
import type { ModelRows } from '#ports/store-models.ts';
import type { TenantId } from '#sense/tenant.ts';
import { nameSql } from './report-subjects.ts';
import type { Database } from './tables.ts';

const eventRow = newModelEvent.extend({ id: z.string() });
const eventColumns = sql`id, target, version, what, who, why, note, data_hash as "dataHash", detail, at`;
const promisedRow = z.object({
  subject: z.string(),
  before: z.coerce.date(),
  probability: z.number(),
  version: z.number().nullable(),
});

export function modelRows(trx: Kysely<Database>, tenant: TenantId): ModelRows {
  return {
    async lease(target, until, now) {
      const { rows } = await sql`
        insert into model_lease (tenant_id, target, until) values (${tenant}, ${target}, ${until})
        on conflict (tenant_id, target) do update set until = excluded.until where model_lease.until <= ${now}
        returning target`.execute(trx);
      return rows.length > 0;
    },
    async release(target, now) {
      await sql`
        update model_lease set until = ${now} where tenant_id = ${tenant} and target = ${target} and until > ${now}`.execute(
        trx,
      );
    },
    async hold(target) {
      await sql`select pg_advisory_xact_lock(hashtext(${`model ${tenant} ${target}`}))`.execute(trx);
    },
    async note(event) {
      const { target, version, what, who, why, note, dataHash, detail, at } = newModelEvent.parse(event);
      const { rows } = await sql`
        insert into model_event (tenant_id, target, version, what, who, why, note, data_hash, detail, at)
        values (${tenant}, ${target}, ${version}, ${what}, ${who}, ${why}::text[], ${note}, ${dataHash},
          ${JSON.stringify(detail)}::jsonb, ${at})
        returning ${eventColumns}`.execute(trx);
      return eventRow.parse(rows[0]);
    },
    async events({ target, limit, what = modelDeeds, before }) {
      const { rows } = await sql`
        select ${eventColumns} from model_event
        where tenant_id = ${tenant} and target = ${target} and what = any(${what}::text[])
          and (${before ?? null}::bigint is null or id < ${before ?? null}::bigint)
        order by id desc limit ${limit}`.execute(trx);
      return rows.map((row) => eventRow.parse(row));
    },
    async namesOf(subjects) {
      const { rows } = await sql<{ id: string; name: string }>`
        select s.id::text as id, ${nameSql} as name from subject s
        join twin t on t.tenant_id = s.tenant_id and t.subject_id = s.id
        where s.tenant_id = ${tenant} and s.id = any(${subjects}::bigint[])`.execute(trx);
      return new Map(rows.map(({ id, name }) => [id, name]));
    },
    async saveCheck(check) {
      const { target, night, version, at, body } = modelCheck.parse(check);
      await sql`
        insert into model_check (tenant_id, target, night, version, at, body)
        values (${tenant}, ${target}, ${night}, ${version}, ${at}, ${JSON.stringify(body)}::jsonb)
        on conflict (tenant_id, target, night) do update set version = excluded.version, at = excluded.at,
          body = excluded.body`.execute(trx);
    },
    async checks(target, limit) {
      const { rows } = await sql`
        select target, night::text as night, version, at, body from model_check
        where tenant_id = ${tenant} and target = ${target} order by night desc limit ${limit}`.execute(trx);
      return rows.map((row) => modelCheck.parse(row));
    },
    async promised(kind, list) {
      if (list.length === 0) return [];
      const input = JSON.stringify(list.map(({ subject, before }) => ({ subject, before })));
      const { rows } = await sql`
        select x.subject::text as subject, x.before, h.probability, h.weights_version as version
        from jsonb_to_recordset(${input}::jsonb) as x(subject bigint, before timestamptz)
        cross join lateral (select probability, weights_version from finding_history f
          where f.tenant_id = ${tenant} and f.subject_id = x.subject and f.kind = ${kind} and f.at < x.before
            and f.probability is not null
          order by f.at desc limit 1) h`.execute(trx);
      return rows.map((row) => promisedRow.parse(row));
    },
  };
}
