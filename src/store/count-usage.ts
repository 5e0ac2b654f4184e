// Counts product events into the rollups, in the statement that keeps them: each once, and in any order.
import { type RawBuilder, sql } from 'kysely';
import type { TenantId } from '#sense/tenant.ts';

/**
 * Two more parts of a `with` whose part `fresh` are signals kept right now. A rollup belongs to the name under which the
 * events came, not to the subject: merging subjects, and taking them apart, moves no rollup.
 */
export function countUsage(tenant: TenantId, fresh: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`, event as (
    select r.ref_id, x.data ->> 'name' as name, x.data ->> 'user' as usr, x.occurred_at,
      (x.occurred_at at time zone 'UTC')::date as day
    from ${fresh} x join subject_ref r on r.tenant_id = ${tenant} and r.origin = x.origin
      and r.object_type = x.object_type and r.external_id = x.external_id
    where x.kind = 'product.event'
  ), by_feature as (
    insert into usage_feature as u (tenant_id, ref_id, name, day, events, first_at, last_at)
    select ${tenant}, ref_id, name, day, count(*), min(occurred_at), max(occurred_at) from event
    group by ref_id, name, day order by ref_id, name, day
    on conflict (tenant_id, ref_id, name, day) do update set events = u.events + excluded.events,
      first_at = least(u.first_at, excluded.first_at), last_at = greatest(u.last_at, excluded.last_at)
  ), by_user as (
    insert into usage_user as u (tenant_id, ref_id, usr, month, events, days)
    select ${tenant}, ref_id, usr, date_trunc('month', day)::date, count(*), bit_or(1 << (extract(day from day)::int - 1))
    from event where usr is not null
    group by ref_id, usr, date_trunc('month', day) order by ref_id, usr, date_trunc('month', day)
    on conflict (tenant_id, ref_id, usr, month) do update set events = u.events + excluded.events,
      days = u.days | excluded.days
  )`;
}
