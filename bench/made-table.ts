// Made tables with known chances: money, dates, thousands of levels, and effects that hang on several columns at once.
import { seededRandom } from '#learn/random.ts';
import { blanks, deals, european, texts, threes } from './made-oddities.ts';
import { day, type Maker, normal, pick } from './made-row.ts';

export const madeKinds = [
  'money',
  'dates',
  'levels',
  'interactions',
  'wide',
  'deals',
  'blanks',
  'threes',
  'european',
  'texts',
] as const;
export type MadeKind = (typeof madeKinds)[number];

/**
 * `chances[r]` is the probability from which the outcome of row r was drawn: nobody can rank better than by it. `plain`:
 * the same rows with bare numbers, ISO dates and empty blanks, for learners that read nothing else.
 */
export type MadeTable = {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly plain: readonly (readonly string[])[];
  readonly chances: Float64Array;
};

const outcome = 'converted';

export function makeTable(kind: MadeKind, rows: number, seed: number): MadeTable {
  const random = seededRandom(seed);
  const make = makers[kind](random);
  const made = Array.from({ length: rows }, (_, row) => make(row));
  const chances = Float64Array.from(made, ({ logOdds }) => 1 / (1 + Math.exp(-logOdds)));
  const headers = ['id', ...Object.keys(made[0]?.values ?? {}), outcome];
  const won = Array.from(chances, (chance) => (random() < chance ? 'yes' : 'no'));
  const whole = (values: Readonly<Record<string, string>>, row: number) => [
    `row-${row}`,
    ...Object.values(values),
    won[row] ?? '',
  ];
  return {
    headers,
    rows: made.map(({ values }, row) => whole(values, row)),
    plain: made.map(({ values, plain }, row) => whole({ ...values, ...plain }, row)),
    chances,
  };
}

const begin = Date.UTC(2024, 0, 1);

/** Amounts that people round: 10000 and 50000 are budgets, 9876 is an invoice, and they behave unlike their neighbours. */
const money: Maker = (random) => () => {
  const round = random() < 0.55;
  const size = Math.exp(8 + 1.4 * normal(random));
  const amount = round
    ? pick(random, [5000, 10_000, 20_000, 25_000, 50_000, 100_000], 10_000)
    : Math.round(size * 100) / 100;
  const discount = Math.round(random() * 40) / 2;
  const employees = Math.round(Math.exp(random() * 8));
  const revenue = Math.round(employees * Math.exp(11 + normal(random)));
  const blank = random() < 0.15;
  const region = pick(random, ['EMEA', 'APAC', 'AMER', 'LATAM'], 'EMEA');
  const logOdds =
    -0.7 +
    (round ? (amount === 10_000 ? -1.2 : amount === 50_000 ? 1.3 : 0.2) : -0.15 * (Math.log(amount) - 8)) +
    0.08 * discount * (region === 'APAC' ? 1.6 : 0.5) -
    (blank ? 0.9 : 0.35 * Math.abs(Math.log(revenue) - 15)) +
    (employees > 200 ? 0.6 : 0);
  return {
    logOdds,
    values: {
      amount: `$${amount.toLocaleString('en-US')}`,
      discount: `${discount}%`,
      annual_revenue: blank ? '' : `USD ${revenue.toLocaleString('en-US')}`,
      employees: String(employees),
      region,
      currency: pick(random, ['USD', 'EUR', 'GBP'], 'USD'),
    },
  };
};

