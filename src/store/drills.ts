// Rows of drills: what was sampled, what judges said, and what became of it.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { finding } from '#analyze/finding.ts';
import { findingOf } from '#analyze/target.ts';
import { drill, drillCase, judgement } from '#learn/drill.ts';
import type { DrillRows } from '#ports/store-governance.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

const columns = sql`d.id, d.target, d.title, d.state, d.weights_version as "weightsVersion", d.made_at as "madeAt",
  d.made_by as "madeBy", d.ends_at as "endsAt"`;
const count = z.coerce.number().int();
const listed = drill.extend({ cases: count, judged: count, known: count, judges: count });
const candidate = z.object({ subject: z.string(), probability: z.number(), finding });

export function drillRows(trx: Kysely<Database>, tenant: TenantId): DrillRows {
  return {
    async candidates(target, limit) {
      const { rows } = await sql`
        select f.subject_id as subject, f.probability, f.body as finding from finding f
        join twin t on t.tenant_id = f.tenant_id and t.subject_id = f.subject_id
        where f.tenant_id = ${tenant} and f.kind = ${findingOf[target]} and f.probability is not null
          and not (f.body ? 'standing') and coalesce((t.body -> 'archived' ->> 'value')::boolean, false) is false
        order by f.subject_id limit ${limit}`.execute(trx);
      return rows.map((row) => candidate.parse(row));
    },
    async save({ id, target, title, state, weightsVersion, madeAt, madeBy, endsAt }, cases) {
      await sql`insert into drill (tenant_id, id, target, title, state, weights_version, made_at, made_by, ends_at)
        values (${tenant}, ${id}, ${target}, ${title}, ${state}, ${weightsVersion}, ${madeAt}, ${madeBy}, ${endsAt})`.execute(
        trx,
      );
      await sql`
        insert into drill_case (tenant_id, drill_id, place, subject_id, probability, interval, stratum, facts, reasons)
        select ${tenant}, ${id}, x.place, x.subject, x.probability, x.interval, x.stratum, x.facts, x.reasons
        from jsonb_to_recordset(${JSON.stringify(cases)}::jsonb) as x(place int, subject bigint,
          probability double precision, interval jsonb, stratum int, facts jsonb, reasons jsonb)`.execute(
        trx,
      );
    },
    async list(limit) {
      const { rows } = await sql`
        select ${columns}, count(distinct c.place) as cases, count(distinct j.place) as judged,
          count(distinct j.place) filter (where c.outcome is not null) as known, count(distinct j.judge) as judges
        from drill d join drill_case c on c.drill_id = d.id
        left join drill_judgement j on j.drill_id = c.drill_id and j.place = c.place
        where d.tenant_id = ${tenant} group by d.id order by d.made_at desc limit ${limit}`.execute(trx);
      return rows.map((row) => listed.parse(row));
    },
    async get(id) {
      const { rows } =
        await sql`select ${columns} from drill d where d.tenant_id = ${tenant} and d.id = ${id}`.execute(trx);
      return rows[0] === undefined ? null : drill.parse(rows[0]);
    },
    async cases(id) {
      const { rows } = await sql`
        select place, subject_id as subject, probability, interval, stratum, facts, reasons, outcome
        from drill_case where tenant_id = ${tenant} and drill_id = ${id} order by place`.execute(trx);
      return rows.map((row) => drillCase.parse(row));
    },
    async judgements(id) {
      const { rows } = await sql`select place, judge, probability, reason from drill_judgement
        where tenant_id = ${tenant} and drill_id = ${id} order by place, judge`.execute(trx);
      return rows.map((row) => judgement.parse(row));
    },
    async judge(id, { place, judge, probability, reason }, now) {
      await sql`
        insert into drill_judgement (tenant_id, drill_id, place, judge, probability, reason, at)
        values (${tenant}, ${id}, ${place}, ${judge}, ${probability}, ${reason}, ${now})
        on conflict (drill_id, place, judge) do update
          set probability = excluded.probability, reason = excluded.reason, at = excluded.at`.execute(trx);
    },
    async close(id) {
      await sql`update drill set state = 'closed' where tenant_id = ${tenant} and id = ${id}`.execute(trx);
    },
    async settle(now) {
      // CRMs date by the day: what is dated on the day of sampling came after it, because only open records are sampled.
      const since = sql`o.tenant_id = ${tenant} and o.subject_id = c.subject_id and o.at > d.made_at - interval '1 day'`;
      // What the CRM says last counts, in whatever order it is heard: a record may be opened again, or closed by mistake.
      const closed = await sql`
        update drill_case k set outcome = x.kind, outcome_at = x.at from (
          select c.drill_id, c.place, o.kind, o.at from drill_case c
          join drill d on d.id = c.drill_id and d.target <> 'churn'
          join lateral (select kind, at from outcome o where ${since} and kind in ('won', 'lost') and via = 'crm'
            order by at desc, id desc limit 1) o on true
          where c.tenant_id = ${tenant} and c.outcome is distinct from o.kind) x
        where k.tenant_id = ${tenant} and k.drill_id = x.drill_id and k.place = x.place`.execute(trx);
      const left = await sql`
        update drill_case k set outcome = 'won', outcome_at = x.at from (
          select c.drill_id, c.place, o.at from drill_case c
          join drill d on d.id = c.drill_id and d.target = 'churn'
          join lateral (select at from outcome o where ${since} and kind = 'churned'
            and at <= d.made_at + interval '90 days' order by at limit 1) o on true
          where c.tenant_id = ${tenant} and c.outcome is distinct from 'won') x
        where k.tenant_id = ${tenant} and k.drill_id = x.drill_id and k.place = x.place`.execute(trx);
      // A day of grace for what is told late.
      const stayed = await sql`
        update drill_case c set outcome = 'lost', outcome_at = d.made_at + interval '90 days' from drill d
        where c.tenant_id = ${tenant} and d.id = c.drill_id and d.target = 'churn' and c.outcome is null
          and c.subject_id is not null and d.made_at + interval '91 days' < ${now}`.execute(trx);
      return [closed, left, stayed].reduce(
        (sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0n),
        0,
      );
    },
  };
}
