// How often open records have a value, beside closed ones: what only closed ones have was filled in with the outcome.
import type { Fact } from '#analyze/lead-facts.ts';
import type { ClosedRecord } from './closed-records.ts';

type Count = { records: number; filled: number };
export type OpenShares = Map<string, Count>;

export function countOpen(shares: OpenShares, facts: ReadonlyMap<string, Pick<Fact, 'value'>>): void {
  for (const [name, { value }] of facts) {
    const count = shares.get(name) ?? { records: 0, filled: 0 };
    shares.set(name, { records: count.records + 1, filled: count.filled + (value === null ? 0 : 1) });
  }
}

/** Fewer tell nothing; and open ones must have it less than half as often, which chance does not do. */
const least = { open: 30, closed: 20 } as const;
const rarely = 0.5;
const errors = 3;

/** Names of the values that open records have less than half as often as closed ones, beyond chance. */
export function lateNames(closed: OpenShares, open: OpenShares): Set<string> {
  return new Set([...closed].flatMap(([name, count]) => (isLate(count, open.get(name)) ? [name] : [])));
}

/**
 * Values that nobody says were there at the moment are taken for known only where open records have them about as often.
 * Where they do not, such a value is filled in late in a life, counts as not known, and stands in `late`.
 */
export function withoutLate(records: ClosedRecord[], shares: OpenShares): ClosedRecord[] {
  const late = lateNames(assumedOf(records), shares);
  if (late.size === 0) return records;
  return records.map((record) => {
    const dropped = record.assumed?.filter((name) => late.has(name)) ?? [];
    if (dropped.length === 0) return record;
    const values = { ...record.values, ...Object.fromEntries(dropped.map((name) => [name, null])) };
    const assumed = record.assumed?.filter((name) => !late.has(name)) ?? [];
    return { ...record, values, assumed, late: dropped };
  });
}

/** A value that open ones have so much more often than the pictures of the past is one that was collected only lately. */
const lately = 0.4;

/**
 * Values that hardly any picture of the past has, though most of those that live today do, count as not known: what was
 * collected only lately would be judged by the few that happened to have it then.
 */
export function withoutNew(records: ClosedRecord[], shares: OpenShares): ClosedRecord[] {
  const fresh = new Set(
    [...shares].flatMap(([name, { records: open, filled }]) => {
      const then = records.filter(({ values }) => (values[name] ?? null) !== null).length;
      const isNew = open >= least.open && then / records.length < lately * (filled / open);
      return isNew && then > 0 ? [name] : [];
    }),
  );
  if (fresh.size === 0) return records;
  const nothing = Object.fromEntries([...fresh].map((name) => [name, null]));
  return records.map((record) => ({ ...record, values: { ...record.values, ...nothing } }));
}

/** Of the records of which nobody says when the value came: how many have it. */
function assumedOf(records: readonly ClosedRecord[]): OpenShares {
  const counts: OpenShares = new Map();
  for (const { values, assumed = [], filledAt = {} } of records) {
    const taken = new Set(assumed);
    for (const [name, value] of Object.entries(values)) {
      if (value === null ? filledAt[name] != null : !taken.has(name)) continue;
      const count = counts.get(name) ?? { records: 0, filled: 0 };
      counts.set(name, { records: count.records + 1, filled: count.filled + (value === null ? 0 : 1) });
    }
  }
  return counts;
}

function isLate(closed: Count, open: Count | undefined): boolean {
  if (open === undefined || open.records < least.open || closed.filled < least.closed) return false;
  const [then, now] = [closed.filled / closed.records, open.filled / open.records];
  const all = (closed.filled + open.filled) / (closed.records + open.records);
  const error = Math.sqrt(all * (1 - all) * (1 / closed.records + 1 / open.records));
  return now < rarely * then && then - now > errors * error;
}
