// When somebody takes on an alert of the known case: a share of them, within one to six days, drawn by customer and day.
import { seededRandom } from '#sandbox/world/random.ts';

/** `nr`: the day on which it was seen. Null: nobody does. */
export function takenOn(
  { seed, acts }: { readonly seed: number; readonly acts: number },
  company: string,
  nr: number,
): number | null {
  const random = seededRandom(`${seed}/people/${company}/${nr}`);
  return random.chance(acts) ? nr + random.whole(1, 6) : null;
}
