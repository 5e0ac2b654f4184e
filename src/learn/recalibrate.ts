// Recalibration: the same weights, their log-odds moved and stretched so that they promise what the newest records kept.
import { compileWeights, sigmoid } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import type { Weights } from '#analyze/weights.ts';
import type { ClosedRecord } from './closed-records.ts';

/** New log-odds = `move` + `stretch` x old log-odds. */
export type Line = { readonly move: number; readonly stretch: number };

/** That nothing changed is worth so many records of doubt. */
const doubt = 100;
const steps = 25;

/**
 * The line that fits the newest records, shrunk towards no change: to every record comes a share of what the weights
 * themselves expect of it, in all worth 100 records. Newton's method on two numbers.
 */
export function fitLine(logOdds: Float64Array, outcomes: Uint8Array): Line {
  const rows = logOdds.length;
  let [move, stretch] = [0, 1];
  const own = doubt / Math.max(1, rows);
  for (let step = 0; step < steps; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9];
    for (let row = 0; row < rows; row++) {
      const x = logOdds[row] ?? 0;
      const said = sigmoid(move + stretch * x);
      const miss = (outcomes[row] ?? 0) - said + own * (sigmoid(x) - said);
      const bend = (1 + own) * said * (1 - said);
      g0 += miss;
      g1 += miss * x;
      h00 += bend;
      h01 += bend * x;
      h11 += bend * x * x;
    }
    const det = h00 * h11 - h01 * h01;
    if (!(det > 1e-12)) break;
    move += (h11 * g0 - h01 * g1) / det;
    stretch += (h00 * g1 - h01 * g0) / det;
  }
  // A line that falls, or stretches without end, is an accident of a few records.
  if (!Number.isFinite(move) || !(stretch > 0.2 && stretch < 3)) return { move: 0, stretch: 1 };
  return { move: round(move), stretch: round(stretch) };
}

/** The log-odds of records by weights. */
export function logOddsOf(weights: Weights, records: readonly Pick<ClosedRecord, 'at' | 'values'>[]) {
  const score = compileWeights(weights);
  return Float64Array.from(records, ({ at, values }) => score(rowOf(weights.features, values), at).logOdds);
}

/** The weights with their log-odds along the line: every part stretched, so that parts still add up. */
export function alongLine(weights: Weights, { move, stretch }: Line): Weights {
  const { model, report } = weights;
  const points = (all: readonly number[]) => all.map((one) => round(one * stretch));
  const bags = (all: readonly (readonly number[])[]) => all.map((bag) => thousandths(bag, stretch));
  const onLine = (probability: number) => {
    const odds = Math.log(probability / (1 - probability));
    return probability <= 0 || probability >= 1 ? probability : sigmoid(move + stretch * odds);
  };
  return {
    ...weights,
    model: {
      ...model,
      intercept: round(move + stretch * model.intercept),
      interceptBags: thousandths(model.interceptBags, stretch),
      terms: model.terms.map((term) => ({ ...term, points: points(term.points), bags: bags(term.bags) })),
      pairs: model.pairs.map((pair) => ({ ...pair, points: points(pair.points), bags: bags(pair.bags) })),
      ...(model.trees === undefined
        ? {}
        : { trees: model.trees.map((tree) => ({ ...tree, leaves: points(tree.leaves) })) }),
    },
    // So does what drift of the score is told by.
    report:
      report.deciles === undefined
        ? report
        : { ...report, deciles: { ...report.deciles, cuts: report.deciles.cuts.map(onLine) } },
    features: weights.features.map((one) => ({ ...one, importance: one.importance * stretch })),
    // Whoever was an A stays one: the borders go along.
    grades:
      weights.grades === null
        ? null
        : [onLine(weights.grades[0]), onLine(weights.grades[1]), onLine(weights.grades[2])],
  };
}

const round = (value: number) => Math.round(value * 1e5) / 1e5;
const thousandths = (all: readonly number[], stretch: number) =>
  all.map((one) => Math.max(-32_000, Math.min(32_000, Math.round(one * stretch))) + 0);
