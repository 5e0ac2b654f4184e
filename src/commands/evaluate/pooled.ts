// The held-out predictions of all folds together, with what happened.
import type { HeldOut } from '#learn/cross-validate.ts';
import type { Evaluation } from './evaluation.ts';

export type Pooled = {
  readonly outcomes: Uint8Array;
  readonly probabilities: Float64Array;
  readonly confidences: Float64Array;
  readonly places: Int32Array;
};

export function pooled(evaluation: Evaluation): Pooled {
  const { folds } = evaluation;
  return {
    outcomes: Uint8Array.from(folds.flatMap((held) => [...outcomesOf(evaluation, held)])),
    probabilities: Float64Array.from(folds.flatMap(({ probabilities }) => [...probabilities])),
    confidences: Float64Array.from(folds.flatMap(({ confidences }) => [...confidences])),
    places: Int32Array.from(folds.flatMap(({ rows }) => [...rows])),
  };
}

export function outcomesOf(
  { known }: Pick<Evaluation, 'known'>,
  { rows }: Pick<HeldOut, 'rows'>,
): Uint8Array {
  return Uint8Array.from(rows, (place) => (known.records[place]?.won ? 1 : 0));
}
