// Rows of health: checks of the index against what happened, and what people say of customers instead.
import { type Kysely, sql } from 'kysely';
import { type HealthOverride, healthOverride } from '#analyze/health-override.ts';
import { weightChoice } from '#analyze/health-weights.ts';
import { healthCheck } from '#learn/health/health-check.ts';
import type { HealthRows } from '#ports/store-health.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

const columns = sql`id::text, subject_id::text as subject, band, reason, who, at, until`;

const weightColumns = sql`version, nullif(segment, '') as segment, basis, parts, who, why, at`;

function toWords(rows: readonly unknown[]): HealthOverride[] {
  return rows.map((row) => healthOverride.parse(row));
}

export function healthRows(trx: Kysely<Database>, tenant: TenantId): HealthRows {
  return {
    async saveCheck(night, check, now) {
      await sql`
        insert into health_check (tenant_id, night, at, body)
        values (${tenant}, ${night}, ${now}, ${JSON.stringify(healthCheck.parse(check))}::jsonb)
        on conflict (tenant_id, night) do update set at = excluded.at, body = excluded.body`.execute(trx);
    },
    async lastCheck() {
      const { rows } = await sql<{ at: Date; body: unknown }>`
        select at, body from health_check where tenant_id = ${tenant} order by night desc limit 1`.execute(
        trx,
      );
      const [row] = rows;
      const read = healthCheck.safeParse(row?.body);
      // One of an older shape is made anew in the next night.
      return row === undefined || !read.success ? null : { at: row.at, check: read.data };
    },
    async overrides(subjects) {
      const { rows } = await sql`
        select ${columns} from health_override
        where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[]) and ended_at is null
        order by id`.execute(trx);
      return toWords(rows);
    },
    async override({ subject, band, reason, who, at, until }, replaces) {
      // Two people at once: the second one sees what the first one said.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`${tenant}/health/${subject}`}, 0))`.execute(
        trx,
      );
      const [before] = await this.overrides([subject]);
      if ((before?.id ?? null) !== replaces) return null;
      if (before !== undefined)
        await sql`update health_override set ended_at = ${at}, ended = 'replaced', ended_by = ${who}
          where tenant_id = ${tenant} and id = ${before.id}`.execute(trx);
      const { rows } = await sql`
        insert into health_override (tenant_id, subject_id, band, reason, who, at, until)
        values (${tenant}, ${subject}, ${band}, ${reason}, ${who}, ${at}, ${until})
        returning ${columns}`.execute(trx);
      return { made: healthOverride.parse(rows[0]), ended: before ?? null };
    },
    async withdraw(subject, id, who, now) {
      const { rows } = await sql`
        update health_override set ended_at = ${now}, ended = 'withdrawn', ended_by = ${who}
        where tenant_id = ${tenant} and subject_id = ${subject} and id = ${id} and ended_at is null
        returning ${columns}`.execute(trx);
      return toWords(rows)[0] ?? null;
    },
    async expire(subjects, now) {
      const { rows } = await sql`
        update health_override set ended_at = ${now}, ended = 'expired'
        where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[]) and ended_at is null and until <= ${now}
        returning ${columns}`.execute(trx);
      return toWords(rows);
    },
    async weights() {
      const { rows } = await sql`select distinct on (w.segment) ${weightColumns} from health_weights w
        where tenant_id = ${tenant} order by w.segment, version desc`.execute(trx);
      return rows.map((row) => weightChoice.parse(row));
    },
    async weightsOf(versions) {
      if (versions.length === 0) return [];
      const { rows } = await sql`select ${weightColumns} from health_weights
        where tenant_id = ${tenant} and version = any(${versions}::int[])`.execute(trx);
      return rows.map((row) => weightChoice.parse(row));
    },
    async weigh({ segment, basis, parts, who, why }, now) {
      // Two people at once: each gets a number of its own.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`${tenant}/health weights`}, 0))`.execute(
        trx,
      );
      const { rows } = await sql<{ version: number }>`
        insert into health_weights (tenant_id, version, segment, basis, parts, who, why, at)
        select ${tenant}, coalesce(max(version), 0) + 1, ${segment ?? ''}, ${basis},
          ${parts === null ? null : JSON.stringify(parts)}::jsonb, ${who}, ${why}, ${now}
        from health_weights where tenant_id = ${tenant} returning version`.execute(trx);
      return rows[0]?.version ?? 1;
    },
  };
}
