-- Where the following of a CRM's feed of changes stands, and which process follows it. `owner` holds the row until
-- `held_until`; then another process may take it. It is not tried again before `due_at`, unless the account was connected
-- anew since `tried_at`.
create table feed (
  tenant_id uuid not null references tenant on delete cascade,
  connection_id uuid primary key references connection on delete cascade,
  position text,
  begin_at text not null default 'latest' check (begin_at in ('latest', 'earliest')),
  state text not null default 'starting' check (state in ('starting', 'following', 'waiting', 'off')),
  since timestamptz not null default now(),
  code text,
  problem text,
  owner uuid,
  held_until timestamptz not null default '-infinity',
  due_at timestamptz not null default '-infinity',
  tried_at timestamptz not null default '-infinity'
);
create index feed_held on feed (held_until);

alter table feed enable row level security;
create policy own_tenant on feed to revloop_app using (tenant_id = nullif(current_setting('revloop.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('revloop.tenant', true), '')::uuid);
grant select, insert, update, delete on feed to revloop_app;