/** What counts is how long ago, on which weekday, and the time between two dates. */
const dates: Maker = (random) => () => {
  const created = begin + Math.floor(random() * 600) * day + Math.floor(random() * day);
  const visited = created - Math.floor(random() ** 2 * 120) * day - Math.floor(random() * day);
  const renewal = created + Math.floor(random() * 365) * day;
  const gap = (created - visited) / day;
  const weekday = new Date(created).getUTCDay();
  const hour = new Date(created).getUTCHours();
  const logOdds =
    -0.4 -
    0.03 * gap +
    (weekday === 0 || weekday === 6 ? -1.1 : 0.3) +
    (hour >= 8 && hour < 18 ? 0.7 : -0.5) +
    ((renewal - created) / day < 60 ? 1.4 : 0) +
    0.4 * Math.sin((2 * Math.PI * new Date(created).getUTCMonth()) / 12);
  const dayFirst = (ms: number) => {
    const date = new Date(ms);
    const two = (part: number) => String(part).padStart(2, '0');
    return `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`;
  };
  return {
    logOdds,
    values: {
      created_at: new Date(created).toISOString().slice(0, 19).replace('T', ' '),
      last_visit: dayFirst(visited),
      renewal_date: random() < 0.1 ? '' : dayFirst(renewal),
      channel: pick(random, ['web', 'phone', 'partner'], 'web'),
    },
  };
};

/** Thousands of campaigns and owners, each with an effect of its own, most of them rare. */
const levels: Maker = (random) => {
  const effects = (count: number, spread: number) =>
    Array.from({ length: count }, () => spread * normal(random));
  const [campaigns, cities, owners] = [effects(4000, 1), effects(800, 0.7), effects(150, 0.6)];
  return () => {
    // The smaller, the more frequent.
    const campaign = Math.floor(campaigns.length * random() ** 2.5);
    const city = Math.floor(cities.length * random() ** 2);
    const owner = Math.floor(owners.length * random());
    const score = Math.round(100 * random());
    const logOdds =
      -1 + (campaigns[campaign] ?? 0) + (cities[city] ?? 0) + (owners[owner] ?? 0) + 0.02 * (score - 50);
    return {
      logOdds,
      values: {
        campaign: `cmp-${(campaign * 7919) % 100_003}`,
        city: `City ${(city * 613) % 9973}`,
        owner: `owner${owner}@example.com`,
        engagement: String(score),
      },
    };
  };
};

/** Half of what there is to know hangs on three or four columns at once. */
const interactions: Maker = (random) => () => {
  const x = Array.from({ length: 12 }, () => normal(random));
  const of = (place: number) => x[place] ?? 0;
  const plan = pick(random, ['free', 'pro', 'team', 'enterprise'], 'free');
  const sign = (value: number) => (value > 0 ? 1 : -1);
  const logOdds =
    -0.3 +
    1.1 * sign(of(0)) * sign(of(1)) * sign(of(2)) +
    (plan === 'pro' ? 1.2 * of(3) : plan === 'team' ? -1.2 * of(3) : 0) * (of(4) > 0 ? 1 : 0.2) +
    0.9 * of(5) * of(6) +
    (of(7) > 0.5 && of(8) < 0 && of(9) > -0.5 ? 1.6 : 0) +
    0.5 * of(10);
  return {
    logOdds,
    values: { plan, ...Object.fromEntries(x.map((value, place) => [`metric_${place}`, value.toFixed(4)])) },
  };
};

/** Forty columns of every kind, of which half say nothing. */
const wide: Maker = (random) => {
  const weights = Array.from({ length: 40 }, (_, place) => (place % 2 === 0 ? 0.35 * normal(random) : 0));
  return () => {
    let logOdds = -1;
    const values: Record<string, string> = {};
    let before = 0;
    weights.forEach((weight, place) => {
      const x = normal(random);
      logOdds += weight * (place % 6 === 0 ? x * sign0(before) : Math.abs(x) > 2 ? 2 * x : x);
      before = x;
      values[`column_${place}`] =
        place % 5 === 4
          ? `level ${Math.max(0, Math.min(30, Math.round(15 + 6 * x)))}`
          : random() < 0.05
            ? ''
            : x.toFixed(3);
    });
    return { logOdds, values };
  };
};

function sign0(value: number): number {
  return value > 0 ? 1 : -0.5;
}

const makers: Readonly<Record<MadeKind, Maker>> = {
  money,
  dates,
  levels,
  interactions,
  wide,
  deals,
  blanks,
  threes,
  european,
  texts,
};
