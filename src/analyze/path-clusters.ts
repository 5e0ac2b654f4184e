// Clusters of groups of paths that ask about much the same inputs, so that a record is looked up in few places.
import { type Path, questionsOf, termsOf } from './tree-paths.ts';

/** Some paths of one tree; `bag` grew it. */
export type PathGroup = { readonly bag: number; readonly paths: readonly Path[] };

/** Groups of one bag, and the inputs that they ask about, rising. */
export type Cluster = {
  readonly bag: number;
  readonly groups: readonly PathGroup[];
  readonly terms: readonly number[];
};

// Fewer shared inputs are not worth the kinds that a cluster gains.
const leastShared = 2;

type Open = {
  readonly bag: number;
  readonly groups: PathGroup[];
  /** By input, the different questions about it. */
  readonly asked: Map<number, Set<string>>;
};

/**
 * Each group joins the cluster with which it shares most inputs, as long as that tells apart at most about `mostKinds`
 * kinds of records; a group that fits nowhere begins one. The same groups make the same clusters.
 */
export function clustersOf(groups: readonly PathGroup[], mostKinds: number): Cluster[] {
  const open: Open[] = [];
  for (const group of groups) {
    const asked = askedBy(group);
    const home = homeOf(open, group.bag, asked, mostKinds);
    if (home === undefined) open.push({ bag: group.bag, groups: [group], asked });
    else {
      home.groups.push(group);
      for (const [term, keys] of asked) {
        const known = home.asked.get(term);
        if (known === undefined) home.asked.set(term, keys);
        else for (const key of keys) known.add(key);
      }
    }
  }
  return open.map(({ bag, groups, asked }) => ({
    bag,
    groups,
    terms: [...asked.keys()].sort((a, b) => a - b),
  }));
}

function askedBy({ paths }: PathGroup): Map<number, Set<string>> {
  return new Map(
    termsOf(paths).map((term) => [
      term,
      new Set(questionsOf(paths, term).map(({ goes }) => String.fromCharCode(...goes))),
    ]),
  );
}

function homeOf(
  open: readonly Open[],
  bag: number,
  asked: ReadonlyMap<number, ReadonlySet<string>>,
  mostKinds: number,
): Open | undefined {
  let home: Open | undefined;
  let [most, fewest] = [leastShared - 1, Number.POSITIVE_INFINITY];
  for (const one of open) {
    if (one.bag !== bag) continue;
    let shared = 0;
    for (const term of asked.keys()) if (one.asked.has(term)) shared++;
    if (shared < most || shared < leastShared) continue;
    const kinds = kindsWith(one.asked, asked);
    if (kinds > mostKinds || (shared === most && kinds >= fewest)) continue;
    home = one;
    most = shared;
    fewest = kinds;
  }
  return home;
}

/** How many kinds of records both together tell apart, at most. */
function kindsWith(
  known: ReadonlyMap<number, ReadonlySet<string>>,
  more: ReadonlyMap<number, ReadonlySet<string>>,
): number {
  let kinds = 1;
  for (const [term, keys] of known) {
    let count = keys.size;
    for (const key of more.get(term) ?? []) if (!keys.has(key)) count++;
    kinds *= count + 1;
  }
  for (const [term, keys] of more) if (!known.has(term)) kinds *= keys.size + 1;
  return kinds;
}
