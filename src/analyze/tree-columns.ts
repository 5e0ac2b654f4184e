// What the trees of weights add to the contributions of a block of rows, group by group of paths.
import type { TreeSheet } from './tree-shares.ts';

/** Rows that are worked on together: what is kept of kinds is fetched anew for each block, so few large ones, measured. */
export const mostTogether = 16_384;

/**
 * Adds the shares of all trees to `contributions[term][row]`, of at most `mostTogether` rows; `drawers[term]` holds the bin
 * of every row.
 */
export function treeAdder(
  sheet: TreeSheet,
): (drawers: readonly Uint8Array[], contributions: readonly Float64Array[], rows: number) => void {
  const places = new Int32Array(mostTogether);
  // Inputs are worked on two at a time; where one is left, the other of its two is this, which adds nothing.
  const nobody = {
    bins: new Uint8Array(mostTogether),
    region: new Int32Array(1),
    into: new Float64Array(mostTogether),
  };
  return (drawers, contributions, rows) => {
    for (let group = 0; group < sheet.groups; group++)
      addGroup(sheet, group, drawers, contributions, rows, places, nobody);
  };
}

type Nobody = { readonly bins: Uint8Array; readonly region: Int32Array; readonly into: Float64Array };

function addGroup(
  sheet: TreeSheet,
  group: number,
  drawers: readonly Uint8Array[],
  contributions: readonly Float64Array[],
  rows: number,
  places: Int32Array,
  nobody: Nobody,
): void {
  const { begins, program, kept } = sheet;
  const begin = begins[group] ?? 0;
  const end = begin + 2 + 2 * (program[begin] ?? 0);
  findKinds(sheet, begin, drawers, rows, places, nobody);
  const isSeen = findPlaces(sheet, group, rows, places);
  if (!isSeen) addOnce(sheet, group, drawers, contributions, places.subarray(0, rows));
  for (let at = begin + 2, nr = 0; at < end; nr += 4) {
    const into = (next: number) =>
      next < end ? (contributions[program[next] ?? 0] ?? nobody.into) : nobody.into;
    const [one, two, three, four] = [into(at), into(at + 2), into(at + 4), into(at + 6)];
    if (!isSeen) {
      addSeen([one, two, three, four], kept.shares, nr, rows, places);
      at += 8;
    } else if (at + 4 < end) {
      addFour(one, two, three, four, kept.shares, nr, rows, places);
      at += 8;
    } else {
      addTwo(one, two, kept.shares, nr, rows, places);
      at += 4;
      nr -= 2;
    }
  }
}

/** Writes the number of the kind of each row into `places`. */
function findKinds(
  { program, regions }: TreeSheet,
  begin: number,
  drawers: readonly Uint8Array[],
  rows: number,
  places: Int32Array,
  nobody: Nobody,
): void {
  const end = begin + 2 + 2 * (program[begin] ?? 0);
  places.fill(program[begin + 1] ?? 0, 0, rows);
  const binsOf = (at: number) => drawers[program[at] ?? 0] ?? nobody.bins;
  const baseOf = (at: number) => program[at + 1] ?? 0;
  for (let at = begin + 2; at < end; ) {
    const left = (end - at) / 2;
    if (left >= 4) {
      const columns = [binsOf(at), binsOf(at + 2), binsOf(at + 4), binsOf(at + 6)] as const;
      addFourRegions(
        columns,
        [baseOf(at), baseOf(at + 2), baseOf(at + 4), baseOf(at + 6)],
        regions,
        rows,
        places,
      );
      at += 8;
    } else if (left >= 2) {
      addRegions(binsOf(at), binsOf(at + 2), regions, baseOf(at), regions, baseOf(at + 2), rows, places);
      at += 4;
    } else {
      addRegions(binsOf(at), nobody.bins, regions, baseOf(at), nobody.region, 0, rows, places);
      at += 2;
    }
  }
}

/**
 * Puts where the shares of each kind begin in the place of its number, and -1 - row where a bin was never seen; true without
 * such rows.
 */
