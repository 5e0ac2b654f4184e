// PostgreSQL's statistics of our tables, kept fit for tables that grow from nothing within seconds.
import { type Kysely, sql } from 'kysely';
import type { Database } from './tables.ts';

/** Rows that changed before it is worth a look. */
const few = 500;

/**
 * Analyzes each table of which more rows changed than it had when it was analyzed last; so a growing table is
 * analyzed each time it doubles. Autovacuum comes by once a minute: until then PostgreSQL takes a table that a first
 * reading has just filled for empty, picks any index that begins with the tenant, and reads all of the tenant's rows
 * for each one it looks for.
 */
export async function keepStatistics(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select s.relname as name from pg_stat_user_tables s join pg_class c on c.oid = s.relid
    where s.schemaname = current_schema() and s.n_mod_since_analyze > greatest(${few}, c.reltuples)
      and pg_has_role(c.relowner, 'usage')`.execute(db);
  for (const { name } of rows) await sql`analyze (skip_locked) ${sql.table(name)}`.execute(db);
  return rows.map(({ name }) => name);
}
