// The index against what happened: who left while green, who was red and stayed, how early, and whether it tells anything.
import { describe, expect, it } from 'vitest';
import { courseOf } from '#analyze/field/course.ts';
import type { Finding, Part } from '#analyze/finding.ts';
import { areaBetween } from '#learn/health/area-between.ts';
import { checkIndex, type PastHealth } from '#learn/health/check-index.ts';
import { auc } from '#learn/metrics.ts';
import { seededRandom } from '#learn/random.ts';

const dayMs = 86_400_000;
const span = { from: 20_000, to: 20_455 };
const at = (day: number) => day * dayMs;

function bandOf(score: number): Finding['band'] {
  return score < 33 ? 'at_risk' : score < 66 ? 'watch' : 'healthy';
}

function customer(
  subject: string,
  scores: readonly (readonly [day: number, score: number | null])[],
  left: readonly number[] = [],
  parts: readonly Part[] = [],
): PastHealth {
  const dated = scores.map(([day, score]) => ({
    at: at(day),
    value: { score, band: score === null ? null : bandOf(score), confidence: null, parts },
  }));
  return { subject, name: `Customer ${subject}`, course: courseOf(dated), live: null, left: left.map(at) };
}

describe('the check of the health index', () => {
  it('tells how those who left stood 90, 30 and 14 days before', () => {
    const falling = customer(
      'a',
      [
        [20_000, 90],
        [20_200, 50],
        [20_250, 10],
      ],
      [20_270],
    ); // 70 and 20 days before
    const green = customer('b', [[20_000, 80]], [20_300]);
    const strange = customer('c', [[20_290, 80]], [20_310]);
    const check = checkIndex([falling, green, strange], span);
    expect(check.left).toBe(3);
    expect(check.before).toEqual([
      { days: 90, healthy: 2, watch: 0, at_risk: 0, none: 1 },
      { days: 30, healthy: 1, watch: 1, at_risk: 0, none: 1 },
      { days: 14, healthy: 2, watch: 0, at_risk: 1, none: 0 },
    ]);
    expect(check.missed.map(({ subject, score }) => [subject, score])).toEqual([['b', 80]]);
  });

  it('tells how many were red and stayed, and leaves open what nobody knows yet', () => {
    const red = (subject: string, from: number, until: number, left: number[] = []) =>
      customer(
        subject,
        [
          [20_000, 90],
          [from, 20],
          [until, 80],
        ],
        left,
      );
    const check = checkIndex(
      [red('stays', 20_100, 20_150), red('leaves', 20_100, 20_160, [20_150]), red('late', 20_440, 20_454)],
      span,
    );
    expect(check.red).toEqual({ times: 3, left: 1, stayed: 1, open: 1 });
  });

  it('takes a short pause for the same time of being red', () => {
    const flickering = customer('a', [
      [20_000, 20],
      [20_010, 40],
      [20_020, 20],
      [20_060, 90],
    ]);
    expect(checkIndex([flickering], span).red.times).toBe(1);
  });

  it('tells how long those who left had been red, and how many never were', () => {
    const check = checkIndex(
      [
        customer(
          'a',
          [
            [20_000, 90],
            [20_100, 20],
          ],
          [20_140],
        ),
        customer(
          'b',
          [
            [20_000, 90],
            [20_100, 20],
          ],
          [20_120],
        ),
        customer(
          'c',
          [
            [20_000, 90],
            [20_050, 20],
            [20_060, 90],
          ],
          [20_200],
        ),
      ],
      span,
    );
    expect(check.early).toEqual({ warned: 2, unwarned: 1, medianDays: 40, days: [20, 40] });
  });

  it('says that it is too early to tell while fewer than ten left', () => {
    const stayed = Array.from({ length: 40 }, (_, nr) => customer(`s${nr}`, [[20_000, 80]]));
    const left = Array.from({ length: 9 }, (_, nr) => customer(`l${nr}`, [[20_000, 10]], [20_300]));
    expect(checkIndex([...stayed, ...left], span)).toMatchObject({ verdict: 'too_few', index: null });
  });

  it('finds that an index tells something where those who left stood lower', () => {
    const check = checkIndex(
      world(60, 300, (left, random) => (left ? 40 : 60) + 50 * (random() - 0.5)),
      span,
    );
    expect(check.verdict).toBe('tells');
    expect(check.index?.low).toBeGreaterThan(0.6);
    const share = (nr: number) => (check.levels[nr]?.left ?? 0) / (check.levels[nr]?.moments ?? 1);
    expect(share(2)).toBeGreaterThan(share(7));
  });

  it('finds that it predicts nothing where leaving has nothing to do with it, in all but about one world of twenty', () => {
    const checks = Array.from({ length: 40 }, (_, nr) => {
      const blind = world(40, 160, (_left, random) => 100 * random(), 100 + nr);
      return checkIndex(blind, span);
    });
    const nothing = checks.filter(({ verdict }) => verdict === 'nothing');
    expect(nothing.length).toBeGreaterThanOrEqual(36);
    for (const { index } of nothing) {
      expect(index?.low).toBeLessThanOrEqual(0.5);
      expect(index?.high).toBeGreaterThanOrEqual(0.5);
    }
  });

  it('finds that an index points the wrong way where those who left stood higher', () => {
    const wrong = world(60, 300, (left, random) => (left ? 70 : 40) + 30 * random());
    expect(checkIndex(wrong, span).verdict).toBe('reversed');
  });

  it('says what each part alone tells', () => {
    const part = (code: Part['code'], value: number): Part => ({ code, value, weight: 0.5, trend: null });
    const customers = Array.from({ length: 60 }, (_, nr) => {
      const left = nr % 3 === 0;
      const parts = [part('use', left ? 10 : 90), part('support', (nr * 37) % 100)];
      return customer(`${nr}`, [[20_000, 50]], left ? [20_080] : [], parts);
    });
    const check = checkIndex(customers, span);
    const of = (code: string) => check.parts.find((one) => one.code === code)?.area;
    expect(of('use')).toEqual({ auc: 1, low: 1, high: 1 });
    expect(of('support')?.low).toBeLessThan(0.5);
    expect(of('commercial')).toBeNull();
  });

  it('counts moments whose horizon is not over yet for nothing', () => {
    const young = customer('a', [[20_400, 80]]);
    expect(checkIndex([young], span)).toMatchObject({ customers: 1, moments: 0, stayed: 0 });
  });
});

