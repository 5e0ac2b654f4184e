// A planned tree: three inputs are each asked once on every path, where they say something only together.
import { gridOf, type Three } from './find-threes.ts';
import type { BinnedInput } from './frame.ts';
import type { GrownTree } from './grow-tree.ts';

const mostNumbers = 8;
const mostLevels = 5;

/** Three inputs in few groups, and the ways of parting the groups of each in two (1: goes left). */
export type Plan = {
  readonly places: Three;
  readonly groups: readonly Uint8Array[];
  readonly counts: Three;
  readonly ways: readonly (readonly Uint8Array[])[];
};

export function plansOf(inputs: readonly BinnedInput[], threes: readonly Three[]): Plan[] {
  return threes.flatMap((places): Plan[] => {
    const grids = places.flatMap((place) => {
      const input = inputs[place];
      return input === undefined ? [] : [gridOf(input, mostNumbers, mostLevels)];
    });
    const [a, b, c] = grids;
    if (a === undefined || b === undefined || c === undefined) return [];
    return [
      {
        places,
        groups: grids.map(({ groups }) => groups),
        counts: [a.count, b.count, c.count],
        ways: grids.map(({ count, isLevels }) => (isLevels ? subsetsOf(count) : cutsOf(count))),
      },
    ];
  });
}

/** Of all plans the tree that gains most on the rows; null where none gains. */
export function plannedTree(
  inputs: readonly BinnedInput[],
  plans: readonly Plan[],
  rows: Int32Array,
  g: Float64Array,
  h: Float64Array,
  { shrink, rate }: { readonly shrink: number; readonly rate: number },
): GrownTree | null {
  let best: { readonly plan: Plan; readonly found: Found } | null = null;
  for (const plan of plans) {
    const found = bestParting(plan, cellsOf(inputs, plan, rows, g, h), shrink);
    if (found !== null && found.gain > (best?.found.gain ?? 0)) best = { plan, found };
  }
  if (best === null) return null;
  const { plan, found } = best;
  const goes = plan.groups.map((groups, nr) => groups.map((group) => found.way[nr]?.[group] ?? 0));
  const asked = [0, 1, 1, 2, 2, 2, 2];
  return {
    places: asked.map((nr) => plan.places[nr] ?? 0),
    goes: asked.map((nr) => goes[nr] ?? new Uint8Array(0)),
    // A whole tree: below question q are 2q + 1 and 2q + 2, and below the last four the leaves.
    kids: [1, 2, 3, 4, 5, 6, ...Array.from({ length: 8 }, (_, leaf) => -1 - leaf)],
    leaves: found.leaves.map((leaf) => rate * leaf),
  };
}

type Found = {
  readonly gain: number;
  readonly way: readonly Uint8Array[];
  readonly leaves: readonly number[];
};

function cutsOf(count: number): Uint8Array[] {
  return Array.from({ length: count - 1 }, (_, cut) =>
    Uint8Array.from({ length: count }, (__, group) => (group <= cut ? 1 : 0)),
  );
}

/** The last group never goes left, for the other way round is the same parting. */
function subsetsOf(count: number): Uint8Array[] {
  return Array.from({ length: 2 ** (count - 1) - 1 }, (_, nr) =>
    Uint8Array.from({ length: count }, (__, group) => ((nr + 1) >> group) & 1),
  );
}

function cellsOf(
  inputs: readonly BinnedInput[],
  { places, groups, counts }: Plan,
  rows: Int32Array,
  g: Float64Array,
  h: Float64Array,
): Float64Array {
  const [, B, C] = counts;
  const sums = new Float64Array(2 * counts[0] * B * C);
  const none = new Uint8Array(0);
  const [a, b, c] = places.map((place) => inputs[place]?.column ?? none);
  const [ofA = none, ofB = none, ofC = none] = groups;
  for (let nr = 0; nr < rows.length; nr++) {
    const row = rows[nr] ?? 0;
    const cell = ((ofA[a?.[row] ?? 0] ?? 0) * B + (ofB[b?.[row] ?? 0] ?? 0)) * C + (ofC[c?.[row] ?? 0] ?? 0);
    sums[2 * cell] = (sums[2 * cell] ?? 0) + (g[row] ?? 0);
    sums[2 * cell + 1] = (sums[2 * cell + 1] ?? 0) + (h[row] ?? 0);
  }
  return sums;
}

/** Every parting of the first with every one of the second and of the third; eight blocks, left ones first. */
function bestParting({ counts, ways }: Plan, sums: Float64Array, shrink: number): Found | null {
  const [A, B, C] = counts;
  const [waysA = [], waysB = [], waysC = []] = ways;
  const alone = whole(sums, shrink);
  let best: Pick<Found, 'gain' | 'way'> | null = null;
  let toBeat = alone;
  // Written over again and again: thousands of partings are tried for one tree.
  const byB = new Float64Array(4 * B * C);
  const byC = new Float64Array(8 * C);
  for (const a of waysA) {
    part(byB, sums, 1, A, 2 * B * C, a);
    for (const b of waysB) {
      part(byC, byB, 2, B, 2 * C, b);
      for (const c of waysC) {
        const gain = gainOf(byC, C, c, shrink);
        if (gain <= toBeat) continue;
        toBeat = gain;
        best = { gain, way: [a, b, c] };
      }
    }
  }
  if (best === null) return null;
  const blocks = new Float64Array(16);
  const [a, b, c] = best.way;
  if (a === undefined || b === undefined || c === undefined) return null;
  part(byB, sums, 1, A, 2 * B * C, a);
  part(byC, byB, 2, B, 2 * C, b);
  part(blocks, byC, 4, C, 2, c);
  const leaves = Array.from(
    { length: 8 },
    (_, k) => (blocks[2 * k] ?? 0) / ((blocks[2 * k + 1] ?? 0) + shrink),
  );
  return { way: best.way, leaves, gain: best.gain - alone };
}

/** Of four blocks of `count` groups, each parted: what the eight leaves gain. */
function gainOf(byC: Float64Array, count: number, way: Uint8Array, shrink: number): number {
  let gain = 0;
  for (let at = 0; at < 8 * count; at += 2 * count) {
    let g = 0;
    let h = 0;
    let otherG = 0;
    let otherH = 0;
    for (let group = 0; group < count; group++) {
      const k = at + 2 * group;
      if (way[group] === 1) {
        g += byC[k] ?? 0;
        h += byC[k + 1] ?? 0;
      } else {
        otherG += byC[k] ?? 0;
        otherH += byC[k + 1] ?? 0;
      }
    }
    gain += (g * g) / (h + shrink);
    gain += (otherG * otherG) / (otherH + shrink);
  }
  return gain;
}

/** What everything gains as one leaf. */
function whole(sums: Float64Array, shrink: number): number {
  let [g, h] = [0, 0];
  for (let k = 0; k < sums.length; k += 2) {
    g += sums[k] ?? 0;
    h += sums[k + 1] ?? 0;
  }
  return g ** 2 / (h + shrink);
}

/** Of `blocks` blocks with `count` groups of `size` numbers each: the sums of the groups that go left, then of the others. */
function part(
  into: Float64Array,
  sums: Float64Array,
  blocks: number,
  count: number,
  size: number,
  way: Uint8Array,
): void {
  into.fill(0);
  for (let block = 0; block < blocks; block++)
    for (let group = 0; group < count; group++) {
      const from = (block * count + group) * size;
      const to = (2 * block + 1 - (way[group] ?? 0)) * size;
      for (let k = 0; k < size; k++) into[to + k] = (into[to + k] ?? 0) + (sums[from + k] ?? 0);
    }
}
