-- The register: what was decided about data and models, by whom and why. Rows are only ever added.
create table decision (
  tenant_id uuid not null references tenant on delete cascade,
  id bigint generated always as identity primary key,
  at timestamptz not null,
  who text not null,
  kind text not null,
  about text not null,
  why text,
  body jsonb not null
);
create index decision_at on decision (tenant_id, at desc, id desc);

-- A drill: people and the machine judge the same open records, and the outcomes arrive later.
create table drill (
  tenant_id uuid not null references tenant on delete cascade,
  id uuid primary key,
  target text not null,
  title text not null,
  state text not null check (state in ('open', 'closed')),
  weights_version int,
  made_at timestamptz not null,
  made_by text not null,
  ends_at timestamptz not null
);
create index drill_made on drill (tenant_id, made_at desc);

-- What everybody saw, and what the machine said, at the moment of sampling. `subject_id` is null after an erasure.
create table drill_case (
  tenant_id uuid not null references tenant on delete cascade,
  drill_id uuid not null references drill on delete cascade,
  place int not null,
  subject_id bigint,
  probability double precision not null,
  interval jsonb,
  stratum int not null,
  facts jsonb not null,
  reasons jsonb not null,
  outcome text check (outcome in ('won', 'lost')),
  outcome_at timestamptz,
  primary key (drill_id, place)
);
create index drill_case_subject on drill_case (tenant_id, subject_id);
create index drill_case_open on drill_case (tenant_id) where outcome is null;

create table drill_judgement (
  tenant_id uuid not null references tenant on delete cascade,
  drill_id uuid not null,
  place int not null,
  judge text not null,
  probability double precision not null check (probability between 0 and 1),
  reason text,
  at timestamptz not null,
  primary key (drill_id, place, judge),
  foreign key (drill_id, place) references drill_case on delete cascade
);
create index drill_judgement_tenant on drill_judgement (tenant_id, drill_id);

do $$
declare t text;
begin
  foreach t in array array['decision','drill','drill_case','drill_judgement'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_tenant on %I to revloop_app using (tenant_id = nullif(current_setting(''revloop.tenant'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''revloop.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on %I to revloop_app', t);
  end loop;
end $$;
-- What was decided is not rewritten, and what somebody judged is not taken back.
revoke update, delete on decision from revloop_app;
revoke delete on drill, drill_case, drill_judgement from revloop_app;
grant usage on all sequences in schema public to revloop_app;
