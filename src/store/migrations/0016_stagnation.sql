-- When each feature of the product was used for the first time, by the name under which the events came, as rollups are.
create table usage_tried (
  tenant_id uuid not null references tenant on delete cascade,
  origin uuid not null,
  object_type text not null,
  external_id text not null,
  feature text not null,
  first_at timestamptz not null,
  primary key (tenant_id, origin, object_type, external_id, feature)
);
alter table usage_tried enable row level security;
create policy own_tenant on usage_tried to revloop_app using (tenant_id = nullif(current_setting('revloop.tenant', true), '')::uuid) with check (tenant_id = nullif(current_setting('revloop.tenant', true), '')::uuid);
grant select, insert, update, delete on usage_tried to revloop_app;

-- What was kept so far; twins are folded anew to know it.
insert into usage_tried (tenant_id, origin, object_type, external_id, feature, first_at)
  select s.tenant_id, s.origin, s.object_type, s.external_id, left(coalesce(
      nullif(btrim(s.data -> 'properties' ->> 'feature'), ''), nullif(btrim(s.data -> 'properties' ->> 'feature_name'), ''),
      nullif(btrim(s.data -> 'properties' ->> 'featureName'), ''), s.data ->> 'name'), 120), min(s.occurred_at)
  from signal s where s.kind = 'product.event' group by 1, 2, 3, 4, 5;
update twin set refold = true where body -> 'events' <> '{}'::jsonb;
insert into dirty (tenant_id, subject_id, reason)
  select tenant_id, subject_id, 'twin' from twin where refold
  on conflict (tenant_id, subject_id) do update set mark = nextval('dirty_mark');

-- How far the product's events have come: silence of the feed is not silence of a customer.
create index signal_product on signal (tenant_id, occurred_at desc) where kind = 'product.event';
