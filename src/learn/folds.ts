// Splits closed records into equal parts with the same share of won in each.
import { type Random, shuffled } from './random.ts';

/** The part (0 to `count` - 1) of each row; won and lost are dealt out separately, in random order. */
export function foldsOf(random: Random, outcomes: Uint8Array, count: number): Uint8Array {
  const folds = new Uint8Array(outcomes.length);
  const dealt = [0, 0];
  for (const row of shuffled(random, outcomes.length)) {
    const outcome = outcomes[row] ?? 0;
    const turn = dealt[outcome] ?? 0;
    // Lost records are dealt from the other end, so that the parts are equal in size too.
    folds[row] = outcome === 1 ? turn % count : count - 1 - (turn % count);
    dealt[outcome] = turn + 1;
  }
  return folds;
}
