// One small boosting step for one input: which bins move, and how far.

/** `rate` is the share of a full Newton step that is taken; `shrink` the weight of "no effect" in it, in rows. */
export type StepOptions = { readonly rate: number; readonly shrink: number; readonly leastWeight: number };

/**
 * `sums` holds gradient and curvature of the log loss by bin: g0, h0, g1, h1, ... Writes the step of each bin
 * into `steps`.
 */
export type Step = (sums: Float64Array, steps: Float64Array) => void;

/** Each level moves by itself: levels have no order in which they could share what they learn. */
export function levelStep({ rate, shrink }: StepOptions): Step {
  return (sums, steps) => {
    for (let bin = 0; bin < steps.length; bin++)
      steps[bin] = (rate * (sums[2 * bin] ?? 0)) / ((sums[2 * bin + 1] ?? 0) + shrink);
  };
}

/**
 * Numbers move in at most three stretches, cut where the log loss gains most; "not known" (bin 0) moves by
 * itself. `monotone` makes the stretches rise (1) or fall (-1) by pooling those that do not.
 */
export function numberStep(options: StepOptions, monotone: 1 | -1 | 0): Step {
  const { rate, shrink } = options;
  return (sums, steps) => {
    const end = steps.length;
    steps.fill(0);
    steps[0] = (rate * (sums[0] ?? 0)) / ((sums[1] ?? 0) + shrink);
    const ends = cutInThree(sums, 1, end, options);
    let stretches = ends.map((to, place) => stretchOf(sums, place === 0 ? 1 : (ends[place - 1] ?? 1), to));
    if (monotone !== 0) stretches = pooled(stretches, monotone, shrink);
    for (const { from, to, g, h } of stretches) steps.fill((rate * g) / (h + shrink), from, to);
  };
}

type Stretch = { readonly from: number; readonly to: number; readonly g: number; readonly h: number };
type Cut = { readonly at: number; readonly gain: number };

function stretchOf(sums: Float64Array, from: number, to: number): Stretch {
  let g = 0;
  let h = 0;
  for (let bin = from; bin < to; bin++) {
    g += sums[2 * bin] ?? 0;
    h += sums[2 * bin + 1] ?? 0;
  }
  return { from, to, g, h };
}

/** Ends of the stretches: the best cut, then the better cut on either side of it. */
function cutInThree(sums: Float64Array, from: number, to: number, options: StepOptions): number[] {
  const first = bestCut(sums, from, to, options);
  if (first === undefined) return from < to ? [to] : [];
  const low = bestCut(sums, from, first.at, options);
  const high = bestCut(sums, first.at, to, options);
  if (low === undefined && high === undefined) return [first.at, to];
  return (low?.gain ?? 0) > (high?.gain ?? 0)
    ? [low?.at ?? first.at, first.at, to]
    : [first.at, high?.at ?? first.at, to];
}

/** The cut of bins `from` to `to` - 1 that gains most, where both sides weigh enough. */
function bestCut(sums: Float64Array, from: number, to: number, options: StepOptions): Cut | undefined {
  const { g, h } = stretchOf(sums, from, to);
  const { shrink, leastWeight } = options;
  const whole = (g * g) / (h + shrink);
  let left = 0;
  let weight = 0;
  let best = 1e-12;
  let at = -1;
  for (let bin = from; bin < to - 1; bin++) {
    left += sums[2 * bin] ?? 0;
    weight += sums[2 * bin + 1] ?? 0;
    if (weight < leastWeight) continue;
    if (h - weight < leastWeight) break;
    const gain =
      (left * left) / (weight + shrink) + ((g - left) * (g - left)) / (h - weight + shrink) - whole;
    if (gain > best) {
      best = gain;
      at = bin + 1;
    }
  }
  return at < 0 ? undefined : { at, gain: best };
}

/** Pools neighbouring stretches whose steps run against `direction` (pool adjacent violators). */
function pooled(stretches: readonly Stretch[], direction: 1 | -1, shrink: number): Stretch[] {
  const kept: Stretch[] = [];
  const step = ({ g, h }: Stretch) => (direction * g) / (h + shrink);
  for (const stretch of stretches) {
    let last = stretch;
    for (let before = kept.at(-1); before !== undefined && step(before) > step(last); before = kept.at(-1)) {
      kept.pop();
      last = { from: before.from, to: last.to, g: before.g + last.g, h: before.h + last.h };
    }
    kept.push(last);
  }
  return kept;
}
