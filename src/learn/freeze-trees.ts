// Freezes grown trees for the weights: each a share of the mean of its bag, with how many records lie in each leaf.
import type { Tree } from '#analyze/tree.ts';
import { leafOf, sheetOf } from './boost-trees.ts';
import type { Grove } from './fitted.ts';
import type { Frame } from './frame.ts';
import type { GrownTree } from './grow-tree.ts';

const round = (value: number) => Math.round(value * 1e6) / 1e6 + 0;

/** The trees of all groves; those that say nothing are left out. */
export function frozenTrees(frame: Frame, groves: readonly Grove[]): Tree[] {
  return groves.flatMap(({ bag, share, trees }) =>
    trees.flatMap((tree) => (tree.places.length === 0 ? [] : [frozenTree(frame, tree, bag ?? -1, share)])),
  );
}

function frozenTree(frame: Frame, tree: GrownTree, bag: number, share: number): Tree {
  const { inputs, rows } = frame;
  const sheet = sheetOf(frame, tree);
  const counts = new Array<number>(tree.leaves.length).fill(0);
  for (let row = 0; row < rows; row++) {
    const leaf = leafOf(sheet, row);
    counts[leaf] = (counts[leaf] ?? 0) + 1;
  }
  const cuts = tree.places.map((place, question) => {
    const goes = tree.goes[question] ?? new Uint8Array(0);
    const left = [...goes.keys()].filter((bin) => bin > 0 && goes[bin] === 1);
    return inputs[place]?.bins.of === 'levels' ? left : (left.at(-1) ?? 0);
  });
  return {
    bag,
    terms: [...tree.places],
    cuts,
    blanks: tree.goes.map((goes) => goes[0] ?? 0),
    kids: [...tree.kids],
    leaves: tree.leaves.map((leaf) => round(leaf * share)),
    rows: counts,
  };
}
