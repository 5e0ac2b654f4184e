// Brings the database to the newest shape: numbered SQL files, each once, under one lock.
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import { fail } from '#errors.ts';

const folder = new URL('./migrations/', import.meta.url);

/** Runs every migration that has not run yet; returns their names. Errors: DATABASE_ROLE. */
export async function migrate(client: pg.ClientBase): Promise<string[]> {
  await client.query('begin');
  try {
    await client.query("select set_config('statement_timeout', '0', true)");
    await client.query("select pg_advisory_xact_lock(hashtext('revloop migrations'))");
    await makeRole(client);
    await client.query(
      'create table if not exists migration (name text primary key, ran_at timestamptz not null default now())',
    );
    const ran = new Set(
      (await client.query<{ name: string }>('select name from migration')).rows.map((row) => row.name),
    );
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql') && !ran.has(name)).sort();
    for (const name of names) {
      await client.query(await readFile(new URL(name, folder), 'utf8'));
      await client.query('insert into migration (name) values ($1)', [name]);
    }
    await client.query('commit');
    return names;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** The role under which tenants' rows are reached: it cannot log in and cannot bypass row-level security. */
async function makeRole(client: pg.ClientBase): Promise<void> {
  try {
    // Roles belong to the whole cluster: two databases may be migrated at the same moment.
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = 'revloop_app') then
        create role revloop_app nologin nobypassrls;
      end if;
    exception when duplicate_object or unique_violation then null;
    end $$`);
    await client.query(`do $$ begin
      if not pg_has_role(current_user, 'revloop_app', 'member') then
        execute format('grant revloop_app to %I', current_user);
      end if;
    end $$`);
    await client.query('grant usage on schema public to revloop_app');
  } catch (cause) {
    fail('DATABASE_ROLE', { problem: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}
