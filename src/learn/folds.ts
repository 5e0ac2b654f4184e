// Splits closed records into equal parts with the same share of won in each; what belongs together stays together.
import { type Random, shuffled } from './random.ts';

/**
 * The part (0 to `count` - 1) of each row; won and lost are dealt out separately, in random order. Rows of one group go to
 * one part, and count as won where one of them is.
 */
export function foldsOf(
  random: Random,
  outcomes: Uint8Array,
  count: number,
  groups?: Int32Array,
): Uint8Array {
  if (groups === undefined || new Set(groups).size === groups.length) return dealt(random, outcomes, count);
  const places = new Map([...new Set(groups)].map((group, place) => [group, place]));
  const won = new Uint8Array(places.size);
  groups.forEach((group, row) => {
    if (outcomes[row] === 1) won[places.get(group) ?? 0] = 1;
  });
  const folds = dealt(random, won, count);
  return Uint8Array.from(groups, (group) => folds[places.get(group) ?? 0] ?? 0);
}

function dealt(random: Random, outcomes: Uint8Array, count: number): Uint8Array {
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
