// The tables of a simulated HubSpot: portals, records with history, associations, apps, tokens, events on their way.

export const tables = `
create table if not exists portals (
  id integer primary key, name text not null, time_zone text not null, ui_domain text not null,
  currency text not null, next_id integer not null);
create table if not exists properties (
  portal_id integer not null, type text not null, name text not null, definition text not null,
  archived integer not null default 0, primary key (portal_id, type, name)) without rowid;
create table if not exists property_groups (
  portal_id integer not null, type text not null, name text not null, label text not null,
  display_order integer not null default -1, archived integer not null default 0,
  primary key (portal_id, type, name)) without rowid;
create table if not exists records (
  portal_id integer not null, type text not null, id integer not null, properties text not null,
  created integer not null, updated integer not null, archived integer not null default 0,
  archived_at integer, merged_into integer, primary key (portal_id, type, id));
create index if not exists records_listed on records (portal_id, type, archived, id) where merged_into is null;
create index if not exists records_changed on records (portal_id, type, archived, updated, id) where merged_into is null;
create index if not exists records_merged on records (portal_id, type, merged_into) where merged_into is not null;
create table if not exists unique_values (
  portal_id integer not null, type text not null, property text not null, value text not null, id integer not null,
  primary key (portal_id, type, property, value)) without rowid;
create index if not exists unique_values_of on unique_values (portal_id, type, id);
create table if not exists history (
  seq integer primary key, portal_id integer not null, type text not null, id integer not null,
  property text not null, value text not null, at integer not null,
  source_type text not null, source_id text not null);
create index if not exists history_of on history (portal_id, type, id, property, at);
create table if not exists associations (
  portal_id integer not null, from_type text not null, from_id integer not null, to_type text not null,
  to_id integer not null, type_id integer not null, category text not null,
  primary key (portal_id, from_type, from_id, to_type, to_id, type_id)) without rowid;
create table if not exists association_labels (
  portal_id integer not null, from_type text not null, to_type text not null, type_id integer not null,
  inverse_id integer not null, name text not null, label text not null,
  primary key (portal_id, from_type, to_type, type_id)) without rowid;
create table if not exists owners (
  portal_id integer not null, id integer not null, email text not null, first_name text not null,
  last_name text not null, user_id integer, teams text not null, created integer not null,
  updated integer not null, archived integer not null default 0, primary key (portal_id, id)) without rowid;
create table if not exists pipelines (
  portal_id integer not null, type text not null, id text not null, definition text not null,
  primary key (portal_id, type, id)) without rowid;
create table if not exists unindexed (
  seq integer primary key, portal_id integer not null, type text not null, id integer not null,
  changed_at integer not null, existed integer not null, properties text not null, created integer not null,
  updated integer not null, archived integer not null);
create index if not exists unindexed_of on unindexed (portal_id, type, id);
create index if not exists unindexed_age on unindexed (changed_at);
create table if not exists erased_emails (
  portal_id integer not null, email text not null, primary key (portal_id, email)) without rowid;
create table if not exists apps (id integer primary key, client_id text not null unique, definition text not null);
create table if not exists installs (
  app_id integer not null, portal_id integer not null, scopes text not null, user_id integer not null,
  at integer not null, primary key (app_id, portal_id)) without rowid;
create table if not exists codes (
  code text primary key, app_id integer not null, portal_id integer not null, redirect_uri text not null,
  scopes text not null, user_id integer not null, challenge text not null, expires integer not null) without rowid;
create table if not exists tokens (
  token text primary key, kind text not null, app_id integer not null, portal_id integer not null,
  scopes text not null, user_id integer not null, expires integer, revoked integer not null default 0) without rowid;
create index if not exists tokens_of on tokens (app_id, portal_id);
create table if not exists webhook_events (
  seq integer primary key, app_id integer not null, portal_id integer not null, payload text not null,
  attempt integer not null default 0, due integer, claimed integer not null default 0);
create index if not exists webhook_events_unplanned on webhook_events (seq) where due is null;
create index if not exists webhook_events_due on webhook_events (app_id, portal_id, claimed, due);
create table if not exists counters (name text primary key, value integer not null) without rowid;
`;
