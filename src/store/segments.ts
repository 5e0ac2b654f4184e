// Rows of segments: each version of them, and in which one each customer is.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { segmentVersion } from '#analyze/segment/segment.ts';
import type { SegmentRows } from '#ports/store-segments.ts';
import type { TenantId } from '#sense/tenant.ts';
import { nameSql } from './report-subjects.ts';
import type { Database } from './tables.ts';

const memberRow = z.object({
  ...{ subject: z.string(), segment: z.string(), since: z.date(), x: z.number(), y: z.number() },
});
const lineRow = memberRow.extend({
  ...{ name: z.string(), score: z.number().nullable(), band: z.string().nullable() },
});
const memberColumns = sql`subject_id::text as subject, segment, since, x::float8 as x, y::float8 as y`;
/** Older ones tell nothing that anybody asks. */
const keptVersions = 60;

export function segmentRows(trx: Kysely<Database>, tenant: TenantId): SegmentRows {
  return {
    async live() {
      const { rows } = await sql<{
        version: number;
        body: unknown;
        made_at: Date;
      }>`select version, body, made_at
        from segment_version where tenant_id = ${tenant} order by version desc limit 1`.execute(trx);
      const [row] = rows;
      // One that an older Revloop wrote otherwise is made anew.
      const body = segmentVersion.safeParse(row?.body);
      if (row === undefined) return null;
      return { version: row.version, madeAt: row.made_at, found: body.success ? body.data : null };
    },
    async past(most) {
      const { rows } = await sql<{
        version: number;
        body: unknown;
        made_at: Date;
      }>`select version, body, made_at
        from segment_version where tenant_id = ${tenant} order by version desc limit ${most}`.execute(trx);
      return rows.flatMap(({ version, body, made_at }) => {
        const read = segmentVersion.safeParse(body);
        if (!read.success) return [];
        const { customers, segments, moved } = read.data;
        const sizes = segments.map(({ id, size }) => ({ segment: id, size }));
        return [{ version, madeAt: made_at, customers, sizes, moved }];
      });
    },
    async save(found, members, now) {
      const { rows } = await sql<{
        version: number;
      }>`insert into segment_version (tenant_id, version, body, made_at)
        select ${tenant}, coalesce(max(version), 0) + 1, ${JSON.stringify(found)}::jsonb, ${now}
        from segment_version where tenant_id = ${tenant} returning version`.execute(trx);
      const version = rows[0]?.version ?? 1;
      await sql`delete from segment_version where tenant_id = ${tenant} and version <= ${version - keptVersions}`.execute(
        trx,
      );
      await sql`delete from subject_segment where tenant_id = ${tenant}
        and subject_id <> all(${members.map(({ subject }) => subject)}::bigint[])`.execute(trx);
      // Whoever was erased while segments were looked for is in none.
      await sql`insert into subject_segment (tenant_id, subject_id, segment, since, x, y)
        select ${tenant}, m.subject, m.segment, m.since, m.x, m.y
          from jsonb_to_recordset(${JSON.stringify(members)}::jsonb)
            as m(subject bigint, segment text, since timestamptz, x real, y real)
          join twin t on t.tenant_id = ${tenant} and t.subject_id = m.subject order by 2
        on conflict (tenant_id, subject_id) do update set segment = excluded.segment, since = excluded.since,
          x = excluded.x, y = excluded.y`.execute(trx);
      return version;
    },
    async of(subjects) {
      if (subjects.length === 0) return [];
      const { rows } = await sql`select ${memberColumns} from subject_segment
        where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[])`.execute(trx);
      return rows.map((row) => memberRow.parse(row));
    },
    async lines({ segment, offset, limit }) {
      const { rows } = await sql`select g.subject_id::text as subject, g.segment, g.since, g.x::float8 as x,
          g.y::float8 as y, ${nameSql} as name, f.score::float8 as score, f.band
        from subject_segment g
        join subject s on s.tenant_id = g.tenant_id and s.id = g.subject_id
        left join twin t on t.tenant_id = g.tenant_id and t.subject_id = g.subject_id
        left join finding f on f.tenant_id = g.tenant_id and f.subject_id = g.subject_id and f.kind = 'health'
        where g.tenant_id = ${tenant} and (${segment}::text is null or g.segment = ${segment}::text)
        order by name, g.subject_id offset ${offset} limit ${limit}`.execute(trx);
      return rows.map((row) => lineRow.parse(row));
    },
    async bands() {
      const { rows } = await sql<{ segment: string; band: string; count: number }>`
        select g.segment, f.band, count(*)::int as count from subject_segment g
        join finding f on f.tenant_id = g.tenant_id and f.subject_id = g.subject_id and f.kind = 'health'
        where g.tenant_id = ${tenant} and f.band is not null group by 1, 2 order by 1, 2`.execute(trx);
      return rows;
    },
    async all() {
      const { rows } = await sql`select ${memberColumns} from subject_segment where tenant_id = ${tenant}
        order by subject_id`.execute(trx);
      return rows.map((row) => memberRow.parse(row));
    },
  };
}
