// Whether churn is spoken of is decided against time: what held once and holds no more is no ground to foretell anybody.
import { describe, expect, it, test } from 'vitest';
import type { ClosedRecord } from '#learn/closed-records.ts';
import { holds } from '#learn/evidence.ts';
import { seededRandom } from '#learn/random.ts';
import { type TrainRequest, train } from '#learn/train.ts';

const sources = [
  { name: 'country', label: 'Country', type: 'enumeration' },
  { name: 'jobtitle', label: 'Job', type: 'enumeration' },
] as const;
const day = 86_400_000;
const end = Date.UTC(2026, 10, 1);

/** Customers whose one trait tells who leaves, until it tells the contrary from `turns` (share of time) on. */
function customers(turns: number): ClosedRecord[] {
  const random = seededRandom(11);
  return Array.from({ length: 600 }, (_, nr) => {
    const at = end - (600 - nr) * day;
    const trait = random() < 0.5;
    const leaves = random() < (trait === nr < turns * 600 ? 0.8 : 0.2);
    const values = { country: trait ? 'France' : 'Japan', jobtitle: random() < 0.5 ? 'Head' : 'Clerk' };
    return { id: `c${nr}`, at, closedAt: at, won: leaves, values };
  });
}
const learned = (target: TrainRequest['target'], turns: number) =>
  train({ target, sources, records: customers(turns), now: end, seed: 3 });

test('what still holds of the newest customers speaks', () => {
  const { learner, report } = learned('churn', 1);
  expect(learner).not.toBe('prior');
  expect(report.newest?.logLoss).toBeLessThan(report.newest?.baseLogLoss ?? 0);
});

test('what has turned does not, although all records together would have it', () => {
  const { learner, report } = learned('churn', 0.75);
  expect(learner).toBe('prior');
  // It is kept how badly it did, so that the model page can show why.
  expect(report.newest?.logLoss).toBeGreaterThan(report.newest?.baseLogLoss ?? 1);
  expect(report.candidates[0]?.gain).toBeGreaterThan(0);
});

test('where hardly anybody left lately nothing is proved, and it does not speak', () => {
  // Of the newest 180 customers five leave: too few to hold anything against.
  const records = customers(1).map((one, nr) => (nr < 420 ? one : { ...one, won: nr % 36 === 0 }));
  const { learner, report } = train({ target: 'churn', sources, records, now: end, seed: 3 });
  expect(report.newest).toBeNull();
  expect(learner).toBe('prior');
});

describe('what was promised of the newest customers', () => {
  const logOdds = (probability: number) => Math.log(probability / (1 - probability));
  /** Of every ten customers like the first five leave, of those like the others one; each is pictured nine times. */
  const pictures = (count: number) => {
    const customer = Int32Array.from({ length: 9 * count }, (_, row) => Math.floor(row / 9));
    const isRisky = (nr: number) => nr % 20 < 10;
    const leaves = (nr: number) => nr % 10 < (isRisky(nr) ? 5 : 1);
    const outcomes = Uint8Array.from(customer, (nr) => (leaves(nr) ? 1 : 0));
    const said = (risky: number, other: number) =>
      Float64Array.from(customer, (nr) => logOdds(isRisky(nr) ? risky : other));
    return { table: { outcomes, groups: customer }, said };
  };

  it('holds where it tells them apart and as many left as promised', () => {
    const { table, said } = pictures(200);
    expect(holds(table, said(0.5, 0.1))).toBe(true);
  });

  it('does not hold where it tells them apart, but far more was promised than came', () => {
    const { table, said } = pictures(200);
    expect(holds(table, said(0.6, 0.2))).toBe(false);
  });

  it('does not hold where few customers are right by chance, however often each is pictured', () => {
    const { table, said } = pictures(20);
    // Four of twenty are told from the others, and two of them did leave.
    const told = new Set([0, 1, 8, 9]);
    const lucky = said(0.3, 0.3).map((one, row) => (told.has(Math.floor(row / 9)) ? logOdds(0.4) : one));
    expect(holds(table, lucky)).toBe(false);
    const alone = Int32Array.from(table.outcomes.keys());
    expect(holds({ ...table, groups: alone }, lucky)).toBe(true);
  });
});
