// While too little has closed, a guess stands in: the shipped scorecard first, then more and more the tenant's own records.
import { describe, expect, test } from 'vitest';
import { compileWeights } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import { logLoss } from '#learn/metrics.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';

const sources = [
  { name: 'early_meetings', type: 'number' },
  { name: 'mail_kind', type: 'enumeration' },
  { name: 'plan', type: 'enumeration' },
] as const;

/** Leads whose outcome hangs on `plan`, and on meetings by so much in log-odds. */
function leads(count: number, byMeeting: number, byPlan: number, seed = 5) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, nr) => {
    const meetings = random() < 0.4 ? 1 : 0;
    const plan = random() < 0.5 ? 'pro' : 'basic';
    const logOdds = -0.8 + byMeeting * (meetings - 0.4) + (plan === 'pro' ? byPlan : -byPlan);
    const values = { early_meetings: meetings, mail_kind: random() < 0.5 ? 'free' : 'company', plan };
    return { id: String(nr).padStart(4, '0'), at: nr, won: random() < 1 / (1 + Math.exp(-logOdds)), values };
  });
}

function learnedFrom(records: ReturnType<typeof leads>, target: 'lead' | 'deal' = 'lead') {
  const weights = train({ target, sources, records, now: 0, seed: 1 });
  const score = compileWeights(weights);
  return { weights, says: (values: object) => score(rowOf(weights.features, { ...values }), 0) };
}

const strong = { early_meetings: 1, mail_kind: 'company', plan: 'pro' };
const weak = { early_meetings: 0, mail_kind: 'free', plan: 'pro' };

describe('the guess', () => {
  test('tells leads apart by the shipped scorecard before anything has closed, and says that nothing is learned', () => {
    const { weights, says } = learnedFrom([]);
    expect(weights).toMatchObject({ learner: 'prior', grades: null, history: { closed: 0, needed: 50 } });
    expect(says(strong).probability).toBeGreaterThan(says(weak).probability + 0.1);
    expect(says({}).probability).toBeCloseTo(weights.baseRate, 9);
  });

  test('is for leads: of deals the scorecard says nothing', () => {
    const { weights, says } = learnedFrom([], 'deal');
    expect(says(strong).probability).toBeCloseTo(weights.baseRate, 9);
  });

  test("gives way to the tenant's own records where they say otherwise", () => {
    const before = learnedFrom([]).says(strong).logOdds - learnedFrom([]).says(weak).logOdds;
    const { says } = learnedFrom(leads(45, -3, 0));
    expect(says(strong).logOdds - says(weak).logOdds).toBeLessThan(0.3 * before);
  });

  test('finds what the scorecard does not know of, and foretells better than the share won', () => {
    const { weights, says } = learnedFrom(leads(45, 0.8, 1.2));
    expect(weights.learner).toBe('prior');
    const unseen = leads(3000, 0.8, 1.2, 77);
    const outcomes = unseen.map(({ won }) => Number(won));
    const guessed = unseen.map(({ values }) => says(values).probability);
    const share = logLoss(
      outcomes,
      outcomes.map(() => weights.baseRate),
    );
    expect(logLoss(outcomes, guessed)).toBeLessThan(share - 0.05);
  });

  test('stays near the share won where nothing tells anything', () => {
    const { weights, says } = learnedFrom(leads(45, 0, 0, 21), 'deal');
    for (const plan of ['pro', 'basic'])
      expect(Math.abs(says({ ...weak, plan }).probability - weights.baseRate)).toBeLessThan(0.1);
  });

  test('is given with a wide interval around it, that records make narrower', () => {
    const width = ({ interval: [low, high] }: ReturnType<ReturnType<typeof learnedFrom>['says']>) =>
      high - low;
    const none = learnedFrom([]).says(strong);
    expect(none.interval[0]).toBeLessThan(none.probability);
    expect(none.interval[1]).toBeGreaterThan(none.probability);
    const some = learnedFrom(leads(1000, 0.8, 1.2)).says(strong);
    expect(width(none)).toBeGreaterThan(0.3);
    expect(width(some)).toBeLessThan(0.5 * width(none));
  });
});
