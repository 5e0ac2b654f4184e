// The SQLite file a simulated platform keeps everything in, so that it survives a restart.
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';

export type Row = Record<string, SQLOutputValue>;

export type Database = {
  all(sql: string, ...params: readonly SQLInputValue[]): Row[];
  /** Row by row, for what may be too much to hold. */
  each(sql: string, ...params: readonly SQLInputValue[]): IterableIterator<Row>;
  get(sql: string, ...params: readonly SQLInputValue[]): Row | undefined;
  /** Runs a statement and returns how many rows it changed. */
  run(sql: string, ...params: readonly SQLInputValue[]): number;
  /** All or nothing; one within another can fail alone, and goes when the outer one fails. */
  transaction<T>(work: () => T): T;
  close(): void;
};

const STATEMENTS_KEPT = 400;

/** Opens or creates the file with these tables; `:memory:` keeps nothing. */
export function openSqlite(
  file: string,
  tables: string,
  functions: Readonly<Record<string, (value: SQLOutputValue, other: SQLOutputValue) => number>> = {},
): Database {
  const sqlite = new DatabaseSync(file);
  sqlite.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -64000');
  sqlite.exec(tables);
  for (const [name, work] of Object.entries(functions)) {
    sqlite.function(name, { deterministic: true }, work);
  }
  const statements = new Map<string, StatementSync>();
  let depth = 0;

  function prepared(sql: string): StatementSync {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    if (statements.size >= STATEMENTS_KEPT) statements.clear();
    const made = sqlite.prepare(sql);
    statements.set(sql, made);
    return made;
  }

  function transaction<T>(work: () => T): T {
    const [begin, commit, rollback] = steps(depth);
    sqlite.exec(begin);
    depth += 1;
    try {
      const result = work();
      sqlite.exec(commit);
      return result;
    } catch (error) {
      sqlite.exec(rollback);
      throw error;
    } finally {
      depth -= 1;
    }
  }

  return {
    all: (sql, ...params) => prepared(sql).all(...params),
    // A statement of its own: one that is still being read cannot be asked again.
    each: (sql, ...params) => sqlite.prepare(sql).iterate(...params),
    get: (sql, ...params) => prepared(sql).get(...params),
    run: (sql, ...params) => Number(prepared(sql).run(...params).changes),
    transaction,
    close: () => {
      statements.clear();
      sqlite.close();
    },
  };
}

function steps(depth: number): readonly [begin: string, commit: string, rollback: string] {
  if (depth === 0) return ['begin immediate', 'commit', 'rollback'];
  const name = `step_${depth}`;
  return [`savepoint ${name}`, `release ${name}`, `rollback to ${name}; release ${name}`];
}

/** The whole number in a column; 0 where it is empty. */
export function numberOf(row: Row, column: string): number {
  const value = row[column];
  return typeof value === 'number' ? value : Number(value ?? 0);
}

export function textOf(row: Row, column: string): string {
  const value = row[column];
  return value === null || value === undefined ? '' : String(value);
}

export function maybeNumber(row: Row, column: string): number | undefined {
  const value = row[column];
  return value === null || value === undefined ? undefined : Number(value);
}
