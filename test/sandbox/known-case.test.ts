// The known case in small: the demo company lives on, the default journey takes in who slips, and what is counted is true.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#kit/database.ts';
import { keepingLog } from '#kit/log.ts';
import { type Played, plantedOf } from '#sandbox/forward/case-truth.ts';
import { playKnownCase } from '#sandbox/forward/known-case.ts';
import { replayKnownCase } from '#sandbox/forward/replayed-case.ts';

const time = { now: new Date('2030-01-01T00:00:00Z') };
const plan = {
  ...{ seed: 5, start: new Date('2030-03-04T00:00:00Z'), days: 45, step: 9, heals: 1, acts: 1 },
  size: { closed: 300, open: 5, customers: 40, prospects: 2 },
};
let database: TestDatabase;
let played: Played;

beforeAll(async () => {
  database = await freshDatabase({ clock: { now: () => time.now } });
  played = await playKnownCase({ store: database.store, log: keepingLog().log, time }, plan);
}, 480_000);
afterAll(() => database.close());

describe('the known case', () => {
  it('takes in customers of whom most would have left, and holds some out', () => {
    const { entries } = played;
    expect(entries.length).toBeGreaterThanOrEqual(5);
    expect(entries.filter(({ leavesIn }) => leavesIn !== null).length).toBeGreaterThanOrEqual(
      entries.length / 3,
    );
  });

  it('measures every customer by what really became of it', () => {
    for (const { outcome, without, held, stays } of played.entries) {
      expect(outcome).not.toBeNull();
      if (held) expect(outcome).toBe(without);
      if (!stays.helped) expect(outcome).toBe('missed');
      if (held) expect(stays.helped).toBe(stays.unhelped);
    }
  });

  it('keeps customers that would have left without help', () => {
    expect(played.helped).toBeGreaterThanOrEqual(1);
    const saved = played.entries.filter(({ stays }) => stays.helped && !stays.unhelped);
    expect(saved.length).toBeGreaterThanOrEqual(1);
    expect(saved.every(({ held }) => !held)).toBe(true);
  });

  it('comes to the same without a database: who comes in, on which day, and what became of it', () => {
    const held = new Map(played.entries.map((one) => [one.company, one.held]));
    const replayed = replayKnownCase(plan, (company) => held.get(company) ?? false);
    const told = ({ entries }: Played) =>
      entries
        .map(({ company, nr, outcome, without }) => `${company} day ${nr}: ${outcome}, else ${without}`)
        .sort();
    expect(told(replayed)).toEqual(told(played));
    expect(replayed.uplift).toEqual(played.uplift);
    expect(plantedOf(replayed.entries)).toBeGreaterThan(0);
  });
});
