// Rows of findings: the present one of each kind, and every change of score or band.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { type Finding, finding as findingShape, type KeptFinding } from '#analyze/finding.ts';
import type { FindingRows } from '#ports/store.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

const before = z
  .object({ score: z.number().nullable(), band: z.string().nullable(), at: z.coerce.date() })
  .nullable();

function toKept(row: { subject_id: string; body: object; found_at: Date; before: unknown }): KeptFinding {
  return {
    subject: row.subject_id,
    finding: findingShape.parse(row.body),
    foundAt: row.found_at,
    before: before.parse(row.before),
  };
}

/** What history keeps besides: what moved it, and what was computed where a person said otherwise. */
function toldOf({ moved, override }: Finding): object | null {
  if (moved === undefined && override === undefined) return null;
  return { ...(moved && { moved }), ...(override && { computed: override.computed, by: override.who }) };
}

export function findingRows(trx: Kysely<Database>, tenant: TenantId): FindingRows {
  return {
    async current(subjects, kind) {
      if (subjects.length === 0) return [];
      const { rows } = await sql<{ subject_id: string; body: object; found_at: Date; before: unknown }>`
        select subject_id, body, found_at, before from finding
        where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[])
          and (${kind ?? null}::text is null or kind = ${kind ?? null}::text)`.execute(trx);
      return rows.map(toKept);
    },
    async extreme(kind, end, limit) {
      const direction = end === 'highest' ? sql`desc` : sql`asc`;
      const { rows } = await sql<{ subject_id: string; body: object; found_at: Date; before: unknown }>`
        select f.subject_id, f.body, f.found_at, f.before from finding f
        join twin t on t.tenant_id = f.tenant_id and t.subject_id = f.subject_id
        where f.tenant_id = ${tenant} and f.kind = ${kind} and f.score is not null
          and coalesce((t.body -> 'archived' ->> 'value')::boolean, false) is false
        order by f.score ${direction}, f.subject_id limit ${limit}`.execute(trx);
      return rows.map(toKept);
    },
    async save(list, now) {
      if (list.length === 0) return;
      const input = JSON.stringify(
        list.map(({ subject, finding }) => ({
          subject,
          kind: finding.kind,
          score: finding.score,
          band: finding.band,
          probability: finding.probability,
          // Of a customer it is the probability to leave that came from weights, and is checked later.
          weights_version: finding.weightsVersion ?? finding.churn?.weightsVersion ?? null,
          body: finding,
          told: toldOf(finding),
        })),
      );
      const rows = sql`jsonb_to_recordset(${input}::jsonb) as x(subject bigint, kind text, score int, band text,
        probability double precision, weights_version int, body jsonb, told jsonb)`;
      await sql`
        insert into finding_history (tenant_id, subject_id, kind, at, score, band, probability, weights_version, told)
        select ${tenant}, x.subject, x.kind, ${now}, x.score, x.band, x.probability, x.weights_version, nullif(x.told, 'null') from ${rows}
        left join finding f on f.tenant_id = ${tenant} and f.subject_id = x.subject and f.kind = x.kind
        where f.subject_id is null or f.score is distinct from x.score or f.band is distinct from x.band
          or f.body -> 'override' -> 'computed' is distinct from x.body -> 'override' -> 'computed'
          or round(f.probability::numeric, 2) is distinct from round(x.probability::numeric, 2)
        on conflict do nothing`.execute(trx);
      await sql`
        insert into finding (tenant_id, subject_id, kind, score, band, probability, body, found_at)
        select ${tenant}, x.subject, x.kind, x.score, x.band, x.probability, x.body, ${now} from ${rows}
        on conflict (tenant_id, subject_id, kind) do update set
          before = case when finding.score is distinct from excluded.score or finding.band is distinct from excluded.band
            then jsonb_build_object('score', finding.score, 'band', finding.band, 'at', finding.found_at)
            else finding.before end,
          score = excluded.score, band = excluded.band, probability = excluded.probability,
          body = excluded.body, found_at = excluded.found_at`.execute(trx);
    },
    async end(list, now) {
      if (list.length === 0) return;
      await sql`
        with over as (
          delete from finding f using jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as x(subject bigint, kind text)
          where f.tenant_id = ${tenant} and f.subject_id = x.subject and f.kind = x.kind
          returning f.subject_id, f.kind)
        insert into finding_history (tenant_id, subject_id, kind, at)
        select ${tenant}, subject_id, kind, ${now} from over
        on conflict do nothing`.execute(trx);
    },
    async trends(subjects, since, limit) {
      const { rows } = await sql<{ subject: string; kind: string; at: Date; score: number | null }>`
        select h.subject_id as subject, h.kind, h.at, h.score from unnest(${subjects}::bigint[]) s cross join lateral (
          select * from finding_history f where f.tenant_id = ${tenant} and f.subject_id = s and f.at >= ${since}
          order by f.at desc limit ${limit}) h`.execute(trx);
      return rows;
    },
    async trend(subject, kind, since) {
      return trx
        .selectFrom('finding_history')
        .select(['at', 'score', 'band'])
        .where('tenant_id', '=', tenant)
        .where('subject_id', '=', subject)
        .where('kind', '=', kind)
        .where('at', '>=', since)
        .orderBy('at')
        .execute();
    },
  };
}
