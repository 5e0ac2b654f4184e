-- The rows of the loop. Every row belongs to exactly one tenant; PostgreSQL itself keeps them apart.
create table tenant (
  id uuid primary key,
  name text not null,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);

create table connection (
  tenant_id uuid not null references tenant on delete cascade,
  id uuid primary key,
  platform text not null,
  external_id text not null,
  state text not null default 'active',
  reason text,
  account jsonb not null default '{}',
  scopes text[] not null default '{}',
  -- Sealed tokens: AES-256-GCM, the key's id stands in the row so that keys can rotate.
  key_id text,
  sealed bytea,
  token_expires_at timestamptz,
  connected_at timestamptz not null default now(),
  unique (platform, external_id)
);
create index connection_tenant on connection (tenant_id);

-- Where product events come from: one write key each, kept as a hash.
create table event_source (
  tenant_id uuid not null references tenant on delete cascade,
  id uuid primary key,
  name text not null,
  write_key_hash bytea not null unique,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz
);

-- Ways into the console and the API: only hashes of the secrets are kept. one_time codes are used once.
create table access_key (
  tenant_id uuid not null references tenant on delete cascade,
  hash bytea primary key,
  kind text not null check (kind in ('session', 'one_time', 'api')),
  who text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  used_at timestamptz
);

-- An install under way: state is bound to the browser that began it. No tenant yet when it makes one.
create table install (
  state_hash bytea primary key,
  browser_hash bytea not null,
  platform text not null,
  tenant_id uuid references tenant on delete cascade,
  verifier text,
  expires_at timestamptz not null
);

create table delivery (
  tenant_id uuid not null references tenant on delete cascade,
  id bigint generated always as identity primary key,
  source text not null,
  origin uuid not null,
  headers jsonb not null,
  body bytea not null,
  received_at timestamptz not null default now(),
  state text not null default 'kept' check (state in ('kept', 'done', 'parked')),
  attempts int not null default 0,
  problem text
);
create index delivery_kept on delivery (tenant_id, source, id) where state = 'kept';
create index delivery_old on delivery (received_at) where state = 'done';

create table subject (
  tenant_id uuid not null references tenant on delete cascade,
  id bigint primary key,
  kind text not null,
  made_at timestamptz not null default now()
);
create sequence subject_id as bigint;
create index subject_kind on subject (tenant_id, kind, id);

-- Every name under which a subject is known outside; merges re-point them.
create table subject_ref (
  tenant_id uuid not null references tenant on delete cascade,
  origin uuid not null,
  object_type text not null,
  external_id text not null,
  subject_id bigint not null,
  why text not null default 'first seen',
  primary key (tenant_id, origin, object_type, external_id)
);
create index subject_ref_subject on subject_ref (tenant_id, subject_id);

create table signal (
  tenant_id uuid not null references tenant on delete cascade,
  id bigint generated always as identity primary key,
  subject_id bigint not null,
  key text not null,
  kind text not null,
  origin uuid not null,
  object_type text not null,
  external_id text not null,
  occurred_at timestamptz not null,
  data jsonb not null,
  folded boolean not null default false,
  kept_at timestamptz not null default now(),
  unique (tenant_id, key)
);
create index signal_unfolded on signal (tenant_id, subject_id) where not folded;
create index signal_subject on signal (tenant_id, subject_id, occurred_at);

-- Subjects that a turn must look at. `mark` moves with every new reason.
create sequence dirty_mark as bigint;
create table dirty (
  tenant_id uuid not null references tenant on delete cascade,
  subject_id bigint not null,
  mark bigint not null default nextval('dirty_mark'),
  reason text not null,
  due_at timestamptz not null default now(),
  attempts int not null default 0,
  problem text,
  primary key (tenant_id, subject_id)
);
create index dirty_due on dirty (tenant_id, due_at);

-- Records that must be read from the CRM again.
create table reread (
  tenant_id uuid not null references tenant on delete cascade,
  connection_id uuid not null references connection on delete cascade,
  object_type text not null,
  external_id text not null,
  mark bigint not null default nextval('dirty_mark'),
  due_at timestamptz not null,
  attempts int not null default 0,
  primary key (connection_id, object_type, external_id)
);
create index reread_due on reread (connection_id, due_at);

create table record (
  tenant_id uuid not null references tenant on delete cascade,
  connection_id uuid not null references connection on delete cascade,
  object_type text not null,
  external_id text not null,
  properties jsonb not null,
  links jsonb not null default '{}',
  created_at timestamptz not null,
  modified_at timestamptz not null,
  archived boolean not null default false,
  read_at timestamptz not null default now(),
  primary key (connection_id, object_type, external_id)
);

create table sync (
  tenant_id uuid not null references tenant on delete cascade,
  connection_id uuid not null references connection on delete cascade,
  object_type text not null,
  phase text not null,
  cursor jsonb not null default '{}',
  state text not null default 'waiting',
  seen bigint not null default 0,
  total bigint,
  started_at timestamptz,
  moved_at timestamptz,
  problem text,
  primary key (connection_id, object_type, phase)
);

-- What the portal looks like: property definitions, owners, pipelines, labels; read now and then.
create table portal_fact (
  tenant_id uuid not null references tenant on delete cascade,
  connection_id uuid not null references connection on delete cascade,
  name text not null,
  body jsonb not null,
  read_at timestamptz not null,
  primary key (connection_id, name)
);

