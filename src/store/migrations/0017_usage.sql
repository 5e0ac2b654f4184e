-- What was done in the product, counted when it is kept: by whom it is of, by feature and day, and by user and month.
-- A rollup belongs to a name of a subject, so that merging subjects and taking them apart moves none of them.
alter table subject_ref add ref_id bigint generated always as identity;
create unique index subject_ref_number on subject_ref (ref_id);

create table usage_feature (
  tenant_id uuid not null references tenant on delete cascade,
  ref_id bigint not null,
  name text not null,
  day date not null,
  events int not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (tenant_id, ref_id, name, day)
);

-- `days`: a bit for each day of the month on which the user was seen, the first of the month being the lowest.
create table usage_user (
  tenant_id uuid not null references tenant on delete cascade,
  ref_id bigint not null,
  usr text not null,
  month date not null,
  events int not null,
  days int not null,
  primary key (tenant_id, ref_id, usr, month)
);

do $$
declare t text;
begin
  foreach t in array array['usage_feature', 'usage_user'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_tenant on %I to revloop_app using (tenant_id = nullif(current_setting(''revloop.tenant'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''revloop.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on %I to revloop_app', t);
  end loop;
end $$;

-- What was kept so far.
insert into usage_feature (tenant_id, ref_id, name, day, events, first_at, last_at)
  select s.tenant_id, r.ref_id, s.data ->> 'name', (s.occurred_at at time zone 'UTC')::date, count(*), min(s.occurred_at),
    max(s.occurred_at)
  from signal s join subject_ref r on r.tenant_id = s.tenant_id and r.origin = s.origin
    and r.object_type = s.object_type and r.external_id = s.external_id
  where s.kind = 'product.event' group by 1, 2, 3, 4;
insert into usage_user (tenant_id, ref_id, usr, month, events, days)
  select s.tenant_id, r.ref_id, s.data ->> 'user', date_trunc('month', s.occurred_at at time zone 'UTC')::date, count(*),
    bit_or(1 << (extract(day from s.occurred_at at time zone 'UTC')::int - 1))
  from signal s join subject_ref r on r.tenant_id = s.tenant_id and r.origin = s.origin
    and r.object_type = s.object_type and r.external_id = s.external_id
  where s.kind = 'product.event' and s.data ->> 'user' is not null group by 1, 2, 3, 4;

-- A twin is folded anew without reading its product events.
create index signal_told on signal (tenant_id, subject_id, occurred_at) where kind <> 'product.event';

-- Twins write days as texts: these stand in until each is folded anew.
create function pg_temp.as_counts(given jsonb) returns text language sql as $$
  select coalesce(min(x.key) || ':' || (
    select string_agg(coalesce(given ->> to_char(d, 'YYYY-MM-DD'), ''), ',' order by d)
    from generate_series(min(x.key)::date::timestamp, max(x.key)::date::timestamp, interval '1 day') d), '')
  from jsonb_each_text(given) x
$$;
create function pg_temp.with_counts(given jsonb) returns jsonb language sql as $$
  select coalesce(jsonb_object_agg(x.key, x.value || jsonb_build_object('days', pg_temp.as_counts(x.value -> 'days'))),
    '{}'::jsonb) from jsonb_each(given) x
$$;
create function pg_temp.as_marks(days date[]) returns text language sql as $$
  select min(d) || ':' || (
    select string_agg(to_hex(coalesce((select sum(1 << ((one - low) % 4)) from unnest(days) one
      where (one - low) / 4 = place), 0)::int), '' order by place)
    from (select min(e) as low, max(e) as high from unnest(days) e) edge,
      generate_series(0, (high - low) / 4) place)
  from unnest(days) d
$$;
create function pg_temp.with_marks(given jsonb) returns jsonb language sql as $$
  select coalesce(jsonb_object_agg(usr, pg_temp.as_marks(days)), '{}'::jsonb) from (
    select u.usr, array_agg(x.key::date) as days
    from jsonb_each(given) x cross join lateral jsonb_array_elements_text(x.value) as u(usr) group by u.usr) one
$$;
update twin set refold = true, body = body || jsonb_build_object(
  'events', pg_temp.with_counts(body -> 'events'),
  'engagements', pg_temp.with_counts(body -> 'engagements'),
  'users', pg_temp.with_marks(body -> 'users'));
insert into dirty (tenant_id, subject_id, reason) select tenant_id, subject_id, 'days are texts' from twin
  on conflict (tenant_id, subject_id) do update set mark = nextval('dirty_mark');
