// Customers of planted segments, or of none: what each does, with holes, and what becomes of it a week later.
import type { Behaviour } from '#analyze/segment/segment.ts';
import { type Random, seededRandom } from '#learn/random.ts';
import type { Conduct, Customer } from '#learn/segments/behaviour-of.ts';

/** Plain middles of what an average customer does. */
const usual: Readonly<Record<Behaviour, number>> = {
  ...{
    users: 12,
    days: 14,
    breadth: 8,
    depth: 20,
    seats: 0.6,
    trend: 1,
    new: 2,
    tickets: 3,
    tickets_trend: 0,
  },
  ...{ answer_hours: 8, contact: 8, age: 400 },
};
const names = Object.keys(usual) as readonly Behaviour[];

/** What makes a segment: times so much, or plus so much for what has a sign. */
type Kind = Readonly<Partial<Record<Behaviour, number>>>;
export const kinds: readonly Kind[] = [
  { users: 4, days: 1.7, breadth: 0.3, tickets: 3, tickets_trend: 1.5, depth: 0.5 },
  { users: 0.25, days: 0.35, breadth: 0.35, seats: 0.35, trend: 0.5, new: 0.1, contact: 0.4 },
  { users: 1.6, days: 1.5, breadth: 2.2, depth: 2, seats: 1.5, new: 3, tickets: 0.5, age: 2.5 },
  { users: 0.5, days: 0.9, contact: 4, age: 0.15, new: 4, tickets: 3, answer_hours: 0.4 },
  { users: 0.4, depth: 3.5, tickets: 0.2, contact: 0.2, age: 3, breadth: 0.6, answer_hours: 3, seats: 1.4 },
];

export type Planting = {
  readonly customers: number;
  /** 0: one cloud. */
  readonly segments: number;
  readonly seed: number;
  /** How far apart customers of one segment are: standard deviation of the logarithm. */
  readonly spread?: number;
  /** Share of values that are not known. */
  readonly holes?: number;
  /** How much of the cloud leans in one direction: big customers do more of everything. */
  readonly leaning?: number;
};

export type Planted = { readonly customers: Customer[]; readonly truth: number[] };

export function planted({
  customers,
  segments,
  seed,
  spread = 0.35,
  holes = 0.08,
  leaning = 0,
}: Planting): Planted {
  const random = seededRandom(seed);
  const truth = Array.from({ length: customers }, (_, nr) => (segments === 0 ? 0 : nr % segments));
  const made = truth.map((kind, nr): Customer => {
    const big = normal(random) * leaning;
    return {
      subject: String(nr + 1),
      conduct: conductOf(segments === 0 ? {} : (kinds[kind] ?? {}), { random, spread, holes, big }),
    };
  });
  return { customers: made, truth };
}

/** The same customers a week later: each number moves a little, holes stay; so many come and go. */
export function aWeekLater(
  { customers, truth }: Planted,
  { seed, jitter = 0.12, fresh = 0 }: { seed: number; jitter?: number; fresh?: number },
): Planted {
  const random = seededRandom(seed);
  const moved = customers.map(
    ({ subject, conduct }): Customer => ({
      subject,
      conduct: mapped((name) => {
        const value = conduct[name];
        if (value === null) return null;
        return name === 'tickets_trend'
          ? value + normal(random) * jitter
          : rounded(name, value * Math.exp(normal(random) * jitter));
      }),
    }),
  );
  const added = planted({ customers: fresh, segments: Math.max(...truth) + 1, seed: seed + 7 });
  const renamed = added.customers.map((one, nr) => ({ ...one, subject: `${seed}-${nr}` }));
  return { customers: [...moved.slice(fresh), ...renamed], truth: [...truth.slice(fresh), ...added.truth] };
}

type Making = {
  readonly random: Random;
  readonly spread: number;
  readonly holes: number;
  readonly big: number;
};

function conductOf(kind: Kind, { random, spread, holes, big }: Making): Conduct {
  return mapped((name) => {
    const noise = normal(random) * spread + big;
    if (random() < holes) return null;
    if (name === 'tickets_trend') return (kind[name] ?? 0) + noise;
    return rounded(name, usual[name] * (kind[name] ?? 1) * Math.exp(noise));
  });
}

function rounded(name: Behaviour, value: number): number {
  if (name === 'seats') return Math.min(1, value);
  if (name === 'days') return Math.min(28, Math.round(value));
  return name === 'trend' ? value : Math.round(value);
}

function mapped(value: (name: Behaviour) => number | null): Conduct {
  const made = Object.fromEntries(names.map((name) => [name, value(name)]));
  return { ...nothingKnown, ...made };
}

const nothingKnown: Conduct = {
  ...{ users: null, days: null, breadth: null, depth: null, seats: null, trend: null, new: null },
  ...{ tickets: null, tickets_trend: null, answer_hours: null, contact: null, age: null },
};

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** How alike two ways to part the same are: 1 is the same, 0 is by chance (Hubert and Arabie 1985). */
export function adjustedRand(one: readonly unknown[], other: readonly unknown[]): number {
  const pairs = (counts: Iterable<number>) => [...counts].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  const sizes = (keys: readonly unknown[]) =>
    [...Map.groupBy(keys, (key) => key).values()].map((list) => list.length);
  const both = pairs(sizes(one.map((key, nr) => `${key}/${other[nr]}`)));
  const [a, b] = [pairs(sizes(one)), pairs(sizes(other))];
  const chance = (a * b) / pairs([one.length]);
  const most = (a + b) / 2;
  return most === chance ? 1 : (both - chance) / (most - chance);
}
