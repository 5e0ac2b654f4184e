-- Health: how well it foretold what happened, what a person says of a customer instead, and what moved it when it moved.
create table health_check (
  tenant_id uuid not null references tenant on delete cascade,
  night date not null,
  at timestamptz not null,
  body jsonb not null,
  primary key (tenant_id, night)
);

-- A row ends once and is never changed otherwise; at most one of a subject has not ended.
create table health_override (
  tenant_id uuid not null references tenant on delete cascade,
  id bigint generated always as identity primary key,
  subject_id bigint not null,
  band text not null check (band in ('healthy', 'watch', 'at_risk')),
  reason text not null,
  who text not null,
  at timestamptz not null,
  until timestamptz not null,
  ended_at timestamptz,
  ended text check (ended in ('expired', 'withdrawn', 'replaced')),
  ended_by text
);
create index health_override_subject on health_override (tenant_id, subject_id, at desc);
create index health_override_open on health_override (tenant_id, until) where ended_at is null;

-- What moved the index, and what it would have been without a person's word; null where nothing of that is known.
alter table finding_history add column told jsonb;

do $$
declare t text;
begin
  foreach t in array array['health_check', 'health_override'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_tenant on %I to revloop_app using (tenant_id = nullif(current_setting(''revloop.tenant'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''revloop.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on %I to revloop_app', t);
  end loop;
end $$;
grant usage on all sequences in schema public to revloop_app;
