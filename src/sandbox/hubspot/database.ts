// The SQLite file a simulated HubSpot keeps everything in: its tables, and the search by words.
import type { SQLOutputValue } from 'node:sqlite';
import { type Database, openSqlite } from '#sandbox/sqlite.ts';
import { tables } from './tables.ts';

/** Opens or creates the file; `:memory:` keeps nothing. */
export function openDatabase(file: string): Database {
  return openSqlite(file, tables, { has_token: hasToken });
}

// CONTAINS_TOKEN: words, compared without case, `*` standing for any letters.
function hasToken(value: SQLOutputValue, pattern: SQLOutputValue): number {
  if (typeof value !== 'string' || typeof pattern !== 'string') return 0;
  const words = value.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const wanted = pattern
    .toLowerCase()
    .split(/[^\p{L}\p{N}*]+/u)
    .filter((word) => word !== '' && word !== '*');
  const found = wanted.every((word) => {
    const shape = new RegExp(`^${word.replaceAll('*', '.*')}$`, 'u');
    return words.some((candidate) => shape.test(candidate));
  });
  return found && wanted.length > 0 ? 1 : 0;
}
