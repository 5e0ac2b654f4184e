// How often the measured uplift holds the planted one when lots are drawn anew among customers of whom both outcomes are known.
import { lot } from '#advise/journey/chance.ts';
import { upliftOf } from '#learn/uplift.ts';
import { type Entry, firstWays } from '#sandbox/forward/case-truth.ts';

const draws = 2_000;
const holdout = 0.2;

/** Of those treated it is known what became of them, and what would have without help: each draw holds some of them out. */
export function drawnAnew(entries: readonly Entry[]): number {
  const known = firstWays(entries).filter(({ held }) => !held);
  let covered = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    const out = known.map(({ company }) => lot('drawn anew', String(draw), company) < holdout);
    const group = (held: boolean) => known.filter((_, nr) => out[nr] === held);
    const [treated, heldOut] = [group(false), group(true)];
    const reached = treated.filter(({ outcome }) => outcome === 'reached').length;
    const without = (some: readonly Entry[]) => some.filter((one) => one.without === 'reached').length;
    const planted = (reached - without(treated)) / Math.max(1, treated.length);
    const held = without(heldOut);
    const { interval } = upliftOf(
      { reached, missed: treated.length - reached, unknown: 0 },
      { reached: held, missed: heldOut.length - held, unknown: 0 },
    );
    if (interval !== null && interval[0] <= planted && planted <= interval[1]) covered += 1;
  }
  return covered / draws;
}
