// Rows for lists of people and companies: one line each, with score, change and the strongest live advice.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { findingKinds } from '#analyze/finding.ts';
import type { SubjectFilter, SubjectLine, SubjectName } from '#ports/reports.ts';
import { subjectKinds } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';
import { type Concept, namesOf } from '#sense/vocabulary.ts';
import type { Database } from './tables.ts';

const propertyOf = (property: string): RawBuilder<unknown> =>
  sql`nullif(trim(t.body #>> array['properties', ${sql.lit(property)}, 'value']), '')`;

const firstOf = (concept: Concept): RawBuilder<unknown> =>
  sql`coalesce(${sql.join(namesOf(concept).map(propertyOf))})`;

const [first, last] = [firstOf('firstName'), firstOf('lastName')];
/** How a subject `s` with its twin `t` is named: what a person would call it (see `personName`), else its number in Revloop. */
export const nameSql = sql`coalesce(
  nullif(case when concat(${first}, ${last}) ~ '[\\u3400-\\u9fff]' then concat(${last}, ${first})
    else trim(concat_ws(' ', ${first}, ${last})) end, ''),
  ${firstOf('name')}, ${firstOf('email')}, ${firstOf('domain')}, '#' || s.id)`;
export const emailSql = sql`coalesce(${firstOf('email')}, ${firstOf('domain')})`;

const nameRow = z.object({
  id: z.string(),
  kind: z.enum(subjectKinds),
  name: z.string(),
  email: z.string().nullable(),
});

export function toName(row: unknown): SubjectName {
  const { id, kind, name, email } = nameRow.parse(row);
  return { id, kind, name, email };
}

const lineRow = nameRow.extend({
  finding: z.enum(findingKinds),
  score: z.number().nullable(),
  band: z.string().nullable(),
  probability: z.number().nullable(),
  confidence: z.number(),
  basis: z.enum(['model', 'prior', 'index']),
  foundAt: z.date(),
  scoreBefore: z.number().nullable(),
  advice: z.string().nullable(),
  standing: z.enum(['won', 'lost']).nullable(),
});

const orders = {
  highest: sql`f.score desc nulls last, f.subject_id`,
  lowest: sql`f.score asc nulls last, f.subject_id`,
  newest: sql`f.found_at desc, f.subject_id`,
} as const;

export async function subjectLines(
  trx: Kysely<Database>,
  tenant: TenantId,
  filter: SubjectFilter,
): Promise<{ lines: SubjectLine[]; total: number }> {
  const search = `%${filter.search.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const searched = filter.search.trim() !== '';
  const matching = sql`
    from finding f
    join subject s on s.id = f.subject_id
    left join twin t on t.tenant_id = f.tenant_id and t.subject_id = f.subject_id
    where f.tenant_id = ${tenant} and f.kind = ${filter.finding}
      and (${filter.band}::text is null or f.band = ${filter.band}::text)
      ${searched ? sql`and (${nameSql} ilike ${search} or ${emailSql} ilike ${search})` : sql``}`;
  const counted = await sql<{ total: string }>`
    select count(*) as total ${
      searched
        ? matching
        : sql`from finding f where f.tenant_id = ${tenant} and f.kind = ${filter.finding}
            and (${filter.band}::text is null or f.band = ${filter.band}::text)`
    }`.execute(trx);
  const { rows } = await sql`
    select s.id, s.kind, ${nameSql} as name, ${emailSql} as email, f.kind as finding, f.score, f.band, f.probability,
      (f.body ->> 'confidence')::float as confidence, f.body ->> 'basis' as basis, f.found_at as "foundAt",
      (f.before ->> 'score')::int as "scoreBefore",
      (select a.body ->> 'code' from advice a where a.tenant_id = ${tenant} and a.subject_id = f.subject_id
        and a.state in ('open', 'taken') order by (a.body ->> 'confidence')::float desc limit 1) as advice, f.body ->> 'standing' as standing
    ${matching} order by ${orders[filter.order]} offset ${filter.offset} limit ${filter.limit}`.execute(trx);
  return { lines: rows.map((row) => lineRow.parse(row)), total: Number(counted.rows[0]?.total ?? 0) };
}
