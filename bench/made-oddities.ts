// Made tables as companies export them: opportunities, blanks of many names, European numbers, notes, three-way effects.
import type { Random } from '#learn/random.ts';
import { day, type Maker, normal, pick } from './made-row.ts';

const begin = Date.UTC(2024, 0, 1);
const two = (part: number) => String(part).padStart(2, '0');

function dayFirst(ms: number, mark: string): string {
  const date = new Date(ms);
  return [two(date.getUTCDate()), two(date.getUTCMonth() + 1), date.getUTCFullYear()].join(mark);
}

function effects(random: Random, count: number, spread: number): number[] {
  return Array.from({ length: count }, () => spread * normal(random));
}

/** Opportunities of a B2B company: owners, products and accounts with habits of their own, and money that people round. */
export const deals: Maker = (random) => {
  const [owners, products, accounts] = [
    effects(random, 140, 0.5),
    effects(random, 70, 0.5),
    effects(random, 3000, 0.7),
  ];
  const fits = effects(random, owners.length * 7, 0.9);
  const budgets = [5000, 10_000, 25_000, 50_000, 100_000, 250_000];
  const liked = new Map(budgets.map((budget) => [budget, 0.8 * normal(random)]));
  return () => {
    const owner = Math.floor(owners.length * random() ** 1.5);
    const product = Math.floor(products.length * random() ** 1.5);
    const account = Math.floor(accounts.length * random() ** 2);
    const rounded = random() < 0.5;
    const amount = rounded ? pick(random, budgets, 10_000) : Math.round(Math.exp(9 + 1.2 * normal(random)));
    const created = begin + Math.floor(random() * 700 * day);
    const close = created + Math.floor(random() ** 1.5 * 300) * day;
    const stage = pick(random, ['Discovery', 'Proposal', 'Negotiation', 'Legal'], 'Discovery');
    const [calls, meetings] = [Math.floor(random() ** 2 * 30), Math.floor(random() ** 3 * 10)];
    const competitor = pick(random, ['-', '-', 'Acme', 'Globex', 'Initech'], '-');
    const employees = Math.round(Math.exp(2 + 6 * random()));
    const cycle = (close - created) / day;
    const people = [owners[owner], products[product], accounts[account], fits[owner * 7 + (product % 7)]];
    const logOdds =
      people.reduce<number>((sum, one) => sum + (one ?? 0), -0.6) +
      (rounded ? (liked.get(amount) ?? 0) : -0.2 * (Math.log(amount) - 9)) +
      0.35 * Math.min(meetings, 4) * (stage === 'Discovery' ? 0.2 : 1) -
      (cycle > 180 && calls < 5 ? 1.2 : 0) -
      (competitor === 'Globex' && amount > 40_000 ? 1.1 : 0) +
      (new Date(created).getUTCMonth() % 3 === 2 ? 0.4 : 0);
    return {
      logOdds,
      values: {
        owner: `owner${owner}@example.com`,
        product: `SKU-${1000 + product}`,
        account: `Account ${account}`,
        stage,
        amount: `$${amount.toLocaleString('en-US')}.00`,
        created: `${dayFirst(created, '/')} ${two(new Date(created).getUTCHours())}:${two(new Date(created).getUTCMinutes())}`,
        close_date: dayFirst(close, '/'),
        calls: String(calls),
        meetings: String(meetings),
        competitor,
        employees: employees.toLocaleString('en-US'),
      },
      plain: {
        amount: String(amount),
        created: `${new Date(created).toISOString().slice(0, 16).replace('T', ' ')}:00`,
        close_date: new Date(close).toISOString().slice(0, 10),
        competitor: competitor === '-' ? '' : competitor,
        employees: String(employees),
      },
    };
  };
};

