// Drift: what is scored now held against what the weights were learned from, feature by feature and as a whole.
import type { Value } from '#analyze/feature.ts';
import { compileWeights } from '#analyze/score-row.ts';
import { type RawValues, rowOf } from '#analyze/table.ts';
import type { Weights } from '#analyze/weights.ts';
import { profileOf } from './profile.ts';
import { type ShareShift, type Shift, shareShift, shiftOf } from './shift.ts';

/** What was known of a subject at the moment `at` (ms), pictured as those were that the weights were learned from. */
export type Picture = { readonly subject: string; readonly at: number; readonly values: RawValues };

export type FeatureShift = Shift & {
  readonly name: string;
  readonly label: string;
  readonly missing: ShareShift;
};

export type Drift = {
  /** How many were looked at. */
  readonly rows: number;
  /** Of the probability; null where the weights do not say how theirs was spread. */
  readonly score: Shift | null;
  /** The one that moved most comes first. */
  readonly features: readonly FeatureShift[];
  readonly level: Shift['level'];
};

/** A false alarm of a whole night, over the score and all features together, comes about once in a hundred nights. */
const perNight = 0.01;

export function driftOf(weights: Weights, pictures: readonly Picture[]): Drift {
  const profile = profileOf(weights);
  const alpha = perNight / (2 * profile.length + 1);
  const rows = pictures.map(({ values, at }) => ({ values: rowOf(weights.features, values), at }));
  // Pictures of one subject are much alike: together they count as one, or chance would look like a shift.
  const here = Math.min(1, new Set(pictures.map(({ subject }) => subject)).size / Math.max(1, rows.length));
  const features = profile.map((spread): FeatureShift => {
    const now = new Array<number>(spread.known.length).fill(0);
    let missing = 0;
    for (const { values, at } of rows) {
      const group = spread.groupOf(values, at);
      if (group < 0) missing += 1;
      else now[group] = (now[group] ?? 0) + 1;
    }
    const all = spread.missing + spread.known.reduce((sum, one) => sum + one, 0);
    const there = asSubjects(weights, all);
    return {
      name: spread.name,
      label: spread.label,
      ...shiftOf(times(spread.known, there), times(now, here), alpha),
      missing: shareShift(
        { count: spread.missing * there, rows: all * there },
        { count: missing * here, rows: rows.length * here },
        alpha,
      ),
    };
  });
  const score = scoreShift(weights, rows, { alpha, here });
  const levels = [score?.level, ...features.flatMap(({ level, missing }) => [level, missing.level])];
  const level = levels.includes('drift') ? 'drift' : levels.includes('watch') ? 'watch' : 'calm';
  return {
    rows: rows.length,
    score,
    features: features.sort((a, b) => b.psi - a.psi || (a.name < b.name ? -1 : 1)),
    level,
  };
}

function scoreShift(
  weights: Weights,
  rows: readonly { readonly values: readonly Value[]; readonly at: number }[],
  { alpha, here }: { readonly alpha: number; readonly here: number },
): Shift | null {
  const { deciles } = weights.report;
  if (deciles === undefined || deciles.cuts.length === 0) return null;
  const score = compileWeights(weights);
  const now = deciles.counts.map(() => 0);
  for (const { values, at } of rows) {
    const { probability } = score(values, at);
    const bin = deciles.cuts.filter((cut) => cut <= probability).length;
    now[bin] = (now[bin] ?? 0) + 1;
  }
  const all = deciles.counts.reduce((sum, one) => sum + one, 0);
  return shiftOf(times(deciles.counts, asSubjects(weights, all)), times(now, here), alpha);
}

/** What a picture counts for, so that all of them together count as many as there were closed records. */
function asSubjects({ history }: Weights, pictures: number): number {
  return Math.min(1, history.closed / Math.max(1, pictures));
}

function times(counts: readonly number[], share: number): number[] {
  return counts.map((one) => one * share);
}
