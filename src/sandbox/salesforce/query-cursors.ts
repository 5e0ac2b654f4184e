// Open queries: what is still to be read of each, for two days.
import { randomBytes } from 'node:crypto';
import type { Found } from './soql-run.ts';

export type OpenQuery = Found & { readonly org: string; readonly user: string; readonly pageSize: number };

export type QueryCursors = {
  open(query: OpenQuery, now: Date): string;
  /** Undefined where the locator is unknown, too old, or somebody else's. */
  find(locator: string, now: Date): OpenQuery | undefined;
};

const LIFE_MS = 2 * 86_400_000;
const MOST = 1_000;

export function openQueryCursors(): QueryCursors {
  const open = new Map<string, { readonly query: OpenQuery; readonly until: number }>();
  return {
    open(query, now) {
      const locator = `0r8${randomBytes(9).toString('hex').slice(0, 15)}`;
      open.set(locator, { query, until: now.getTime() + LIFE_MS });
      const [oldest] = open.keys();
      if (open.size > MOST && oldest !== undefined) open.delete(oldest);
      return locator;
    },
    find(locator, now) {
      const found = open.get(locator);
      return found === undefined || found.until < now.getTime() ? undefined : found.query;
    },
  };
}
