-- Journeys: what is to be done with a customer step by step, who is on the way, and what became of it.
create table journey (
  tenant_id uuid not null references tenant on delete cascade,
  id uuid primary key,
  name jsonb not null,
  kind text not null,
  state text not null default 'draft' check (state in ('draft', 'live', 'paused', 'killed')),
  live_version int,
  dry_run boolean not null default false,
  -- Which template it was made from.
  template text,
  -- When all of its kind were last looked at: silence sends no event.
  looked_at timestamptz,
  made_at timestamptz not null,
  made_by text not null
);
create index journey_tenant on journey (tenant_id);

-- A version never changes: whoever is on the way stays on the one that was entered.
create table journey_version (
  tenant_id uuid not null references tenant on delete cascade,
  journey_id uuid not null references journey on delete cascade,
  version int not null,
  graph jsonb not null,
  hash text not null,
  made_at timestamptz not null,
  made_by text not null,
  primary key (journey_id, version),
  unique (journey_id, hash)
);

-- Who changed what about a journey, and when.
create table journey_change (
  tenant_id uuid not null references tenant on delete cascade,
  id bigint generated always as identity primary key,
  journey_id uuid not null references journey on delete cascade,
  what text not null,
  who text not null,
  detail jsonb not null default '{}',
  at timestamptz not null
);
create index journey_change_journey on journey_change (journey_id, id);

create table journey_run (
  tenant_id uuid not null references tenant on delete cascade,
  id bigint generated always as identity primary key,
  journey_id uuid not null references journey on delete cascade,
  version int not null,
  subject_id bigint not null,
  -- The first, second, ... time that this customer came in.
  entry_key text not null,
  status text not null,
  held boolean not null,
  -- It came in while nothing was done outside: nobody can tell from it whether doing helps.
  dry boolean not null,
  node text not null,
  waits_for text,
  wait_event text,
  waiting_since timestamptz,
  wake_at timestamptz,
  seq int not null default 0,
  advice_id uuid,
  approval text,
  entered_at timestamptz not null,
  ended_at timestamptz,
  -- When the goal is to be measured; null once it was.
  measure_at timestamptz,
  outcome text check (outcome in ('reached', 'missed', 'unknown')),
  outcome_at timestamptz,
  -- Why it could not go on at its last waking, which is tried again.
  problem text,
  due_at timestamptz generated always as (least(wake_at, measure_at)) stored,
  unique (journey_id, subject_id, entry_key)
);
-- A million that sleep cost nothing: what is due is found at the near end of one index, journey by journey, so that the
-- runs of a journey that is paused are not even passed by.
create index journey_run_due on journey_run (journey_id, due_at) where due_at is not null;
-- What happens to a customer finds the runs that wait for it.
create index journey_run_open on journey_run (tenant_id, subject_id, wait_event) where due_at is not null;
-- No more of them: every waking writes into each. Counts for a page read the journey's runs.

-- Every step that was taken: its place in the run is its key, so that no step is taken twice.
create table journey_step (
  tenant_id uuid not null references tenant on delete cascade,
  -- Without a foreign key, which would look at the run for every step: they go together with their subject.
  run_id bigint not null,
  seq int not null,
  subject_id bigint not null,
  node text not null,
  kind text not null,
  decision jsonb not null,
  effect jsonb,
  -- How it was done: done, dry (not done outside), undone (there was nowhere to do it).
  how text,
  -- Whom it interrupted, if anybody: what caps count.
  owner text,
  interrupted boolean not null default false,
  at timestamptz not null,
  primary key (run_id, seq)
);
create index journey_step_subject on journey_step (tenant_id, subject_id, at) where interrupted;
create index journey_step_owner on journey_step (tenant_id, owner, at) where interrupted and owner is not null;

-- The stages of a tenant's customers: their definitions, and where each customer is.
create table stage_plan (
  tenant_id uuid primary key references tenant on delete cascade,
  body jsonb not null,
  saved_at timestamptz not null,
  saved_by text not null
);
create table subject_stage (
  tenant_id uuid not null references tenant on delete cascade,
  subject_id bigint not null,
  stage text not null,
  since timestamptz not null,
  because jsonb not null,
  primary key (tenant_id, subject_id)
);

-- What requests to other systems are signed with; sealed.
create table hook_secret (
  tenant_id uuid primary key references tenant on delete cascade,
  key_id text not null,
  sealed bytea not null,
  made_at timestamptz not null
);

do $$
declare t text;
begin
  foreach t in array array['journey','journey_version','journey_change','journey_run','journey_step','stage_plan',
    'subject_stage','hook_secret'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_tenant on %I to revloop_app using (tenant_id = nullif(current_setting(''revloop.tenant'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''revloop.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on %I to revloop_app', t);
  end loop;
end $$;
-- What was decided, and the graph that it was decided by, cannot be rewritten.
revoke update on journey_version, journey_change from revloop_app;
grant usage on all sequences in schema public to revloop_app;