/** Most cells are blank, each in one of the ways of saying nothing, and that a cell is blank tells something. */
export const blanks: Maker = (random) => {
  const nothing = ['', 'Select', 'N/A', '-', 'null', 'n/a'];
  const weights = effects(random, 24, 0.5);
  return () => {
    const values: Record<string, string> = {};
    const plain: Record<string, string> = {};
    const touched = random();
    let logOdds = -1.4 + 1.5 * touched;
    weights.forEach((weight, place) => {
      const name = `field_${place}`;
      const x = normal(random);
      if (random() < 0.45 + 0.5 * (1 - touched) * random()) {
        values[name] = pick(random, nothing, '');
        plain[name] = '';
        if (place % 4 === 0) logOdds -= 0.35;
        return;
      }
      logOdds += weight * (place % 3 === 0 ? Math.abs(x) : x);
      values[name] =
        place % 3 === 1 ? `option ${Math.max(0, Math.min(8, Math.round(4 + 2 * x)))}` : x.toFixed(2);
    });
    return { logOdds, values, plain };
  };
};

/** What three columns say together and none of them alone, among levels, among numbers, and between both. */
export const threes: Maker = (random) => () => {
  const yes = Array.from({ length: 4 }, () => random() < 0.5);
  const x = Array.from({ length: 8 }, () => random());
  const region = Math.floor(random() * 6);
  const plan = Math.floor(random() * 5);
  const of = (place: number) => x[place] ?? 0;
  const odd = (yes[0] !== yes[1]) !== yes[2];
  const logOdds =
    -0.4 +
    (odd ? 1 : -1) +
    (of(0) > 0.6 !== of(1) > 0.4 ? 0.7 : -0.7) * (yes[3] ? 1 : -0.4) +
    ((region + plan) % 3 === 0 ? 1.1 : -0.3) * (of(2) > 0.5 ? 1 : 0) +
    (of(3) > 0.7 && of(4) > 0.5 && of(5) < 0.6 ? 1.8 : 0) +
    of(6) -
    0.5;
  return {
    logOdds,
    values: {
      ...Object.fromEntries(yes.map((one, place) => [`flag_${place}`, one ? 'true' : 'false'])),
      region: `region ${region}`,
      plan: `plan ${plan}`,
      ...Object.fromEntries(x.map((value, place) => [`usage_${place}`, value.toFixed(3)])),
    },
  };
};

/** Numbers and dates as they are written between Lisbon and Warsaw. */
export const european: Maker = (random) => {
  const cities = effects(random, 300, 0.6);
  return () => {
    const city = Math.floor(cities.length * random() ** 2);
    const revenue = Math.round(100 * Math.exp(7 + 2 * normal(random))) / 100;
    const margin = Math.round(400 * random()) / 10;
    const visits = Math.floor(random() ** 2 * 5000);
    const since = begin - Math.floor(random() * 1500) * day;
    const logOdds =
      -0.8 +
      (cities[city] ?? 0) +
      (margin > 12.5 ? 0.9 : -0.4) +
      0.3 * Math.sin(Math.log(revenue)) * 2 -
      (visits > 1200 ? 0.7 : 0) +
      (begin - since < 200 * day ? 0.8 : 0);
    return {
      logOdds,
      values: {
        city: `Łódź ${city}`,
        revenue: `${revenue.toLocaleString('de-DE', { minimumFractionDigits: 2 })} €`,
        margin: `${margin.toLocaleString('de-DE')} %`,
        visits: visits.toLocaleString('de-DE'),
        customer_since: dayFirst(since, '.'),
      },
      plain: {
        revenue: String(revenue),
        margin: String(margin),
        visits: String(visits),
        customer_since: new Date(since).toISOString().slice(0, 10),
      },
    };
  };
};

/** Notes in free words, of which a few tell something. */
export const texts: Maker = (random) => {
  const words = Array.from({ length: 400 }, (_, place) => `w${(place * 7919) % 9973}`);
  const said = new Map(words.map((word, place) => [word, place % 23 === 0 ? normal(random) : 0]));
  return () => {
    const length = 3 + Math.floor(20 * random());
    const note = Array.from({ length }, () => words[Math.floor(words.length * random() ** 2)] ?? '');
    const [score, size] = [random(), normal(random)];
    const told = [...new Set(note)].reduce((sum, word) => sum + (said.get(word) ?? 0), 0);
    return {
      logOdds: -0.5 + 1.2 * told + 1.5 * (score - 0.5) + 0.3 * size - 0.03 * length,
      values: { note: note.join(' '), score: score.toFixed(3), size: size.toFixed(3) },
    };
  };
};
