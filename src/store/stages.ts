// Rows of stages: the tenant's plan, and where each customer is since when and why.
import { type Kysely, sql } from 'kysely';
import { stagePlan } from '#advise/journey/stage.ts';
import type { StageRows, SubjectStage } from '#ports/journeys.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

export function stageRows(trx: Kysely<Database>, tenant: TenantId): StageRows {
  return {
    async plan() {
      const { rows } = await sql<{
        body: unknown;
      }>`select body from stage_plan where tenant_id = ${tenant}`.execute(trx);
      return stagePlan.parse(rows[0]?.body ?? {});
    },
    async savePlan(plan, by, now) {
      await sql`insert into stage_plan (tenant_id, body, saved_at, saved_by)
        values (${tenant}, ${JSON.stringify(plan)}, ${now}, ${by})
        on conflict (tenant_id) do update set body = excluded.body, saved_at = excluded.saved_at,
          saved_by = excluded.saved_by`.execute(trx);
      // Nobody is in a stage that is no more, and who is of another kind now is in none.
      await sql`delete from subject_stage p using subject s where p.tenant_id = ${tenant} and s.tenant_id = p.tenant_id
        and s.id = p.subject_id and (s.kind <> ${plan.kind} or p.stage <> all(${plan.stages.map(({ id }) => id)}::text[]))`.execute(
        trx,
      );
    },
    async of(subjects) {
      if (subjects.length === 0) return [];
      const { rows } =
        await sql<SubjectStage>`select subject_id as subject, stage, since, because from subject_stage
        where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[])`.execute(trx);
      return rows;
    },
    async save(list) {
      const gone = list.filter(({ stage }) => stage === null).map(({ subject }) => subject);
      if (gone.length > 0)
        await sql`delete from subject_stage where tenant_id = ${tenant}
          and subject_id = any(${gone}::bigint[])`.execute(trx);
      const there = list.filter(({ stage }) => stage !== null);
      if (there.length === 0) return;
      await sql`insert into subject_stage (tenant_id, subject_id, stage, since, because)
        select ${tenant}, subject, stage, since, because from jsonb_to_recordset(${JSON.stringify(there)}::jsonb)
          as x(subject bigint, stage text, since timestamptz, because jsonb) order by 2
        on conflict (tenant_id, subject_id) do update set stage = excluded.stage, since = excluded.since,
          because = excluded.because`.execute(trx);
    },
    async counts() {
      const { rows } = await sql<{ stage: string; count: number }>`select stage, count(*)::int as count
        from subject_stage where tenant_id = ${tenant} group by 1 order by 1`.execute(trx);
      return rows;
    },
  };
}
