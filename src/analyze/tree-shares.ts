// What the trees of weights add to a score, input by input: exact shares, each kind of record worked out only once.
import { clustersOf } from './path-clusters.ts';
import type { Tree } from './tree.ts';
import { addShares, type Path, pathGroups, questionsOf, termsOf } from './tree-paths.ts';

/**
 * All trees laid out close together, in groups of paths, of many trees where these ask about the same inputs. Bins that all
 * questions of a group treat alike are one region; the regions of a record make a number, its kind, and what is worked out
 * for a kind is kept. `program` holds of each group, from `begins[group]` on: how many inputs, where its kinds begin in `places`, then of each input the term, and
 * where in `regions` its bin 0 lies: what a bin adds to the number of the kind, far below 0 where it was never seen.
 */
export type TreeSheet = {
  readonly groups: number;
  readonly bags: Int32Array;
  readonly begins: Int32Array;
  readonly program: Int32Array;
  readonly regions: Int32Array;
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
// The region of a bin that no closed record was in: rare, and worked out each time anew. A few of them do not overflow.
const unseen = -(2 ** 24);
// The most inputs that one group can ask about, and their sum.
const scratch = 256;

type Group = {
  readonly bag: number;
  readonly parts: readonly Part[];
  readonly terms: readonly number[];
  /** `firsts[place][region]` is one bin of that region. */
  readonly firsts: readonly Int32Array[];
};

/** Paths of one tree within a group: few kinds, each worked out once and then looked up by all kinds of the group. */
type Part = {
  readonly paths: readonly Path[];
  readonly terms: readonly number[];
  /** Where in the terms of the group those of the part are. */
  readonly within: readonly number[];
  readonly regions: readonly Regions[];
  readonly known: Map<number, Float64Array>;
};

/** `supports[term][bin]`: how many closed records lie in each bin of each term. */
export function treeSheet(trees: readonly Tree[], supports: readonly ArrayLike<number>[]): TreeSheet {
  const groups: Group[] = [];
  const begins: number[] = [];
  const program: number[] = [];
  const regions: Int32Array[] = [];
  let [regionsEnd, kindsEnd] = [0, 0];
  const binsOf = (term: number) => supports[term]?.length ?? 0;
  const pieces = trees.flatMap((tree) =>
    pathGroups(tree, supports, mostKinds).map((paths) => ({ bag: tree.bag, paths })),
  );
  for (const { bag, groups: members, terms } of clustersOf(pieces, mostKinds)) {
    const firsts: Int32Array[] = [];
    begins.push(program.length);
    program.push(terms.length, kindsEnd);
    let kinds = 1;
    const paths = members.flatMap((member) => member.paths);
    for (const term of terms) {
      const { region, first } = regionsOf(paths, term, binsOf(term));
      program.push(term, regionsEnd);
      regions.push(region.map((one) => (one === unseen ? unseen : one * kinds)));
      firsts.push(first);
      regionsEnd += region.length;
      kinds *= first.length;
    }
    kindsEnd += kinds;
    groups.push({ bag, parts: members.map((member) => partOf(member.paths, terms, binsOf)), terms, firsts });
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
      const { parts = [], terms = [] } = groups[nr] ?? {};
      writeShares(parts, terms, terms.map(binOf), kept.shares.subarray(0, scratch));
      return 0;
    },
  };
}

function partOf(paths: readonly Path[], within: readonly number[], binsOf: (term: number) => number): Part {
  const terms = termsOf(paths);
  return {
    paths,
    terms,
    within: terms.map((term) => within.indexOf(term)),
    regions: terms.map((term) => regionsOf(paths, term, binsOf(term))),
    known: new Map(),
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
    const { parts = [], terms = [], firsts = [] } = groups[nr] ?? {};
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
    writeShares(parts, terms, bins, kept.shares.subarray(used, used + size));
    places[at] = used;
    used += size;
    return used - size;
  };
}

/** One share for each term, and their sum behind them. */
function writeShares(
  parts: readonly Part[],
  terms: readonly number[],
  bins: readonly number[],
  into: Float64Array,
): void {
  into.fill(0);
  for (const part of parts) {
    const shares = sharesOf(part, bins);
    for (let nr = 0; nr < shares.length; nr++) {
      const place = part.within[nr] ?? 0;
      into[place] = (into[place] ?? 0) + (shares[nr] ?? 0);
    }
  }
  let sum = 0;
  for (let place = 0; place < terms.length; place++) sum += into[place] ?? 0;
  into[terms.length] = sum;
}

/** What the paths of a part say where the terms of its group have these bins. */
function sharesOf({ paths, terms, within, regions, known }: Part, bins: readonly number[]): Float64Array {
  let kind = 0;
  let kinds = 1;
  regions.forEach(({ region, first }, nr) => {
    kind += kinds * (region[bins[within[nr] ?? 0] ?? 0] ?? 0);
    kinds *= first.length;
  });
  const before = known.get(kind);
  if (before !== undefined) return before;
  const own = within.map((place) => bins[place] ?? 0);
  const shares = new Float64Array(terms.length);
  addShares(paths, terms, own, shares);
  if (kind >= 0) known.set(kind, shares);
  return shares;
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
    const end = begin + 2 + 2 * (program[begin] ?? 0);
    for (let at = begin + 2; at < end; at += 2) {
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

/** Below 0 where a bin was never seen. */
function kindOf({ program, regions }: TreeSheet, begin: number, drawers: Int32Array): number {
  const end = begin + 2 + 2 * (program[begin] ?? 0);
  let kind = program[begin + 1] ?? 0;
  for (let at = begin + 2; at < end; at += 2)
    kind += regions[(program[at + 1] ?? 0) + (drawers[program[at] ?? 0] ?? 0)] ?? unseen;
  return kind;
}

/** Bins of one input that all questions treat alike: the region of each bin, and one bin of each region. */
type Regions = { readonly region: Int32Array; readonly first: Int32Array };

function regionsOf(paths: readonly Path[], term: number, count: number): Regions {
  const questions = questionsOf(paths, term);
  let region = new Int32Array(count);
  let kinds = 1;
  // Each question parts the regions that the ones before it left.
  for (const { goes } of questions) {
    const numbers = new Map<number, number>();
    region = region.map((before, bin) => {
      if (before === unseen || goes[bin] === 2) return unseen;
      const side = 2 * before + (goes[bin] ?? 0);
      const number = numbers.get(side) ?? numbers.size;
      numbers.set(side, number);
      return number;
    });
    kinds = numbers.size;
  }
  const first = new Int32Array(kinds);
  for (let bin = count - 1; bin >= 0; bin--) {
    const own = region[bin] ?? unseen;
    if (own !== unseen) first[own] = bin;
  }
  return { region, first };
}

function joined(parts: readonly Int32Array[], length: number): Int32Array {
  const all = new Int32Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
