// The curves of held-out predictions: ranking, precision, lift, and what was promised against what happened.
import { type ByConfidence, byConfidence } from '#learn/by-confidence.ts';
import { calibrationTable } from '#learn/calibration.ts';
import type { Evaluation } from './evaluation.ts';
import type { Plot, Point } from './plot.ts';
import { outcomesOf, pooled } from './pooled.ts';
import type { Say } from './told.ts';

type Numbers = ArrayLike<number>;
type Curves = { readonly roc: Point[]; readonly pr: Point[]; readonly lift: Point[] };

const corner: Point = [1, 1];

export function plotsOf(evaluation: Evaluation, say: Say): Plot[] {
  const all = pooled(evaluation);
  const together = curvesOf(all.outcomes, all.probabilities);
  const byFold = evaluation.folds.map((held) => curvesOf(outcomesOf(evaluation, held), held.probabilities));
  const base = all.outcomes.reduce((sum, one) => sum + one, 0) / Math.max(1, all.outcomes.length);
  const mostLift = Math.ceil(Math.max(2, ...together.lift.map(([, y]) => y)));
  const calibration = calibrationTable(all.outcomes, all.probabilities);
  const most = Math.min(
    1,
    1.1 * Math.max(...calibration.map(({ predicted, observed }) => Math.max(predicted, observed))),
  );
  const by = byConfidence(all.outcomes, all.probabilities, all.confidences);
  return [
    {
      title: say('evaluate.curve.roc'),
      x: say('evaluate.axis.falseAlarms'),
      y: say('evaluate.axis.found'),
      most: corner,
      behind: byFold.map(({ roc }) => roc),
      line: together.roc,
      even: [[0, 0], corner],
      dots: [],
    },
    {
      title: say('evaluate.curve.pr'),
      x: say('evaluate.axis.found'),
      y: say('evaluate.axis.precision'),
      most: corner,
      behind: byFold.map(({ pr }) => pr),
      line: together.pr,
      even: [
        [0, base],
        [1, base],
      ],
      dots: [],
    },
    {
      title: say('evaluate.curve.lift'),
      x: say('evaluate.axis.taken'),
      y: say('evaluate.axis.lift'),
      most: [1, mostLift],
      behind: byFold.map(({ lift }) => lift.map(([x, y]): Point => [x, Math.min(y, mostLift)])),
      line: together.lift,
      even: [[0, 1], corner],
      dots: [],
    },
    {
      title: say('evaluate.curve.calibration'),
      x: say('evaluate.axis.promised'),
      y: say('evaluate.axis.happened'),
      most: [most, most],
      behind: [],
      line: [],
      even: [
        [0, 0],
        [most, most],
      ],
      dots: calibration.map(({ rows, predicted, observed }) => {
        const [low, high] = intervalOf(observed, rows);
        const says = `${(100 * predicted).toFixed(1)} % → ${(100 * observed).toFixed(1)} % (n = ${rows})`;
        return {
          at: [predicted, observed] as const,
          low: Math.min(low, most),
          high: Math.min(high, most),
          says,
        };
      }),
    },
    ...(by === null ? [] : [trustPlot(by, say)]),
  ];
}

/** What always saying the share won would cost is the dashed line. */
function trustPlot({ fifths }: ByConfidence, say: Say): Plot {
  const most = Math.ceil(10 * Math.max(...fifths.map((one) => one.logLoss + 2 * one.logLossError))) / 10;
  const share = fifths.reduce((sum, one) => sum + one.observed, 0) / fifths.length;
  const base = -share * Math.log(share) - (1 - share) * Math.log(1 - share);
  const even = Math.min(most, Number.isFinite(base) ? base : 0);
  return {
    title: say('evaluate.curve.trust'),
    x: say('evaluate.axis.confidence'),
    y: say('evaluate.axis.wrong'),
    most: [1, most],
    behind: [],
    line: fifths.map(({ confidence, logLoss }): Point => [confidence, logLoss]),
    even: [
      [0, even],
      [1, even],
    ],
    dots: fifths.map(({ confidence, logLoss, logLossError, rows }) => ({
      at: [confidence, logLoss] as const,
      low: Math.max(0, logLoss - 1.96 * logLossError),
      high: Math.min(most, logLoss + 1.96 * logLossError),
      says: `${confidence.toFixed(2)}: ${logLoss.toFixed(3)} ± ${logLossError.toFixed(3)} (n = ${rows})`,
    })),
  };
}

function curvesOf(outcomes: Numbers, probabilities: Numbers): Curves {
  const order = Array.from({ length: outcomes.length }, (_, row) => row).sort(
    (a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0) || a - b,
  );
  const won = Math.max(
    1,
    order.reduce((sum, row) => sum + (outcomes[row] ?? 0), 0),
  );
  const lost = Math.max(1, order.length - won);
  const every = Math.max(1, Math.floor(order.length / 200));
  const curves: Curves = { roc: [[0, 0]], pr: [], lift: [] };
  let found = 0;
  order.forEach((row, nr) => {
    found += outcomes[row] ?? 0;
    const taken = nr + 1;
    const last = taken === order.length;
    // Among rows of one probability the order means nothing, so only where they end is a point of the curve.
    if (!last && probabilities[row] === probabilities[order[taken] ?? 0]) return;
    if (!last && taken % every !== 0) return;
    curves.roc.push([(taken - found) / lost, found / won]);
    if (taken >= 20 || last) curves.pr.push([found / won, found / taken]);
    if (taken >= order.length / 50)
      curves.lift.push([taken / order.length, found / taken / (won / order.length)]);
  });
  return curves;
}

/** Wilson's interval of 95 %. */
function intervalOf(share: number, rows: number): [number, number] {
  const z = 1.96;
  const middle = (share + (z * z) / (2 * rows)) / (1 + (z * z) / rows);
  const half =
    (z / (1 + (z * z) / rows)) * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
