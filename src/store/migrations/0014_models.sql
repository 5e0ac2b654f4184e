-- Models: what was decided about weights, by whom and why; and what was found when they were looked at each night.
create table model_event (
  tenant_id uuid not null references tenant on delete cascade,
  id bigint generated always as identity primary key,
  target text not null,
  version int,
  what text not null,
  -- `learn`, or the name of a person.
  who text not null,
  -- Codes of the reasons, and what a person said.
  why text[] not null default '{}',
  note text,
  -- Of the closed records that the version was learned from.
  data_hash text,
  detail jsonb not null default '{}',
  at timestamptz not null
);
create index model_event_target on model_event (tenant_id, target, id desc);

-- One look a night at each target's live weights; asked for by a person, it takes the place of the night's own.
create table model_check (
  tenant_id uuid not null references tenant on delete cascade,
  target text not null,
  night date not null,
  version int not null,
  at timestamptz not null,
  body jsonb not null,
  primary key (tenant_id, target, night)
);

-- What was promised: calibration is judged by what stood on the card, not by what would be said today.
alter table finding_history add column probability double precision;

do $$
declare t text;
begin
  foreach t in array array['model_event', 'model_check'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_tenant on %I to revloop_app using (tenant_id = nullif(current_setting(''revloop.tenant'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''revloop.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert on %I to revloop_app', t);
  end loop;
end $$;
grant update on model_check to revloop_app;
grant usage on all sequences in schema public to revloop_app;
