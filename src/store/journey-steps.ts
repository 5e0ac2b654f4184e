// Rows of the steps that runs took: each place in a run once, and whom it interrupted.
import { type Kysely, sql } from 'kysely';
import type { KeptStep, RunRows } from '#ports/journeys.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

export function journeyStepRows(
  trx: Kysely<Database>,
  tenant: TenantId,
): Pick<RunRows, 'log' | 'steps' | 'interruptions'> {
  return {
    async log(steps) {
      if (steps.length === 0) return;
      await sql`
        insert into journey_step (tenant_id, run_id, seq, subject_id, node, kind, decision, effect, how, owner,
          interrupted, at)
        select ${tenant}, run, seq, subject, node, kind, decision, nullif(effect, 'null'::jsonb), how, owner, interrupted, at
        from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) as x(run bigint, seq int, subject bigint, node text,
          kind text, decision jsonb, effect jsonb, how text, owner text, interrupted boolean, at timestamptz)`.execute(
        trx,
      );
    },
    async steps(run) {
      const { rows } = await sql<Omit<KeptStep, 'dry'>>`
        select run_id as run, seq, subject_id as subject, node, kind, decision, effect, how, owner, interrupted, at
        from journey_step where tenant_id = ${tenant} and run_id = ${run} order by seq`.execute(trx);
      return rows.map((row) => ({ ...row, dry: row.how === 'dry' }));
    },
    async interruptions(subjects, owners, since) {
      if (subjects.length === 0 && owners.length === 0) return [];
      const { rows } = await sql<{ subject: string; owner: string | null; at: Date }>`
        with one as (
          select run_id, seq, subject_id, owner, at from journey_step
          where tenant_id = ${tenant} and interrupted and subject_id = any(${subjects}::bigint[]) and at > ${since}
          -- By the step's own key: two of one moment are two.
          union
          select run_id, seq, subject_id, owner, at from journey_step
          where tenant_id = ${tenant} and interrupted and owner = any(${owners}::text[]) and at > ${since}
        )
        select subject_id as subject, owner, at from one order by at desc`.execute(trx);
      return rows;
    },
  };
}
