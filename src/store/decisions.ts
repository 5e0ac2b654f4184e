// Rows of the register: what was decided about data and models; rows are only ever added.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { type DecisionRows, registerKinds } from '#ports/store-governance.ts';
import { newDecision } from '#sense/decision.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

const row = newDecision.extend({
  id: z.string(),
  at: z.date(),
  kind: z.enum(registerKinds),
  total: z.coerce.number().int(),
});

export function decisionRows(trx: Kysely<Database>, tenant: TenantId): DecisionRows {
  return {
    async note(decisions, now) {
      if (decisions.length === 0) return;
      await sql`
        insert into decision (tenant_id, at, who, kind, about, why, body)
        select ${tenant}, ${now}, x.who, x.kind, x.about, x.why, x.body
        from jsonb_to_recordset(${JSON.stringify(decisions)}::jsonb)
          as x(who text, kind text, about text, why text, body jsonb)`.execute(trx);
    },
    async register({ kind, search, since, until, offset, limit }) {
      const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
      const { rows } = await sql`
        with all_of_it as (
          select 'd' || id as id, at, who, kind, about, why, body from decision where tenant_id = ${tenant}
          union all
          select 'm' || id, at, who, 'model', target || coalesce(' ' || version, ''), note,
            detail || jsonb_build_object('what', what, 'why', why, 'dataHash', data_hash)
          from model_event where tenant_id = ${tenant}
        )
        select *, count(*) over () as total from all_of_it
        where (${kind}::text is null or kind = ${kind})
          and (who ilike ${like} or about ilike ${like} or coalesce(why, '') ilike ${like})
          and (${since}::timestamptz is null or at >= ${since}) and (${until}::timestamptz is null or at < ${until})
        order by at desc, id desc offset ${offset} limit ${limit}`.execute(trx);
      const read = rows.map((one) => row.parse(one));
      return { total: read[0]?.total ?? 0, decisions: read.map(({ total: _, ...one }) => one) };
    },
  };
}
