// The learned limit of stagnation is what customers teach together: not what a few of them happened to do.
import { describe, expect, test } from 'vitest';
import type { Trier } from '#analyze/stagnation/first-tries.ts';
import { type PastCustomer, stagnationFrom } from '#learn/stagnation-from.ts';
import { runForward } from '#sandbox/world/forward.ts';
import type { ProductEvent } from '#sandbox/world/usage.ts';

const day = 86_400_000;
const start = new Date('2027-03-01T00:00:00Z');
const lived = 60;

/** What each person of each company did, by the company's domain and the person's address. */
function triersOf(events: readonly ProductEvent[]): Map<string, Trier[]> {
  const seen = new Map<string, Map<string, { tries: Map<string, number>; days: Set<number> }>>();
  for (const { type, timestamp, userId, event = '', properties, context } of events) {
    if (type !== 'track') continue;
    const people = seen.get(context.groupId) ?? new Map();
    seen.set(context.groupId, people);
    const one = people.get(userId) ?? { tries: new Map(), days: new Set() };
    people.set(userId, one);
    const at = Date.parse(timestamp);
    const feature = String(properties?.['feature'] ?? event);
    one.tries.set(feature, Math.min(at, one.tries.get(feature) ?? at));
    one.days.add(Math.floor(at / day));
  }
  const trier = ({ tries, days }: { tries: Map<string, number>; days: Set<number> }): Trier => ({
    tries: [...tries].map(([feature, at]) => ({ feature, at })).sort((a, b) => a.at - b.at),
    days: [...days].sort((a, b) => a - b),
  });
  return new Map([...seen].map(([domain, people]) => [domain, [...people.values()].map(trier)]));
}

/** The demo company's customers, those who left before the first day and in the 60 days after it included. */
function customersOf(seed: number): PastCustomer[] {
  const size = { closed: 1600, open: 5, customers: 200, prospects: 2 };
  const forward = runForward({ seed, start, days: lived, size, planted: { heals: 0 } });
  const days = Array.from({ length: lived }, (_, nr) => forward.day(nr));
  const triers = triersOf([...forward.world.events, ...days.flatMap(({ events }) => events)]);
  const leaving = new Map(
    days.flatMap(({ left }) => left.map((one) => [one.company.id, one.leaving.at.getTime()] as const)),
  );
  const end = start.getTime() + lived * day;
  return forward.world.companies.flatMap(({ id, domain, churned }): PastCustomer[] => {
    const left = churned?.getTime() ?? leaving.get(id) ?? null;
    const mine = triers.get(domain);
    return mine === undefined ? [] : [{ triers: mine, until: left ?? end, left }];
  });
}

describe('the limit of stagnation', () => {
  test.each([21, 22])(
    'hardly moves when any fifth of those who left had not been there (seed %i)',
    (seed) => {
      const customers = customersOf(seed);
      const left = customers.filter((one) => one.left !== null);
      const all = stagnationFrom(customers);
      expect(all.learned).toBe(true);
      const limits = Array.from({ length: 5 }, (_, part) => {
        const without = new Set(left.filter((_, nr) => nr % 5 === part));
        return stagnationFrom(customers.filter((one) => !without.has(one))).least;
      });
      expect(Math.max(...limits, all.least) - Math.min(...limits, all.least)).toBeLessThanOrEqual(3);
    },
  );
});
