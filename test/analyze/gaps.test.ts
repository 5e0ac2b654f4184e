// Gaps take confidence off only where no closed record taught what they mean.
import { expect, test } from 'vitest';
import { confidenceOf, supportOf } from '#analyze/confidence.ts';
import type { Value } from '#analyze/feature.ts';
import { compileWeights } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import { toWeights, type Weights } from '#analyze/weights.ts';
import { byConfidence } from '#learn/by-confidence.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';

const asked = ['city', 'trade', 'size', 'title'];
const sources = [...asked, 'visits'].map((name) => ({ name, type: 'string' as const }));

/** Whoever came by chat was asked nothing, and hardly ever buys; of each of the others one question stays open. */
function aHistory(rows: number, seed: number) {
  const random = seededRandom(seed);
  return Array.from({ length: rows }, (_, row) => {
    const byChat = random() < 0.4;
    const open = Math.floor(asked.length * random());
    const answers = asked.map((name, nr): [string, Value] => {
      const answer = `${name} ${Math.floor(5 * random())}`;
      return [name, byChat || nr === open ? null : answer];
    });
    const visits = Math.floor(20 * random());
    const chance = byChat ? 0.04 : 1 / (1 + Math.exp(-0.25 * (visits - 9)));
    const values: Record<string, Value> = { ...Object.fromEntries(answers), visits: String(visits) };
    return { id: `l${String(row).padStart(5, '0')}`, at: 0, won: random() < chance, values };
  });
}

function judgeBy(weights: Weights) {
  const score = compileWeights(weights);
  return (values: Record<string, Value>) => {
    const row = score(rowOf(weights.features, values), 0);
    const sure = confidenceOf({
      ...{ interval: row.interval, missing: row.missing, staleHours: 0, learned: true },
      support: supportOf(row.contributions, row.support),
      closed: weights.history.closed,
    });
    return { ...sure, probability: row.probability, missing: row.missing };
  };
}

const learnFrom = (records: ReturnType<typeof aHistory>) =>
  train({ target: 'lead', sources, records, now: 0, seed: 1 });
const answered = { city: 'city 1', trade: 'trade 2', size: 'size 3', title: 'title 4', visits: '12' };
const byChat = { visits: '12' };
const history = aHistory(390, 3);
const weights = learnFrom(history);
const judge = judgeBy(weights);

test('surer scores err less where blanks tell most of what there is to know', () => {
  const fresh = aHistory(3000, 4);
  const said = fresh.map(({ values }) => judge(values));
  const found = byConfidence(
    fresh.map(({ won }) => Number(won)),
    said.map(({ probability }) => probability),
    said.map(({ confidence }) => confidence),
  );
  const [, , middle, fourth] = found?.fifths ?? [];
  expect(found?.verdict).toBe('holds');
  expect(fourth?.brier ?? 1).toBeLessThan((middle?.brier ?? 0) / 2);
});

test('a gap that many closed records had is a value like any other, and takes nothing off', () => {
  const { sureness, doubts } = judge(byChat);
  expect(sureness.known).toBeGreaterThan(0.95);
  expect(doubts).not.toContain('missing');
});

test('a gap that no closed record had counts in full', () => {
  const { missing, sureness } = judge({ ...answered, visits: null });
  const all = weights.features.reduce((sum, { importance }) => sum + importance, 0);
  const visits = weights.features.find(({ name }) => name === 'visits')?.importance ?? 0;
  expect(missing).toBeCloseTo(visits / all, 9);
  expect(sureness.known).toBeCloseTo(1 - visits / all / 2, 2);
});

test('more gaps together than any closed record had count in full, though each alone was usual', () => {
  const asked = history.filter(({ values }) => values['city'] !== null || values['trade'] !== null);
  const judgeAsked = judgeBy(learnFrom(asked));
  expect(judgeAsked({ ...answered, city: null }).sureness.known).toBeGreaterThan(0.97);
  expect(judgeAsked(byChat).doubts).toContain('missing');
  expect(judgeAsked({}).missing).toBeCloseTo(1, 9);
  expect(judgeAsked({}).sureness.known).toBe(0.5);
});

test('weights that were made before gaps were kept are read, and count every gap in full', () => {
  const { gaps, ...model } = weights.model;
  const old = toWeights(JSON.parse(JSON.stringify({ ...weights, model })));
  expect(gaps?.length).toBeGreaterThan(0);
  const unasked = weights.features.filter(({ name }) => name !== 'visits');
  const sum = (some: typeof unasked) => some.reduce((all, { importance }) => all + importance, 0);
  expect(judgeBy(old)(byChat).missing).toBeCloseTo(sum(unasked) / sum([...weights.features]), 9);
});
