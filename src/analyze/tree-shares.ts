// What the trees of weights add to a score, input by input: exact shares, each kind of record worked out only once.

import type { Tree } from './tree.ts';
import { addShares, type Paths, pathsOf } from './tree-paths.ts';

/**
 * One tree laid out for speed. Bins that every question of the tree treats alike are one region; a record's regions
 * make a number, and under that number its shares are kept.
 */
export type SharedTree = {
  readonly bag: number;
  readonly terms: Int32Array;
  /** Region of each bin times the stride of its input. */
  readonly regions: readonly Int32Array[];
  /** Shares of the kind of record with this number: `terms.length` doubles, then their sum. */
  readonly sharesOf: (kind: number) => Float64Array;
};

// A tree that tells apart more kinds of records than this forgets what it worked out now and then.
const mostKept = 20_000;

export function sharedTree(tree: Tree, supports: readonly ArrayLike<number>[]): SharedTree {
  const paths = pathsOf(tree, supports);
  let stride = 1;
  const firsts: Int32Array[] = [];
  const strides: number[] = [];
  const regions = paths.terms.map((term, place) => {
    const { region, first } = regionsOf(paths, place, supports[term]?.length ?? 0);
    const own = stride;
    firsts.push(first);
    strides.push(own);
    stride *= first.length;
    return region.map((one) => one * own);
  });
  const kept = new Map<number, Float64Array>();
  const bins = new Int32Array(paths.terms.length);
  const workOut = (kind: number): Float64Array => {
    for (let place = 0; place < bins.length; place++) {
      const first = firsts[place];
      const region = Math.floor(kind / (strides[place] ?? 1)) % (first?.length ?? 1);
      bins[place] = first?.[region] ?? 0;
    }
    const shares = new Float64Array(bins.length + 1);
    addShares(paths, bins, shares);
    for (let place = 0; place < bins.length; place++)
      shares[bins.length] = (shares[bins.length] ?? 0) + (shares[place] ?? 0);
    return shares;
  };
  const sharesOf = (kind: number): Float64Array => {
    const known = kept.get(kind);
    if (known !== undefined) return known;
    if (kept.size >= mostKept) kept.clear();
    const shares = workOut(kind);
    kept.set(kind, shares);
    return shares;
  };
  return { bag: tree.bag, terms: Int32Array.from(paths.terms), regions, sharesOf };
}

/** Bins of one input that keep to the same paths; `first[region]` is one bin of each. */
function regionsOf(
  { paths }: Paths,
  place: number,
  count: number,
): { region: Int32Array; first: Int32Array } {
  const kinds = paths.flatMap(({ steps }) => steps.filter((step) => step.place === place));
  const numbers = new Map<string, number>();
  const first: number[] = [];
  const region = Int32Array.from({ length: count }, (_, bin) => {
    const signature = kinds.map(({ keeps }) => keeps[bin] ?? 0).join();
    const known = numbers.get(signature);
    if (known !== undefined) return known;
    numbers.set(signature, first.length);
    first.push(bin);
    return first.length - 1;
  });
  return { region, first: Int32Array.from(first) };
}
