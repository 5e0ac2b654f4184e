// Rows of usage: the rollups of product events, read for folding a twin anew.
import { type Kysely, sql } from 'kysely';
import type { UsageRows } from '#ports/store-twins.ts';
import type { TenantId } from '#sense/tenant.ts';
import { mostUsers } from '#twin/seen-users.ts';
import type { FeatureUse, Usage } from '#twin/usage.ts';
import type { Database } from './tables.ts';

type Row = {
  of: 'feature' | 'user' | 'tried';
  subject_id: string;
  name: string;
  first_at: Date;
  last_at: Date;
  events: number;
  days: number[];
  counts: number[];
};

export function usageRows(trx: Kysely<Database>, tenant: TenantId): UsageRows {
  return {
    async take(subjects) {
      if (subjects.length === 0) return new Map();
      // One statement sees one moment: what it ticks off is what it has counted, whoever keeps more meanwhile.
      const { rows } = await sql<Row>`
        with ticked as (
          update signal set folded = true where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[])
            and not folded and kind = 'product.event'
        ), ref as (
          select ref_id, subject_id, origin, object_type, external_id from subject_ref where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[])
        ), by_day as (
          select r.subject_id, u.name, u.day, sum(u.events)::int as events, min(u.first_at) as first_at,
            max(u.last_at) as last_at
          from usage_feature u join ref r on r.ref_id = u.ref_id where u.tenant_id = ${tenant} group by 1, 2, 3
        ), ranked as (
          select subject_id, usr, rank() over (partition by subject_id
            order by sha256(convert_to(case usr when '__proto__' then '(proto)' else usr end, 'UTF8'))) as place
          from (select distinct r.subject_id, u.usr from usage_user u join ref r on r.ref_id = u.ref_id
            where u.tenant_id = ${tenant}) seen
        ), by_month as (
          -- A twin remembers no others (seen-users.ts): whoever has millions of users is read as quickly as who has hundreds.
          select r.subject_id, u.usr, u.month, bit_or(u.days) as days
          from ranked k join ref r on r.subject_id = k.subject_id
          join usage_user u on u.tenant_id = ${tenant} and u.ref_id = r.ref_id and u.usr = k.usr
          where k.place <= ${mostUsers} group by 1, 2, 3
        )
        select 'feature' as of, subject_id, name, min(first_at) as first_at, max(last_at) as last_at,
          sum(events)::int as events, array_agg(day - date '1970-01-01') as days, array_agg(events) as counts
        from by_day group by subject_id, name
        union all
        select 'user', subject_id, usr, null, null, 0, array_agg(month - date '1970-01-01'), array_agg(days)
        from by_month group by subject_id, usr
        union all
        select 'tried', r.subject_id, u.feature, min(u.first_at), null, 0, null, null
        from usage_tried u join ref r on r.origin = u.origin and r.object_type = u.object_type
          and r.external_id = u.external_id where u.tenant_id = ${tenant} group by 2, 3`.execute(trx);
      return new Map(
        [...Map.groupBy(rows, (row) => row.subject_id)].map(([subject, list]) => [subject, toUsage(list)]),
      );
    },
  };
}

function toUsage(rows: readonly Row[]): Usage {
  const features = rows.flatMap(({ of, name, first_at: first, last_at: last, events, days, counts }) =>
    of === 'feature' ? [{ name, first, last, events, days, counts } satisfies FeatureUse] : [],
  );
  const users = rows.flatMap((row): [string, Set<number>][] =>
    row.of === 'user' ? [[row.name, daysIn(row)]] : [],
  );
  const tried = rows.flatMap(({ of, name, first_at }) =>
    of === 'tried' ? [{ feature: name, first: first_at }] : [],
  );
  return { features, users, tried };
}

/** Months as the numbers of their first days, and which days of each, a bit for a day. */
function daysIn({ days, counts }: Row): Set<number> {
  const all = new Set<number>();
  days.forEach((first, place) => {
    const bits = counts[place] ?? 0;
    for (let day = 0; day < 31; day += 1) if ((bits & (1 << day)) !== 0) all.add(first + day);
  });
  return all;
}
