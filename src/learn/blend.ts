// The blend: the mean of two fitted models, which is again a sum of the same parts.
import type { Fitted } from './fitted.ts';

/** Half of each, input by input; pairs come from the second, which may have some. Both share frame and folds. */
export function blended(first: Fitted, second: Fitted): Fitted {
  const half = (a: number | undefined, b: number) => ((a ?? 0) + b) / 2;
  return {
    learner: 'blend',
    pairs: second.pairs,
    intercepts: second.intercepts.map((intercept, bag) => half(first.intercepts[bag], intercept)),
    tables: second.tables.map((tables, bag) =>
      tables.map((table, place) =>
        table.map((points, bin) => half(first.tables[bag]?.[place]?.[bin], points)),
      ),
    ),
    heldOut: second.heldOut.map((logOdds, row) => half(first.heldOut[row], logOdds)),
  };
}