-- What we wrote to the CRM lately, to know our own echo.
create table ledger (
  tenant_id uuid not null references tenant on delete cascade,
  connection_id uuid not null references connection on delete cascade,
  object_type text not null,
  external_id text not null,
  property text not null,
  value_hash bytea not null,
  written_at timestamptz not null,
  primary key (connection_id, object_type, external_id, property)
);

create table twin (
  tenant_id uuid not null references tenant on delete cascade,
  subject_id bigint not null,
  kind text not null,
  body jsonb not null,
  refold boolean not null default false,
  folded_at timestamptz not null default now(),
  primary key (tenant_id, subject_id)
);
create index twin_kind on twin (tenant_id, kind, subject_id);

create table link (
  tenant_id uuid not null references tenant on delete cascade,
  from_subject bigint not null,
  to_subject bigint not null,
  primary key (tenant_id, from_subject, to_subject)
);
create index link_back on link (tenant_id, to_subject);

create table finding (
  tenant_id uuid not null references tenant on delete cascade,
  subject_id bigint not null,
  kind text not null,
  score int,
  band text,
  probability double precision,
  body jsonb not null,
  found_at timestamptz not null,
  before jsonb,
  primary key (tenant_id, subject_id, kind)
);
create index finding_score on finding (tenant_id, kind, score desc);

create table finding_history (
  tenant_id uuid not null references tenant on delete cascade,
  subject_id bigint not null,
  kind text not null,
  at timestamptz not null,
  score int,
  band text,
  weights_version int,
  primary key (tenant_id, subject_id, kind, at)
);

create table advice (
  tenant_id uuid not null references tenant on delete cascade,
  id uuid primary key,
  subject_id bigint not null,
  situation text not null,
  body jsonb not null,
  state text not null default 'open',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  snoozed_until timestamptz,
  answered_by text
);
create unique index advice_live on advice (tenant_id, subject_id, situation) where state in ('open', 'taken', 'snoozed');
create index advice_snoozed on advice (snoozed_until) where state = 'snoozed';
create index advice_subject on advice (tenant_id, subject_id, created_at);

-- The outbox.
create table action (
  tenant_id uuid not null references tenant on delete cascade,
  id bigint generated always as identity primary key,
  key text not null,
  kind text not null,
  connection_id uuid not null references connection on delete cascade,
  subject_id bigint not null,
  object_type text,
  external_id text,
  payload jsonb not null,
  state text not null default 'pending' check (state in ('pending', 'done', 'parked', 'dry', 'cancelled')),
  attempts int not null default 0,
  due_at timestamptz not null,
  created_at timestamptz not null,
  done_at timestamptz,
  code text,
  problem text,
  response jsonb,
  unique (tenant_id, key)
);
create unique index action_pending_write on action (connection_id, object_type, external_id)
  where kind = 'crm.write' and state = 'pending';
create index action_due on action (connection_id, kind, due_at) where state = 'pending';
create index action_subject on action (tenant_id, subject_id, id);
create index action_parked on action (tenant_id, id) where state = 'parked';

-- The values that the CRM has from us, as far as we know.
create table written (
  tenant_id uuid not null references tenant on delete cascade,
  connection_id uuid not null references connection on delete cascade,
  object_type text not null,
  external_id text not null,
  properties jsonb not null,
  primary key (connection_id, object_type, external_id)
);

create table notice (
  tenant_id uuid not null references tenant on delete cascade,
  advice_id uuid primary key references advice on delete cascade,
  connection_id uuid not null references connection on delete cascade,
  channel text not null,
  ts text not null,
  hash text not null,
  told jsonb not null,
  sent_at timestamptz not null
);
create index notice_channel on notice (tenant_id, channel, sent_at);

create table outcome (
  tenant_id uuid not null references tenant on delete cascade,
  id bigint generated always as identity primary key,
  key text not null,
  subject_id bigint not null,
  advice_id uuid,
  kind text not null,
  via text not null,
  said_by text,
  at timestamptz not null,
  note text,
  unique (tenant_id, key)
);
create index outcome_subject on outcome (tenant_id, subject_id, at);

create table weights (
  tenant_id uuid not null references tenant on delete cascade,
  target text not null,
  version int not null,
  body jsonb not null,
  report jsonb not null,
  state text not null,
  trained_at timestamptz not null,
  promoted_by text,
  primary key (tenant_id, target, version)
);
create unique index weights_live on weights (tenant_id, target) where state = 'live';

-- Requests to a platform, shared by all processes: one row a bucket.
create table allowance (
  tenant_id uuid not null references tenant on delete cascade,
  connection_id uuid not null references connection on delete cascade,
  bucket text not null,
  state jsonb not null default '{}',
  primary key (connection_id, bucket)
);

do $$
declare t text;
begin
  foreach t in array array['connection','event_source','access_key','install','delivery','subject','subject_ref','signal','dirty',
    'reread','record','sync','portal_fact','ledger','twin','link','finding','finding_history','advice','action','written',
    'notice','outcome','weights','allowance'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_tenant on %I to revloop_app using (tenant_id = nullif(current_setting(''revloop.tenant'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''revloop.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on %I to revloop_app', t);
  end loop;
end $$;
alter table tenant enable row level security;
create policy own_tenant on tenant to revloop_app using (id = nullif(current_setting('revloop.tenant', true), '')::uuid);
grant select, update on tenant to revloop_app;
grant usage on all sequences in schema public to revloop_app;
