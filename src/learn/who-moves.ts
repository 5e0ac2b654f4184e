// Who moves by other weights: the open records of now, scored by both, with the features that move them most.
import { dealBandOf } from '#analyze/deal-score.ts';
import { gradeOf } from '#analyze/lead-score.ts';
import { compileWeights, sigmoid } from '#analyze/score-row.ts';
import { movedBy, type Shares, sharesOf } from '#analyze/shares.ts';
import { rowOf } from '#analyze/table.ts';
import { findingOf } from '#analyze/target.ts';
import type { Weights } from '#analyze/weights.ts';
import type { Picture } from './drift.ts';
import type { Moves } from './model-event.ts';

/** So many open records are looked at. */
export const mostOpen = 20_000;
const named = 20;
const movers = 3;
/** More than so many points is far. */
const farPoints = 10;
/** The name under which the base rate moves a score. */
const ofAll = 'base_rate';

export function movesOf(before: Weights, after: Weights, pictures: readonly Picture[]): Moves {
  const [was, is] = [sayer(before), sayer(after)];
  const labels = new Map(
    [...before.features, ...after.features].map((one) => [one.name, one.label ?? one.name]),
  );
  const labelOf = (feature: string) =>
    feature
      .split(' + ')
      .map((one) => labels.get(one) ?? one)
      .join(' + ');
  const all = pictures.map((one) => {
    const [from, to] = [was(one), is(one)];
    return { subject: one.subject, from, to, step: to.score - from.score };
  });
  const top = all
    .filter(({ from, to }) => Math.round(from.score) !== Math.round(to.score) || from.band !== to.band)
    .sort((a, b) => Math.abs(b.step) - Math.abs(a.step) || (a.subject < b.subject ? -1 : 1))
    .slice(0, named)
    .map(({ subject, from, to }) => ({
      ...{ subject, from: Math.round(from.score), to: Math.round(to.score) },
      ...{ bandFrom: from.band, bandTo: to.band },
      by: movedBy(from.shares(), to.shares())
        .slice(0, movers)
        .map(({ feature, points }) => ({ feature, label: labelOf(feature), points: tenths(points) }))
        .filter(({ points }) => points !== 0),
    }));
  return {
    finding: findingOf[after.target],
    looked: all.length,
    far: all.filter(({ step }) => Math.abs(step) > farPoints).length,
    graded: all.filter(({ from, to }) => from.band !== to.band).length,
    mean: tenths(all.reduce((sum, { step }) => sum + Math.abs(step), 0) / Math.max(1, all.length)),
    up: all.filter(({ step }) => step > 0).length,
    top,
  };
}

type Said = { readonly score: number; readonly band: string | null; readonly shares: () => Shares };

/** As the finding of the target says it: of leads without the base rate, of deals and customers the probability. */
function sayer(weights: Weights): (picture: Picture) => Said {
  const score = compileWeights(weights);
  const isLead = weights.target === 'lead';
  return ({ values, at }) => {
    const scored = score(rowOf(weights.features, values), at);
    const own = () => sharesOf(weights, scored);
    const sum = scored.contributions.reduce((all, part) => all + part, 0);
    return isLead
      ? { score: 100 * sigmoid(sum), band: gradeOf(weights, scored.probability), shares: own }
      : {
          score: 100 * scored.probability,
          band: weights.target === 'deal' ? dealBandOf(scored.probability) : null,
          shares: () => ({ ...own(), [ofAll]: scored.intercept }),
        };
  };
}

const tenths = (value: number) => Math.round(value * 10) / 10 + 0;