function findPlaces(sheet: TreeSheet, group: number, rows: number, places: Int32Array): boolean {
  const { places: known, workOut } = sheet;
  let isSeen = true;
  for (let row = 0; row < rows; row++) {
    const kind = places[row] ?? 0;
    if (kind < 0) {
      isSeen = false;
      places[row] = -1 - row;
      continue;
    }
    const place = known[kind] ?? -1;
    places[row] = place >= 0 ? place : workOut(group, kind);
  }
  return isSeen;
}

type Four<T> = readonly [T, T, T, T];

function addFourRegions(
  [one, two, three, four]: Four<Uint8Array>,
  [first, second, third, fourth]: Four<number>,
  regions: Int32Array,
  rows: number,
  kinds: Int32Array,
): void {
  for (let row = 0; row < rows; row++)
    kinds[row] =
      (kinds[row] ?? 0) +
      (regions[first + (one[row] ?? 0)] ?? 0) +
      (regions[second + (two[row] ?? 0)] ?? 0) +
      (regions[third + (three[row] ?? 0)] ?? 0) +
      (regions[fourth + (four[row] ?? 0)] ?? 0);
}

/** Rows with a bin that was never seen: `places` holds -1 - row for them. */
function addOnce(
  { begins, program, kept, workOutOnce }: TreeSheet,
  group: number,
  drawers: readonly Uint8Array[],
  contributions: readonly Float64Array[],
  places: Int32Array,
): void {
  const begin = (begins[group] ?? 0) + 2;
  const inputs = program[begin - 2] ?? 0;
  for (const place of places) {
    if (place >= 0) continue;
    const row = -1 - place;
    workOutOnce(group, (term) => drawers[term]?.[row] ?? 0);
    for (let nr = 0; nr < inputs; nr++) {
      const into = contributions[program[begin + 2 * nr] ?? 0];
      if (into !== undefined) into[row] = (into[row] ?? 0) + (kept.shares[nr] ?? 0);
    }
  }
}

function addRegions(
  one: Uint8Array,
  two: Uint8Array,
  regions: Int32Array,
  here: number,
  others: Int32Array,
  there: number,
  rows: number,
  kinds: Int32Array,
): void {
  for (let row = 0; row < rows; row++)
    kinds[row] =
      (kinds[row] ?? 0) + (regions[here + (one[row] ?? 0)] ?? 0) + (others[there + (two[row] ?? 0)] ?? 0);
}

function addTwo(
  one: Float64Array,
  two: Float64Array,
  shares: Float64Array,
  nr: number,
  rows: number,
  places: Int32Array,
): void {
  for (let row = 0; row < rows; row++) {
    const place = (places[row] ?? 0) + nr;
    one[row] = (one[row] ?? 0) + (shares[place] ?? 0);
    two[row] = (two[row] ?? 0) + (shares[place + 1] ?? 0);
  }
}

function addFour(
  one: Float64Array,
  two: Float64Array,
  three: Float64Array,
  four: Float64Array,
  shares: Float64Array,
  nr: number,
  rows: number,
  places: Int32Array,
): void {
  for (let row = 0; row < rows; row++) {
    const place = (places[row] ?? 0) + nr;
    one[row] = (one[row] ?? 0) + (shares[place] ?? 0);
    two[row] = (two[row] ?? 0) + (shares[place + 1] ?? 0);
    three[row] = (three[row] ?? 0) + (shares[place + 2] ?? 0);
    four[row] = (four[row] ?? 0) + (shares[place + 3] ?? 0);
  }
}

/** The same where some rows were worked out apart: `places` is below 0 for them. */
function addSeen(
  into: readonly Float64Array[],
  shares: Float64Array,
  nr: number,
  rows: number,
  places: Int32Array,
): void {
  into.forEach((one, beside) => {
    for (let row = 0; row < rows; row++) {
      const place = places[row] ?? 0;
      if (place >= 0) one[row] = (one[row] ?? 0) + (shares[place + nr + beside] ?? 0);
    }
  });
}
