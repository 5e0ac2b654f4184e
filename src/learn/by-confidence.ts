// Whether the confidence means what it says: how wrong scores were, from the fifth of the records least sure to the surest.
import { rowLogLoss } from './metrics.ts';

type Numbers = ArrayLike<number>;

/** `...Error`: one standard error of the mean. `promised` and `observed`: mean probability, and the share that came. */
export type SureFifth = {
  readonly rows: number;
  readonly confidence: number;
  readonly logLoss: number;
  readonly logLossError: number;
  readonly brier: number;
  readonly brierError: number;
  readonly promised: number;
  readonly observed: number;
};

/**
 * `holds`: the surest fifth errs less than the least sure by more than two standard errors, and none errs more than the one
 * before by more than 2.5 (four are compared, so two would be passed by chance too often). `unclear`: too few records to
 * say. Null where there are fewer than 50.
 */
export type ByConfidence = {
  readonly fifths: readonly SureFifth[];
  readonly verdict: 'holds' | 'unclear' | 'fails';
};

const groups = 5;
const fewest = 50;

export function byConfidence(
  outcomes: Numbers,
  probabilities: Numbers,
  confidences: Numbers,
): ByConfidence | null {
  if (outcomes.length < fewest) return null;
  // Among records of one confidence the order of the file decides, which knows nothing of how wrong they are.
  const order = Array.from({ length: outcomes.length }, (_, row) => row).sort(
    (a, b) => (confidences[a] ?? 0) - (confidences[b] ?? 0) || a - b,
  );
  const fifths = Array.from({ length: groups }, (_, nr) => {
    const from = Math.round((nr * order.length) / groups);
    return fifthOf(
      order.slice(from, Math.round(((nr + 1) * order.length) / groups)),
      outcomes,
      probabilities,
      confidences,
    );
  });
  return { fifths, verdict: verdictOf(fifths) };
}

function fifthOf(
  rows: readonly number[],
  outcomes: Numbers,
  probabilities: Numbers,
  confidences: Numbers,
): SureFifth {
  const mean = (of: (row: number) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const withError = (of: (row: number) => number): [number, number] => {
    const middle = mean(of);
    const spread = mean((row) => (of(row) - middle) ** 2);
    return [middle, Math.sqrt(spread / Math.max(1, rows.length - 1))];
  };
  const [logLoss, logLossError] = withError((row) => rowLogLoss(outcomes[row] ?? 0, probabilities[row] ?? 0));
  const [brier, brierError] = withError((row) => ((probabilities[row] ?? 0) - (outcomes[row] ?? 0)) ** 2);
  return {
    rows: rows.length,
    confidence: mean((row) => confidences[row] ?? 0),
    ...{ logLoss, logLossError, brier, brierError },
    promised: mean((row) => probabilities[row] ?? 0),
    observed: mean((row) => outcomes[row] ?? 0),
  };
}

function verdictOf(fifths: readonly SureFifth[]): ByConfidence['verdict'] {
  const less = (from: SureFifth | undefined, to: SureFifth | undefined) => {
    if (from === undefined || to === undefined) return 0;
    return (from.logLoss - to.logLoss) / Math.hypot(from.logLossError, to.logLossError);
  };
  if (fifths.some((fifth, nr) => nr > 0 && less(fifths[nr - 1], fifth) < -2.5)) return 'fails';
  return less(fifths[0], fifths.at(-1)) > 2 ? 'holds' : 'unclear';
}
