// The tree learner: gradient boosted trees on binned inputs, with settings chosen on unseen records.
import { baseLogOdds } from './base-rate.ts';
import { boostTrees, growAll, leafOf, type TreeOptions } from './boost-trees.ts';
import type { Fitted, Grove } from './fitted.ts';
import type { Frame } from './frame.ts';
import type { GrownTree } from './grow-tree.ts';

// To score fast, weights may have so many leaves; where the trees of all bags have more, trees of all records stand in
// for them. Short histories keep their bags: what these disagree about is the width of the interval.
const mostLeaves = 3000;
const leastForWhole = 5000;
const mostCopies = 3;

/** Fits one bag per fold, as the other learners do. Interactions of any order come with the leaves. */
export function fitTrees(
  frame: Frame,
  folds: Uint8Array,
  bagCount: number,
  seed: number,
  tried = settingsFor(frame.rows),
): Fitted {
  const all = Array.from({ length: bagCount }, (_, bag) => bag);
  const judged = all.slice(0, frame.rows < 20_000 ? 2 : 1);
  const losses = tried.map((options) =>
    tried.length === 1 ? 0 : boostTrees(frame, folds, judged, options, seed).loss,
  );
  const best = tried[losses.indexOf(Math.min(...losses))] ?? usual;
  const { trees, heldOut, round } = boostTrees(frame, folds, all, best, seed);
  const intercepts = all.map((bag) => baseLogOdds(frame.outcomes, folds, bag));
  const fitted = {
    learner: 'trees',
    pairs: [],
    intercepts,
    tables: all.map(() => frame.inputs.map(({ count }) => new Float64Array(count))),
    trees: trees.map((own, bag): Grove => ({ bag, share: 1 / bagCount, trees: own })),
    heldOut,
  } as const;
  const leaves = trees.flat().reduce((sum, tree) => sum + tree.leaves.length, 0);
  if (leaves <= mostLeaves || frame.rows < leastForWhole) return fitted;
  const copies = Math.max(1, Math.min(mostCopies, Math.floor((mostLeaves * bagCount) / leaves)));
  const wavering = waveringOf(frame, trees);
  return {
    ...fitted,
    // The bags' own trees are gone, so what they disagreed about on average goes into what is said of every record.
    intercepts: intercepts.map((intercept, bag) => intercept + (bag % 2 === 0 ? wavering : -wavering)),
    trees: Array.from(
      { length: copies },
      (_, copy): Grove => ({
        bag: null,
        share: 1 / copies,
        trees: growAll(frame, round, best, seed + 7919 * (copy + 1)),
      }),
    ),
  };
}

const usual: TreeOptions = {
  shrink: 3,
  levelShrink: 15,
  leastWeight: 1,
  rows: 0.8,
  inputs: 0.5,
  mostRounds: 800,
  patience: 20,
  rate: 0.15,
  leaves: 12,
  leastRows: 20,
};

// Few leaves where parts add up, many (and every input at each of them) where they hang on each other. Bags are averaged,
// so steps may be large, which makes for fewer leaves.
function settingsFor(rows: number): TreeOptions[] {
  const shallow = { ...usual, shrink: 5, leaves: 5, leastRows: 10 };
  const deep = { ...usual, leaves: 31, inputs: 1, shrink: 2 };
  return rows < 2000 ? [{ ...shallow, rate: 0.1 }] : [{ ...shallow, rate: 0.2 }, usual, deep];
}

const waveringRows = 500;

/** Standard deviation between the bags, in log-odds, as the mean over some rows. */
function waveringOf({ inputs, rows }: Frame, bags: readonly (readonly GrownTree[])[]): number {
  const stride = Math.max(1, Math.floor(rows / waveringRows));
  let squares = 0;
  let counted = 0;
  for (let row = 0; row < rows; row += stride) {
    const said = bags.map((trees) =>
      trees.reduce((sum, tree) => {
        const columns = tree.places.map((place) => inputs[place]?.column ?? new Uint8Array(0));
        return sum + (tree.leaves[leafOf(tree, columns, row)] ?? 0);
      }, 0),
    );
    const mean = said.reduce((sum, one) => sum + one, 0) / said.length;
    squares += said.reduce((sum, one) => sum + (one - mean) ** 2, 0) / said.length;
    counted++;
  }
  return Math.sqrt(squares / Math.max(1, counted));
}
