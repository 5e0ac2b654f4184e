-- How much each part of a health index counts: for everybody ('') or in a segment. Rows are only ever added; the newest counts.
create table health_weights (
  tenant_id uuid not null references tenant on delete cascade,
  version int not null,
  segment text not null,
  basis text not null check (basis in ('all', 'preset', 'hand', 'learned')),
  -- Null where it goes by the weights of everybody.
  parts jsonb,
  who text not null,
  why text,
  at timestamptz not null,
  primary key (tenant_id, version)
);
create index health_weights_segment on health_weights (tenant_id, segment, version desc);
alter table health_weights enable row level security;
create policy own_tenant on health_weights to revloop_app
  using (tenant_id = nullif(current_setting('revloop.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('revloop.tenant', true), '')::uuid);
grant select, insert on health_weights to revloop_app;
