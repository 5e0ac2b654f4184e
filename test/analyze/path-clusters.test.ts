// Paths of many trees looked up together: fewer places to look, and the same shares.
import { expect, test } from 'vitest';
import { clustersOf } from '#analyze/path-clusters.ts';
import type { Tree } from '#analyze/tree.ts';
import { addShares, pathGroups, termsOf } from '#analyze/tree-paths.ts';
import { addTrees, treeSheet } from '#analyze/tree-shares.ts';
import { seededRandom } from '#learn/random.ts';

const bins = 12;
const inputs = 6;
const random = seededRandom(5);
const upTo = (count: number) => Math.floor(random() * count);
/** Nobody was ever in the last bin of an input. */
const supports = Array.from({ length: inputs }, () =>
  Array.from({ length: bins }, (_, bin) => (bin === bins - 1 ? 0 : 1 + upTo(50))),
);

/** Three questions one below the other. */
function someTree(bag: number): Tree {
  return {
    bag,
    terms: [upTo(3), upTo(3), upTo(inputs)],
    cuts: [1 + upTo(bins - 2), 1 + upTo(bins - 2), [2, 5, 7]],
    blanks: [upTo(2), upTo(2), upTo(2)],
    kids: [1, -1, -2, 2, -3, -4],
    leaves: [random() - 0.5, random() - 0.5, random() - 0.5, random() - 0.5],
    rows: [1 + upTo(30), 1 + upTo(30), 1 + upTo(30), 1 + upTo(30)],
  };
}

const trees = Array.from({ length: 40 }, (_, nr) => someTree(nr % 3));

test('what many trees say together is what each says by itself, also in a bin that nobody was ever in', () => {
  const sheet = treeSheet(trees, supports);
  for (let times = 0; times < 300; times++) {
    const drawers = Int32Array.from({ length: inputs }, () => upTo(bins));
    const [contributions, said] = [new Float64Array(inputs), new Float64Array(3)];
    addTrees(sheet, drawers, contributions, said);
    const alone = new Float64Array(inputs);
    const byBag = new Float64Array(3);
    for (const tree of trees)
      for (const paths of pathGroups(tree, supports, 512)) {
        const terms = termsOf(paths);
        const shares = new Float64Array(terms.length);
        addShares(
          paths,
          terms,
          terms.map((term) => drawers[term] ?? 0),
          shares,
        );
        terms.forEach((term, place) => {
          alone[term] = (alone[term] ?? 0) + (shares[place] ?? 0);
          byBag[tree.bag] = (byBag[tree.bag] ?? 0) + (shares[place] ?? 0);
        });
      }
    for (let term = 0; term < inputs; term++) expect(contributions[term]).toBeCloseTo(alone[term] ?? 0, 12);
    for (let bag = 0; bag < 3; bag++) expect(said[bag]).toBeCloseTo(byBag[bag] ?? 0, 12);
  }
});

test('paths that ask about the same inputs come together, of one bag, and within the kinds allowed', () => {
  const pieces = trees.flatMap((tree) =>
    pathGroups(tree, supports, 512).map((paths) => ({ bag: tree.bag, paths })),
  );
  const clusters = clustersOf(pieces, 512);
  expect(clusters.length).toBeLessThan(pieces.length / 2);
  expect(clusters.flatMap(({ groups }) => groups)).toHaveLength(pieces.length);
  for (const { bag, groups, terms } of clusters) {
    expect(groups.every((group) => group.bag === bag)).toBe(true);
    expect(new Set(groups.flatMap(({ paths }) => termsOf(paths)))).toEqual(new Set(terms));
  }
  const narrow = clustersOf(pieces, 1);
  expect(narrow).toHaveLength(pieces.length);
});
