// The calls an org allows in a rolling day, counted by the hour for all its integrations together.
import { numberOf } from '#sandbox/sqlite.ts';
import type { OrgContext } from './org-context.ts';
import { dailyCalls } from './org-facts.ts';

const HOUR_MS = 3_600_000;

export type Budget = { readonly used: number; readonly most: number };

function hourOf(context: OrgContext): number {
  return Math.floor(context.wall().getTime() / HOUR_MS);
}

export function budgetOf(context: OrgContext): Budget {
  const since = hourOf(context) - 23;
  const row = context.database.get(
    `select sum(value) as used from counters
     where org = ? and name >= ? and name < 'calls;'`,
    ...[context.orgId, `calls:${since}`],
  );
  return {
    used: numberOf(row ?? {}, 'used'),
    most: dailyCalls(context.facts(), context.users.list().length),
  };
}

/** Counts calls; people's other integrations too, where a test wants them to be busy. */
export function countCalls(context: OrgContext, calls = 1): void {
  context.database.run(
    `insert into counters (org, name, value) values (?, ?, ?)
     on conflict (org, name) do update set value = value + excluded.value`,
    ...[context.orgId, `calls:${hourOf(context)}`, calls],
  );
}
