// Uplift: how much more often a journey's goal was reached by those treated than by those held out, and how sure that is.

/** What was measured of one group; those of whom nobody can tell are counted apart. */
export type GroupOutcome = { readonly reached: number; readonly missed: number; readonly unknown: number };

export type Uplift = {
  readonly treated: GroupOutcome & { readonly rate: number | null };
  readonly held: GroupOutcome & { readonly rate: number | null };
  /** Rate of the treated less that of the held out. */
  readonly difference: number | null;
  /** 95 %. */
  readonly interval: readonly [number, number] | null;
  /**
   * more, less: the interval leaves no difference out. none: it is narrow and around no difference. not_enough: nothing
   * can be said yet.
   */
  readonly verdict: 'more' | 'less' | 'none' | 'not_enough';
  /** About how many more must be held out and measured until something can be said; null when it can, or nobody knows. */
  readonly wanted: number | null;
};

/** Two-sided 95 %. */
const z = 1.959963984540054;
/** Below this in either group no rate is worth showing an interval for. */
const fewest = 20;
/** An interval around no difference says so only when it is at most this wide. */
const widest = 0.2;

/**
 * Newcombe's hybrid score interval (method 10: Statistics in Medicine 17, 1998): it holds its level for small groups and
 * for rates near 0 and 1, where the usual one does not.
 */
export function upliftOf(treated: GroupOutcome, held: GroupOutcome): Uplift {
  const [one, other] = [wilson(treated), wilson(held)];
  const groups = {
    treated: { ...treated, rate: one?.rate ?? null },
    held: { ...held, rate: other?.rate ?? null },
  };
  if (one === null || other === null)
    return { ...groups, difference: null, interval: null, verdict: 'not_enough', wanted: fewest };
  const difference = one.rate - other.rate;
  const low = difference - Math.hypot(one.rate - one.low, other.high - other.rate);
  const high = difference + Math.hypot(one.high - one.rate, other.rate - other.low);
  const few = Math.min(one.count, other.count) < fewest;
  const wide = high - low > widest;
  const verdict = few ? 'not_enough' : low > 0 ? 'more' : high < 0 ? 'less' : wide ? 'not_enough' : 'none';
  return {
    ...groups,
    difference,
    interval: [low, high],
    verdict,
    wanted: verdict === 'not_enough' ? wantedOf(one, other) : null,
  };
}

type Rate = { readonly count: number; readonly rate: number; readonly low: number; readonly high: number };

function wilson({ reached, missed }: GroupOutcome): Rate | null {
  const count = reached + missed;
  if (count === 0) return null;
  const rate = reached / count;
  const middle = (rate + (z * z) / (2 * count)) / (1 + (z * z) / count);
  const half =
    (z / (1 + (z * z) / count)) * Math.sqrt((rate * (1 - rate)) / count + (z * z) / (4 * count * count));
  return { count, rate, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** As both groups grow in the same proportion, the interval narrows with the square root. */
function wantedOf(treated: Rate, held: Rate): number {
  // A rate of 0 or 1 in a small group is no proof that nothing varies.
  const varying = ({ rate, count }: Rate) => {
    const shrunk = (rate * count + 1) / (count + 2);
    return shrunk * (1 - shrunk);
  };
  const share = held.count / treated.count;
  const needed = ((2 * z) / widest) ** 2 * (varying(held) + varying(treated) * share);
  return Math.max(fewest - held.count, Math.ceil(needed) - held.count, 1);
}
