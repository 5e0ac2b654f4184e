-- What was kept of product use beyond what the dial allows now is removed when an admin asks for it; portion by portion.
-- `past_signal`: signals up to this id were looked at. `removed`: how many of each were removed so far.
create table surplus_removal (
  tenant_id uuid not null references tenant on delete cascade,
  id bigint generated always as identity primary key,
  asked_at timestamptz not null,
  asked_by text not null,
  past_signal bigint not null default 0,
  removed jsonb not null default '{}',
  done_at timestamptz
);
create unique index surplus_removal_open on surplus_removal (tenant_id) where done_at is null;
alter table surplus_removal enable row level security;
create policy own_tenant on surplus_removal to revloop_app
  using (tenant_id = nullif(current_setting('revloop.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('revloop.tenant', true), '')::uuid);
grant select, insert, update, delete on surplus_removal to revloop_app;