/** Customers with one value each; those who leave do so on a day of their own. */
function world(
  leavers: number,
  stayers: number,
  value: (left: boolean, random: () => number) => number,
  seed = 7,
): PastHealth[] {
  const random = seededRandom(seed);
  return Array.from({ length: leavers + stayers }, (_, nr) => {
    const left = nr < leavers;
    const score = Math.max(0, Math.min(100, Math.round(value(left, random))));
    return customer(`${nr}`, [[20_000, score]], left ? [20_100 + ((nr * 7) % 250)] : []);
  });
}

describe('the area between those who left and those who stayed', () => {
  it('is the one that all else is measured with, turned round: low values speak of leaving', () => {
    const random = seededRandom(3);
    const judged = Array.from({ length: 200 }, (_, nr) => ({
      ...{ customer: `${nr}`, left: random() < 0.3 },
      value: Math.floor(random() * 101),
    }));
    const expected = auc(
      judged.map(({ left }) => (left ? 1 : 0)),
      judged.map(({ value }) => -value),
    );
    expect(areaBetween(judged)?.auc).toBeCloseTo(expected, 3);
  });

  it('knows that many moments of few customers are few stories', () => {
    const random = seededRandom(5);
    const once = Array.from({ length: 40 }, (_, nr) => ({
      ...{ customer: `${nr}`, left: nr % 2 === 0 },
      value: Math.floor(random() * 101),
    }));
    const width = (list: typeof once) => {
      const area = areaBetween(list);
      return (area?.high ?? 0) - (area?.low ?? 0);
    };
    const often = Array.from({ length: 12 }, () => once).flat();
    expect(width(often)).toBeGreaterThan(width(once) * 0.9);
  });

  it('is not known where nobody left', () => {
    expect(areaBetween([{ customer: 'a', value: 3, left: false }])).toBeNull();
  });
});
