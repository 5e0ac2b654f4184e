// Uplift: how much more often a journey's goal was reached by those treated than by those held out, and how sure that is.

/** What was measured of one group; those of whom nobody can tell are counted apart. */
export type GroupOutcome = { readonly reached: number; readonly missed: number; readonly unknown: number };

/** `interval`: 95 % around the rate (Wilson). */
export type GroupRate = GroupOutcome & {
  readonly rate: number | null;
  readonly interval: readonly [number, number] | null;
};

export type Uplift = {
  readonly treated: GroupRate;
  readonly held: GroupRate;
  /** Rate of the treated less that of the held out. */
  readonly difference: number | null;
  /** 95 %. */
  readonly interval: readonly [number, number] | null;
  /**
   * more, less: no difference is left out even by an interval of 99.5 %. none: that of 95 % is narrow and around no
   * difference. not_enough: nothing can be said yet.
   */
  readonly verdict: 'more' | 'less' | 'none' | 'not_enough';
  /** About how many more must be held out and measured until something can be said; null when it can, or nobody knows. */
  readonly wanted: number | null;
};

/** Two-sided 95 %. */
const shown = 1.959963984540054;
/**
 * Two-sided 99.5 %: people look again and again while customers come in, and stop when it says yes. Where nothing is
 * planted, 95 % would say so to 30 of 100 who look all the way to 1,000 customers, this to about five
 * (test/learn/uplift.test.ts).
 */
const claimed = 2.807033768343811;
/** Below this in either group no rate is worth showing an interval for. */
const fewest = 20;
/** An interval around no difference says so only when it is at most this wide. */
const widest = 0.2;

/** What was measured of both groups, and what may be said of it by somebody who looks every day. */
export function upliftOf(treated: GroupOutcome, held: GroupOutcome): Uplift {
  const [one, other] = [wilson(treated, shown), wilson(held, shown)];
  const [surer, surerHeld] = [wilson(treated, claimed), wilson(held, claimed)];
  const groups = { treated: rated(treated, one), held: rated(held, other) };
  if (one === null || other === null || surer === null || surerHeld === null)
    return { ...groups, difference: null, interval: null, verdict: 'not_enough', wanted: fewest };
  const difference = one.rate - other.rate;
  const [low, high] = newcombe(one, other);
  const [lowest, highest] = newcombe(surer, surerHeld);
  const few = Math.min(one.count, other.count) < fewest;
  const isNone = low <= 0 && high >= 0 && high - low <= widest;
  const verdict = few
    ? 'not_enough'
    : lowest > 0
      ? 'more'
      : highest < 0
        ? 'less'
        : isNone
          ? 'none'
          : 'not_enough';
  return {
    ...groups,
    difference,
    interval: [low, high],
    verdict,
    wanted: verdict === 'not_enough' ? wantedOf(one, other) : null,
  };
}

function rated(group: GroupOutcome, rate: Rate | null): GroupRate {
  return {
    ...group,
    rate: rate?.rate ?? null,
    interval: rate === null ? null : [rate.low, rate.high],
  };
}

/**
 * Newcombe's hybrid score interval (method 10: Statistics in Medicine 17, 1998): it holds its level for small groups and
 * for rates near 0 and 1, where the usual one does not.
 */
function newcombe(one: Rate, other: Rate): readonly [number, number] {
  const difference = one.rate - other.rate;
  return [
    difference - Math.hypot(one.rate - one.low, other.high - other.rate),
    difference + Math.hypot(one.high - one.rate, other.rate - other.low),
  ];
}

type Rate = { readonly count: number; readonly rate: number; readonly low: number; readonly high: number };

function wilson({ reached, missed }: GroupOutcome, z: number): Rate | null {
  const count = reached + missed;
  if (count === 0) return null;
  const rate = reached / count;
  const middle = (rate + (z * z) / (2 * count)) / (1 + (z * z) / count);
  const half =
    (z / (1 + (z * z) / count)) * Math.sqrt((rate * (1 - rate)) / count + (z * z) / (4 * count * count));
  return { count, rate, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/**
 * As both groups grow in the same proportion, intervals narrow with the square root: how far until they are narrow enough
 * to say that nothing is there, or, where the difference of today stays, until it can be claimed.
 */
function wantedOf(treated: Rate, held: Rate): number {
  // A rate of 0 or 1 in a small group is no proof that nothing varies.
  const varying = ({ rate, count }: Rate) => {
    const shrunk = (rate * count + 1) / (count + 2);
    return shrunk * (1 - shrunk);
  };
  const share = held.count / treated.count;
  const variance = varying(held) + varying(treated) * share;
  const untilNone = ((2 * shown) / widest) ** 2 * variance;
  const untilClaimed = (claimed / (treated.rate - held.rate)) ** 2 * variance;
  return Math.max(fewest - held.count, Math.ceil(Math.min(untilNone, untilClaimed)) - held.count, 1);
}
