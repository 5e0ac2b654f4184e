// What the trees of weights add to a score, input by input: exact shares, each kind of record worked out only once.
import type { Tree } from './tree.ts';
import { addShares, type Path, pathGroups, questionsOf, termsOf } from './tree-paths.ts';

/**
 * All trees laid out close together, in groups of paths. Bins that all questions of a group treat alike are one region;
 * the regions of a record make a number, its kind, and what is worked out for a kind is kept. `program` holds of each
 * group, from `begins[group]` on: how many inputs, where its kinds begin in `places`, then of each input the term, the
 * stride of its regions, and where in `regions` the region of its bin 0 lies.
 */
export type TreeSheet = {
  readonly groups: number;
  readonly bags: Int32Array;
  readonly begins: Int32Array;
  readonly program: Int32Array;
  readonly regions: Uint8Array;
  /** Where in `kept.shares` the shares of a kind begin: one for each input, then their sum; -1: not worked out yet. */
  readonly places: Int32Array;
  readonly kept: { shares: Float64Array };
  /** Works out the kind that has this place in `places`; the place of its shares. */
  readonly workOut: (group: number, at: number) => number;
  /** The same for bins of which some were never seen, by term; nothing is kept. */
  readonly workOutOnce: (group: number, binOf: (term: number) => number) => number;
};

// Few kinds are soon all worked out, many paths together are quicker to look up: measured on three public sets.
const mostKinds = 512;
// The region of a bin that no closed record was in: rare, and worked out each time anew.
export const unseen = 255;
// The most inputs that one group can ask about, and their sum.
const scratch = 256;

type Group = {
  readonly bag: number;
  readonly paths: readonly Path[];
  readonly terms: readonly number[];
  /** `firsts[place][region]` is one bin of that region. */
  readonly firsts: readonly Int32Array[];
};

/** `supports[term][bin]`: how many closed records lie in each bin of each term. */
export function treeSheet(trees: readonly Tree[], supports: readonly ArrayLike<number>[]): TreeSheet {
  const groups: Group[] = [];
  const begins: number[] = [];
  const program: number[] = [];
  const regions: Uint8Array[] = [];
  let [regionsEnd, kindsEnd] = [0, 0];
  for (const tree of trees)
    for (const paths of pathGroups(tree, supports, mostKinds)) {
      const terms = termsOf(paths);
      const firsts: Int32Array[] = [];
      begins.push(program.length);
      program.push(terms.length, kindsEnd);
      let kinds = 1;
      for (const term of terms) {
        const { region, first } = regionsOf(paths, term, supports[term]?.length ?? 0);
        program.push(term, kinds, regionsEnd);
        regions.push(region);
        firsts.push(first);
        regionsEnd += region.length;
        kinds *= first.length;
      }
      kindsEnd += kinds;
      groups.push({ bag: tree.bag, paths, terms, firsts });
    }
  const kept = { shares: new Float64Array(16 * scratch) };
  const places = new Int32Array(kindsEnd).fill(-1);
  const starts = Int32Array.from(begins, (begin) => program[begin + 1] ?? 0);
  return {
    groups: groups.length,
    bags: Int32Array.from(groups, ({ bag }) => bag),
    begins: Int32Array.from(begins),
    program: Int32Array.from(program),
    regions: joined(regions, regionsEnd),
    places,
    kept,
    workOut: kindWorker(groups, starts, places, kept),
    workOutOnce: (nr, binOf) => {
      const { paths = [], terms = [] } = groups[nr] ?? {};
      writeShares(paths, terms, terms.map(binOf), kept.shares.subarray(0, scratch));
      return 0;
    },
  };
}

function kindWorker(
  groups: readonly Group[],
  starts: Int32Array,
  places: Int32Array,
  kept: { shares: Float64Array },
): TreeSheet['workOut'] {
  let used = scratch;
  return (nr, at) => {
    const { paths = [], terms = [], firsts = [] } = groups[nr] ?? {};
    let kind = at - (starts[nr] ?? 0);
    const bins = firsts.map((first) => {
      const region = kind % first.length;
      kind = (kind - region) / first.length;
      return first[region] ?? 0;
    });
    const size = terms.length + 1;
    while (used + size > kept.shares.length) {
      const larger = new Float64Array(2 * kept.shares.length);
      larger.set(kept.shares);
      kept.shares = larger;
    }
    writeShares(paths, terms, bins, kept.shares.subarray(used, used + size));
    places[at] = used;
    used += size;
    return used - size;
  };
}

/** One share for each term, and their sum behind them. */
function writeShares(
  paths: readonly Path[],
  terms: readonly number[],
  bins: readonly number[],
  into: Float64Array,
): void {
  into.fill(0);
  addShares(paths, terms, bins, into);
  let sum = 0;
  for (let place = 0; place < terms.length; place++) sum += into[place] ?? 0;
  into[terms.length] = sum;
}

/** Adds the shares of all groups to the contributions of one record; `said` gets what each bag's trees say. */
export function addTrees(
  sheet: TreeSheet,
  drawers: Int32Array,
  contributions: Float64Array,
  said: Float64Array,
): void {
  const { groups, bags, begins, program } = sheet;
  const binOf = (term: number) => drawers[term] ?? 0;
  for (let group = 0; group < groups; group++) {
    const begin = begins[group] ?? 0;
    const kind = kindOf(sheet, begin, drawers);
    let place = kind < 0 ? sheet.workOutOnce(group, binOf) : placeOf(sheet, group, kind);
    const { shares } = sheet.kept;
    const end = begin + 2 + 3 * (program[begin] ?? 0);
    for (let at = begin + 2; at < end; at += 3) {
      const term = program[at] ?? 0;
      contributions[term] = (contributions[term] ?? 0) + (shares[place++] ?? 0);
    }
    const bag = bags[group] ?? -1;
    if (bag >= 0) said[bag] = (said[bag] ?? 0) + (shares[place] ?? 0);
  }
}

export function placeOf({ places, workOut }: TreeSheet, group: number, kind: number): number {
  const known = places[kind] ?? -1;
  return known >= 0 ? known : workOut(group, kind);
}

/** -1 where a bin was never seen. */
function kindOf({ program, regions }: TreeSheet, begin: number, drawers: Int32Array): number {
  const end = begin + 2 + 3 * (program[begin] ?? 0);
  let kind = program[begin + 1] ?? 0;
  for (let at = begin + 2; at < end; at += 3) {
    const bin = drawers[program[at] ?? 0] ?? 0;
    const region = regions[(program[at + 2] ?? 0) + bin] ?? unseen;
    if (region === unseen) return -1;
    kind += (program[at + 1] ?? 0) * region;
  }
  return kind;
}

/** Bins of one input that all questions treat alike; `first[region]` is one bin of each. */
function regionsOf(
  paths: readonly Path[],
  term: number,
  count: number,
): { readonly region: Uint8Array; readonly first: Int32Array } {
  const questions = questionsOf(paths, term);
  const first: number[] = [];
  const region = new Uint8Array(count);
  for (let bin = 0; bin < count; bin++) {
    if (questions.some(({ goes }) => goes[bin] === 2)) {
      region[bin] = unseen;
      continue;
    }
    const same = first.findIndex((other) => questions.every(({ goes }) => goes[bin] === goes[other]));
    region[bin] = same < 0 ? first.length : same;
    if (same < 0) first.push(bin);
  }
  return { region, first: Int32Array.from(first) };
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
