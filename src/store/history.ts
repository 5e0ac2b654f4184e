// Rows of the past: what records, findings, advice and outcomes of subjects were, and when.
import { type Kysely, sql } from 'kysely';
import { outcomeKinds } from '#learn/outcome.ts';
import type { HistoryRows } from '#ports/store-rules.ts';
import type { TenantId } from '#sense/tenant.ts';
import { type SignalRow, toSignal } from './signals.ts';
import type { Database } from './tables.ts';
import { manyTwins } from './twins.ts';

export function historyRows(trx: Kysely<Database>, tenant: TenantId): HistoryRows {
  return {
    twins: manyTwins(trx, tenant),
    async state(subjects) {
      if (subjects.length === 0) return [];
      const { rows } = await sql<SignalRow>`
        select id, subject_id, key, kind, origin, object_type, external_id, occurred_at, data from signal
        where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[]) and kind = 'crm.record'
          and not superseded`.execute(trx);
      return rows.map(toSignal);
    },
    async findings(subjects, kind) {
      if (subjects.length === 0) return [];
      const { rows } = await sql<{ subject: string; at: Date; score: number | null; band: string | null }>`
        select subject_id as subject, at, score, band from finding_history
        where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[]) and kind = ${kind}
        order by at`.execute(trx);
      return rows;
    },
    async advised(subjects, since) {
      if (subjects.length === 0) return [];
      const { rows } = await sql<{ subject: string; situation: string; at: Date }>`
        select subject_id as subject, situation, created_at as at from advice
        where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[]) and created_at >= ${since}
        order by created_at`.execute(trx);
      return rows;
    },
    async outcomes(subjects) {
      if (subjects.length === 0) return [];
      const { rows } = await sql<{ subject: string; kind: string; at: Date }>`
        select subject_id as subject, kind, at from outcome
        where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[]) order by at`.execute(trx);
      return rows.flatMap(({ subject, kind, at }) => {
        const known = outcomeKinds.find((one) => one === kind);
        return known === undefined ? [] : [{ subject, kind: known, at }];
      });
    },
  };
}
