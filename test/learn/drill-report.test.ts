// The report of a drill, with judges whose skill is known: it says of each what is true, and nothing of too few.
import { describe, expect, it } from 'vitest';
import type { DrillCase, Judgement } from '#learn/drill.ts';
import { drillReportOf } from '#learn/drill-report.ts';
import { sampleCases } from '#learn/drill-sample.ts';
import { seededRandom } from '#learn/random.ts';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

type World = { readonly cases: DrillCase[]; readonly hidden: number[]; readonly seen: number[] };

/** The machine knows `seen` and nothing of `hidden`, which matters as much; a trade show means nothing at all. */
function world(seed: number, size: number): World {
  const random = seededRandom(seed);
  const gauss = () => random() + random() + random() + random() - 2;
  const hidden: number[] = [];
  const seen: number[] = [];
  const cases = Array.from({ length: size }, (_, place): DrillCase => {
    const [x, z] = [2 * gauss(), 2 * gauss()];
    hidden.push(z);
    seen.push(x);
    return {
      ...{
        place,
        subject: String(place),
        interval: null,
        stratum: place % 5,
        probability: sigmoid(x * 0.85),
      },
      facts: [{ code: null, label: 'Source', value: place % 3 === 0 ? 'Trade show' : 'Web' }],
      reasons: [
        {
          ...{ code: 'property', feature: 'visits', label: 'Visits', value: 3, usual: 5, points: 4 * x },
          ...{ source: 'hubspot', asOf: null },
        },
      ],
      outcome: random() < sigmoid(x + z) ? 'won' : 'lost',
    };
  });
  return { cases, hidden, seen };
}

function judge(
  { cases, hidden, seen }: World,
  name: string,
  logOdds: (x: number, z: number, one: DrillCase) => number,
  reason: (z: number) => string | null = () => null,
): Judgement[] {
  return cases.map((one, at) => ({
    place: one.place,
    judge: name,
    probability: sigmoid(logOdds(seen[at] ?? 0, hidden[at] ?? 0, one)),
    reason: reason(hidden[at] ?? 0),
  }));
}
const isShow = ({ facts }: DrillCase) => facts[0]?.value === 'Trade show';
const lessonsOf = (report: ReturnType<typeof drillReportOf>) =>
  report.lessons.map(({ code, who, level }) => `${code} ${who}${level === null ? '' : ` ${level}`}`);

describe('a judge who knows what the machine does not', () => {
  const told = world(1, 300);
  const wise = judge(
    told,
    'Wise',
    (x, z) => x + z,
    (z) => (Math.abs(z) > 1 ? 'Their champion left' : null),
  );
  const report = drillReportOf(told.cases, wise);

  it('is found to be better, with less loss and better order', () => {
    const [machine, people] = report.judges;
    expect(people?.against).toMatchObject({ verdict: 'better' });
    expect(people?.logLoss).toBeLessThan(machine?.logLoss ?? 0);
    expect(people?.auc).toBeGreaterThan(machine?.auc ?? 1);
    expect(lessonsOf(report)).toContain('people_know_more people');
  });

  it('carries the mix', () => {
    expect(report.mix?.share).toBeGreaterThanOrEqual(0.7);
  });

  it('hands on the words that no field has, and the features that pulled the other way', () => {
    expect(report.lessons.find(({ code }) => code === 'uncovered')?.words).toEqual(['Their champion left']);
    expect(report.review[0]).toMatchObject({ feature: 'visits' });
    expect(report.apart).toHaveLength(10);
  });
});

describe('a judge who guesses', () => {
  const told = world(2, 300);
  const random = seededRandom(7);
  const report = drillReportOf(
    told.cases,
    judge(told, 'Guess', () => 4 * (random() - 0.5)),
  );

  it('is found to be worse, and the mix leaves the judge out', () => {
    expect(report.judges[1]?.against?.verdict).toBe('worse');
    expect(lessonsOf(report)).toContain('machine_knows_more people');
    expect(report.mix?.share).toBeLessThanOrEqual(0.1);
  });
});

describe('two judges who know the same as the machine', () => {
  const told = world(3, 400);
  const hopeful = judge(told, 'Hope', (x, _, one) => 0.85 * x + (isShow(one) ? 2 : 0));
  const sober = judge(told, 'Sober', (x) => 0.85 * x);
  const report = drillReportOf(told.cases, [...hopeful, ...sober]);

  it('are told apart: who was too hopeful, and about what', () => {
    const lessons = lessonsOf(report);
    expect(lessons).toContain('too_hopeful Hope Trade show');
    expect(lessons.filter((one) => one.includes('Sober') || one.includes('machine '))).toEqual([]);
    expect(lessons).not.toContain('too_hopeful Hope Web');
  });

  it('and whoever says the same as the machine is level with it', () => {
    expect(report.judges.find(({ who }) => who === 'Sober')?.against).toMatchObject({
      gain: 0,
      verdict: 'level',
    });
  });

  it('agree as far as they do', () => {
    expect(report.agreement?.pairs).toBe(1);
    expect(report.agreement?.correlation).toBeGreaterThan(0.6);
    expect(drillReportOf(told.cases, sober).agreement).toBeNull();
  });
});

describe('nothing is said', () => {
  it('while few outcomes are known: only how many are missing', () => {
    const told = world(4, 60);
    const cases = told.cases.map((one, at) => (at < 12 ? one : { ...one, outcome: null }));
    const report = drillReportOf(
      cases,
      judge(told, 'Wise', (x, z) => x + z),
    );
    expect(report).toMatchObject({ cases: 60, judged: 60, known: 12, judges: [], lessons: [], mix: null });
    expect(report.needed).toBeGreaterThanOrEqual(8);
  });

  it('of groups where judge and machine are right, but in few drills by chance', () => {
    let wrong = 0;
    for (let seed = 0; seed < 100; seed += 1) {
      const told = world(500 + seed, 80);
      const report = drillReportOf(
        told.cases,
        judge(told, 'Wise', (x, z) => x + z),
      );
      if (report.lessons.some(({ code, who }) => code.startsWith('too_') && who === 'people')) wrong += 1;
    }
    // At 5 % five are expected; twelve would be three standard errors above.
    expect(wrong).toBeLessThan(12);
  });
});

describe('the sample', () => {
  const candidates = Array.from({ length: 1000 }, (_, nr) => ({
    nr,
    probability: ((nr * 37) % 1000) / 1000,
  }));

  it('has as many of each fifth of the chances, in an order that tells nothing, and the same for the same seed', () => {
    const drawn = sampleCases(candidates, 50, 9);
    const counts = [0, 1, 2, 3, 4].map((one) => drawn.filter(({ stratum }) => stratum === one).length);
    expect(counts).toEqual([10, 10, 10, 10, 10]);
    expect(drawn.map(({ stratum }) => stratum)).not.toEqual(drawn.map(({ stratum }) => stratum).sort());
    expect(sampleCases(candidates, 50, 9)).toEqual(drawn);
    expect(sampleCases(candidates, 50, 10)).not.toEqual(drawn);
    expect(sampleCases(candidates.slice(0, 7), 50, 9)).toHaveLength(7);
  });
});
