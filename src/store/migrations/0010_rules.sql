-- Rules of a tenant: a version never changes once it is kept; at most one version of a rule is live.
create table rule (
  tenant_id uuid not null references tenant on delete cascade,
  id text not null,
  version int not null,
  body jsonb not null,
  tree_version int not null,
  state text not null check (state in ('draft', 'live', 'off')),
  made_at timestamptz not null,
  made_by text,
  state_at timestamptz not null,
  state_by text,
  primary key (tenant_id, id, version)
);
create unique index rule_live on rule (tenant_id, id) where state = 'live';

-- When all subjects of a kind were last looked at because time passed: silence sends no event.
create table rule_look (
  tenant_id uuid not null references tenant on delete cascade,
  kind text not null,
  looked_at timestamptz not null,
  primary key (tenant_id, kind)
);

do $$
declare t text;
begin
  foreach t in array array['rule', 'rule_look'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_tenant on %I to revloop_app using (tenant_id = nullif(current_setting(''revloop.tenant'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''revloop.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on %I to revloop_app', t);
  end loop;
end $$;

-- What a record said of itself in the past, for asking a rule as of then.
create index signal_state on signal (tenant_id, subject_id) where kind = 'crm.record';
