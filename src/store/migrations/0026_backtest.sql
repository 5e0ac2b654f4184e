-- How far backtests are, for whoever waits for one in another process. It may be lost when the database falls.
create unlogged table backtest (
  tenant_id uuid not null references tenant on delete cascade,
  id uuid not null,
  done int not null,
  total int not null,
  told_at timestamptz not null,
  primary key (tenant_id, id)
);
alter table backtest enable row level security;
create policy own_tenant on backtest to revloop_app
  using (tenant_id = nullif(current_setting('revloop.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('revloop.tenant', true), '')::uuid);
grant select, insert, update, delete on backtest to revloop_app;
