// Slices compared: what is planted is found, what is chance is not said, and few are said to be few.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '#learn/random.ts';
import { leastRows, restLevel, slicesOf } from '#learn/slices.ts';

type Row = { readonly level: string | null; readonly p: number; readonly y: 0 | 1 };

/** `shift` moves the true log-odds of a level away from what is promised; `blind` levels are promised at random. */
function rowsOf(
  seed: number,
  levels: readonly { level: string | null; rows: number; shift?: number; blind?: boolean }[],
): Row[] {
  const random = seededRandom(seed);
  return levels.flatMap(({ level, rows, shift = 0, blind = false }) =>
    Array.from({ length: rows }, (): Row => {
      const logit = 3 * (random() - 0.5) * 2;
      const chance = 1 / (1 + Math.exp(-(logit + shift)));
      const told = blind ? 3 * (random() - 0.5) * 2 : logit;
      return { level, p: 1 / (1 + Math.exp(-told)), y: random() < chance ? 1 : 0 };
    }),
  );
}

function judge(rows: readonly Row[], groups = rows.map((_, at) => at)) {
  const judged = {
    outcomes: Uint8Array.from(rows, ({ y }) => y),
    probabilities: Float64Array.from(rows, ({ p }) => p),
    groups: Int32Array.from(groups),
    top: 0.75,
  };
  return slicesOf(judged, [{ field: 'contact.country', values: rows.map(({ level }) => level) }]);
}
const faultsOf = (rows: readonly Row[], level: string, groups?: number[]) =>
  judge(rows, groups)[0]?.levels.find((one) => one.level === level)?.faults;

describe('a difference that is there', () => {
  it('is found: more was promised than happened, or less', () => {
    const rows = rowsOf(1, [
      { level: 'France', rows: 600, shift: -1 },
      { level: 'Japan', rows: 600, shift: 1 },
      { level: 'Chile', rows: 600 },
    ]);
    expect(faultsOf(rows, 'France')).toContain('promised_too_much');
    expect(faultsOf(rows, 'Japan')).toContain('promised_too_little');
    expect(faultsOf(rows, 'Chile')).toEqual([]);
  });

  it('is found: won and lost cannot be told apart there', () => {
    const rows = rowsOf(2, [
      { level: 'France', rows: 500, blind: true },
      { level: 'Japan', rows: 1500 },
    ]);
    expect(faultsOf(rows, 'France')).toContain('ranked_worse');
    expect(faultsOf(rows, 'Japan')).not.toContain('ranked_worse');
  });

  it('is found: of those won fewer had the best grade', () => {
    const rows = rowsOf(3, [{ level: 'Japan', rows: 1500 }]).concat(
      rowsOf(4, [{ level: 'France', rows: 500, shift: 1.5 }]).map((row) => ({ ...row, p: row.p * 0.75 })),
    );
    expect(faultsOf(rows, 'France')).toContain('found_less');
  });
});

describe('a difference that may be chance', () => {
  it('is said in at most one of twenty reports, whatever the number of slices looked at', () => {
    let wrong = 0;
    const draws = 300;
    for (let seed = 0; seed < draws; seed += 1) {
      const rows = rowsOf(
        1000 + seed,
        ['a', 'b', 'c', 'd', 'e', 'f'].map((level) => ({ level, rows: 120 })),
      );
      if (judge(rows)[0]?.levels.some(({ faults }) => faults.length > 0)) wrong += 1;
    }
    // 5 % of 300 are 15; 26 would be three standard errors above.
    expect(wrong).toBeLessThan(26);
  });

  it('is not made certain by many pictures of the same few subjects', () => {
    const few = rowsOf(5, [
      { level: 'France', rows: 60, shift: -0.9 },
      { level: 'Japan', rows: 60 },
    ]);
    const rows = Array.from({ length: 12 }, () => few).flat();
    const groups = rows.map((_, at) => at % few.length);
    expect(faultsOf(rows, 'France')).toContain('promised_too_much');
    expect(faultsOf(rows, 'France', groups)).toEqual(faultsOf(few, 'France'));
  });
});

describe('few records', () => {
  it('are counted, and nothing else is said of them', () => {
    const rows = rowsOf(6, [
      { level: 'France', rows: leastRows - 1, shift: -4 },
      { level: 'Japan', rows: 300 },
    ]);
    const level = judge(rows)[0]?.levels.find((one) => one.level === 'France');
    expect(level).toMatchObject({ rows: leastRows - 1, tooFew: true, auc: null, found: null, faults: [] });
  });

  it('of very many levels stand together, and nobody is lost', () => {
    const rows = rowsOf(7, [
      { level: null, rows: 50 },
      ...Array.from({ length: 40 }, (_, nr) => ({ level: `town ${nr}`, rows: 3 })),
    ]);
    const [slice] = judge(rows);
    expect(slice?.levels).toHaveLength(20);
    expect(slice?.merged).toBe(22);
    expect(slice?.levels.some(({ level }) => level === restLevel)).toBe(true);
    expect(slice?.levels.reduce((sum, one) => sum + one.rows, 0)).toBe(rows.length);
  });

  it('of one level only make no comparison', () => {
    expect(judge(rowsOf(8, [{ level: 'Japan', rows: 300 }]))).toEqual([]);
  });
});
