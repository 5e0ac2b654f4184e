// Rows of the past: what records, findings, advice and outcomes of subjects were, and when.
import { type Kysely, sql } from 'kysely';
import { outcomeKinds } from '#learn/outcome.ts';
import type { HistoryRows } from '#ports/store-rules.ts';
import type { TenantId } from '#sense/tenant.ts';
import { type SignalRow, toSignal } from './signals.ts';
import type { Database } from './tables.ts';
import { manyTwins } from './twins.ts';

type Happened = {
  subject: string;
  until: Date;
  engaged: boolean;
  name: string;
  count: number;
  last: Date;
  users: string[];
};

export function historyRows(trx: Kysely<Database>, tenant: TenantId): HistoryRows {
  return {
    twins: manyTwins(trx, tenant),
    async state(subjects) {
      if (subjects.length === 0) return [];
      const { rows } = await sql<SignalRow>`
        select id, subject_id, key, kind, origin, object_type, external_id, occurred_at, data from signal
        where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[]) 
          and kind in ('crm.record', 'crm.links', 'crm.converted', 'crm.past') and not superseded`.execute(
        trx,
      );
      return rows.map(toSignal);
    },
    async activity(spans) {
      if (spans.length === 0) return [];
      const input = JSON.stringify(spans);
      const { rows } = await sql<Happened>`
        select x.subject, x.until, s.kind = 'engagement' as engaged, n.name, count(*)::int as count,
          max(s.occurred_at) as last,
          coalesce(array_agg(distinct s.data ->> 'user') filter (where s.data ->> 'user' is not null), '{}') as users
        from jsonb_to_recordset(${input}::jsonb) as x(subject text, "from" timestamptz, until timestamptz)
        join signal s on s.tenant_id = ${tenant} and s.subject_id = x.subject::bigint
          and s.occurred_at >= x."from" and s.occurred_at <= x.until and s.kind in ('engagement', 'product.event')
        cross join lateral (select case when s.kind = 'product.event' then s.data ->> 'name'
          when s.data ->> 'type' = 'email' and s.data ->> 'direction' is not null
          then 'email.' || (s.data ->> 'direction') else s.data ->> 'type' end as name) n
        group by 1, 2, 3, 4`.execute(trx);
      return rows.map(({ engaged, ...one }) => ({ ...one, what: engaged ? 'engagement' : 'event' }));
    },
    async findings(subjects, kind) {
      if (subjects.length === 0) return [];
      const { rows } = await sql<{ subject: string; at: Date; score: number | null; band: string | null }>`
        select subject_id as subject, at,
          case when told ? 'computed' then (told -> 'computed' ->> 'score')::int else score end as score,
          case when told ? 'computed' then told -> 'computed' ->> 'band' else band end as band
        from finding_history
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
