// The tables of a simulated Salesforce: orgs, fields, records, people, apps, codes and tokens.

export const tables = `
create table if not exists orgs (id text primary key, number integer not null unique, definition text not null);
create table if not exists users (
  org text not null, id text not null, definition text not null, primary key (org, id)) without rowid;
create table if not exists custom_objects (
  org text not null, name text not null, definition text not null, primary key (org, name)) without rowid;
create table if not exists custom_fields (
  org text not null, type text not null, name text not null, definition text not null,
  primary key (org, type, name)) without rowid;
create table if not exists records (
  org text not null, type text not null, id text not null, data text not null, created text not null,
  modstamp text not null, deleted integer not null default 0, deleted_at text, primary key (org, type, id));
create index if not exists records_changed on records (org, type, modstamp, id);
create index if not exists records_deleted on records (org, type, deleted_at) where deleted_at is not null;
create table if not exists links (
  org text not null, to_id text not null, type text not null, field text not null, id text not null,
  primary key (org, to_id, type, field, id)) without rowid;
create index if not exists links_of on links (org, id);
create table if not exists unique_values (
  org text not null, type text not null, field text not null, value text not null, id text not null,
  primary key (org, type, field, value)) without rowid;
create index if not exists unique_values_of on unique_values (org, id);
create table if not exists history (
  seq integer primary key, org text not null, type text not null, id text not null, field text not null,
  value text, at text not null, user text not null, origin text not null);
create index if not exists history_of on history (org, id, field);
create table if not exists late_writes (
  seq integer primary key, org text not null, due integer not null, stamp text not null, work text not null);
create table if not exists counters (
  org text not null, name text not null, value integer not null, primary key (org, name)) without rowid;
create table if not exists apps (client_id text primary key, definition text not null);
create table if not exists codes (
  code text primary key, client_id text not null, org text not null, user text not null, redirect_uri text not null,
  scopes text not null, challenge text not null, expires integer not null) without rowid;
create table if not exists grants (
  id text primary key, client_id text not null, org text not null, user text not null, scopes text not null,
  made integer not null, used integer not null, revoked integer not null default 0) without rowid;
create table if not exists tokens (
  token text primary key, grant_id text not null, kind text not null, made integer not null, used integer not null,
  spent integer not null default 0) without rowid;
create index if not exists tokens_of on tokens (grant_id, kind);
create table if not exists jobs (
  org text not null, id text not null, kind text not null, definition text not null, made integer not null,
  primary key (org, id)) without rowid;
create table if not exists job_parts (
  org text not null, job text not null, part text not null, content text not null,
  primary key (org, job, part)) without rowid;
`;
