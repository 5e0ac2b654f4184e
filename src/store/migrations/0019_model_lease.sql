-- One worker at a time looks at a target's weights; who dies on the way is followed by another when the time is over.
create table model_lease (
  tenant_id uuid not null references tenant on delete cascade,
  target text not null,
  until timestamptz not null,
  primary key (tenant_id, target)
);
alter table model_lease enable row level security;
create policy own_tenant on model_lease to revloop_app
  using (tenant_id = nullif(current_setting('revloop.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('revloop.tenant', true), '')::uuid);
grant select, insert, update on model_lease to revloop_app;
