// The simulated Slack's memory: one SQLite file that survives restarts.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { z } from 'zod';

const schema = `
  create table if not exists teams (id text primary key, name text not null, domain text not null unique);
  create table if not exists users (
    id text primary key, team text not null, name text not null, real_name text not null, email text,
    title text not null default '', is_bot integer not null default 0, is_admin integer not null default 0,
    tz text not null default 'Etc/UTC', locale text not null default 'en-US', app text, deleted integer not null default 0);
  create unique index if not exists users_email on users (team, email);
  create table if not exists channels (
    id text primary key, team text not null, kind text not null, name text not null, topic text not null default '',
    created integer not null, archived integer not null default 0, general integer not null default 0);
  create table if not exists members (channel text not null, user text not null, primary key (channel, user));
  create table if not exists apps (client_id text primary key, id text not null unique, json text not null);
  create table if not exists installs (
    team text not null, app text not null, bot_user text not null, bot_id text not null, token text not null unique,
    scopes text not null, by_user text not null, webhook text, active integer not null default 1,
    primary key (team, app));
  create table if not exists codes (
    code text primary key, app text not null, team text not null, user text not null, scopes text not null,
    redirect_uri text not null, expires integer not null, webhook_channel text, used integer not null default 0);
  create table if not exists messages (
    team text not null, channel text not null, ts text not null, user text not null, app text, text text not null,
    blocks text not null default '[]', metadata text, thread_ts text, edited integer, seen_by text,
    reactions text not null default '[]', primary key (team, ts));
  create index if not exists messages_channel on messages (channel, ts);
  create table if not exists views (
    id text primary key, team text not null, app text not null, user text not null, kind text not null,
    root text not null, previous text, external_id text, hash text not null, json text not null,
    open integer not null default 1);
  create table if not exists triggers (
    id text primary key, team text not null, app text not null, user text not null, view text,
    expires integer not null, used integer not null default 0);
  create table if not exists response_urls (
    token text primary key, team text not null, app text not null, user text not null, channel text not null,
    ts text, uses integer not null default 0, expires integer not null);
  create table if not exists dispatches (
    id integer primary key, at integer not null, team text not null, app text not null, kind text not null,
    attempt integer not null, status integer, reason text);
  create table if not exists settings (key text primary key, json text not null);
`;

/** A question to the database: rows come back checked by `shape`. */
export type Database = {
  readonly all: <T>(shape: z.ZodType<T>, sql: string, ...values: readonly SQLInputValue[]) => T[];
  readonly one: <T>(shape: z.ZodType<T>, sql: string, ...values: readonly SQLInputValue[]) => T | undefined;
  readonly run: (sql: string, ...values: readonly SQLInputValue[]) => number;
  readonly close: () => void;
};

/** Opens (and if new, makes) the SQLite file. `:memory:` is allowed. */
export function openDatabase(file: string): Database {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const sqlite = new DatabaseSync(file);
  sqlite.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 5000');
  sqlite.exec(schema);
  return {
    all: (shape, sql, ...values) =>
      sqlite
        .prepare(sql)
        .all(...values)
        .map((row) => shape.parse(row)),
    one: (shape, sql, ...values) => {
      const row = sqlite.prepare(sql).get(...values);
      return row === undefined ? undefined : shape.parse(row);
    },
    run: (sql, ...values) => Number(sqlite.prepare(sql).run(...values).changes),
    close: () => sqlite.close(),
  };
}

/** SQLite keeps truth as 0 and 1. */
export const truth = z.number().transform((value) => value === 1);

/** A column that holds JSON of the given shape. */
export function column<T>(shape: z.ZodType<T>) {
  return z
    .string()
    .transform((value): unknown => JSON.parse(value))
    .pipe(shape);
}
