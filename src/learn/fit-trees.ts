// The tree learner: gradient boosted trees on binned inputs, with settings chosen on unseen records.
import { baseLogOdds } from './base-rate.ts';
import { boostTrees, growAll, leafOf, sheetOf, type TreeOptions } from './boost-trees.ts';
import { findThrees, type Three } from './find-threes.ts';
import type { Fitted, Grove } from './fitted.ts';
import type { Frame } from './frame.ts';
import type { GrownTree } from './grow-tree.ts';

// To score fast, weights may have so many leaves; where the trees of all bags have more, trees of all records stand in
// for them. Short histories keep their bags: what these disagree about is the width of the interval.
const mostLeaves = 5000;
const leastForWhole = 5000;
const mostCopies = 3;

/** Fits one bag per fold, as the other learners do. Interactions of any order come with the leaves. */
export function fitTrees(
  frame: Frame,
  folds: Uint8Array,
  bagCount: number,
  seed: number,
  chosen = optionsFor(frame, folds, bagCount, seed),
): Fitted {
  const best =
    frame.rows < (chosen.leaves > fewLeaves ? manyForLeafy : manyRows) ? chosen : { ...chosen, ...forMany };
  const all = Array.from({ length: bagCount }, (_, bag) => bag);
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
  levelShrink: 50,
  leastWeight: 1,
  rows: 0.8,
  inputs: 0.4,
  mostRounds: 800,
  patience: 20,
  rate: 0.12,
  leaves: 12,
  leastRows: 20,
};
// Above so many records fewer of them and larger steps do for each tree, at half the time. Trees of few leaves lose by it
// (at 40,000 made records an area of .8174 for .8200, and .7533 for .7588), so they keep to all until time forbids it.
const manyForLeafy = 50_000;
const manyRows = 80_000;
const fewLeaves = 12;
const forMany = { rows: 0.6, rate: 0.15 };
const shallow = { ...usual, shrink: 5, levelShrink: 15, leaves: 5, leastRows: 10 };
const leastToChoose = 2000;
// Two bags of so few would judge too little to find three inputs that belong together.
const fewRows = 4000;
const finalRate = 0.1;
const coarseRate = 0.25;
const leastGainOfThrees = 0.0002;
const mostSearches = 3;

// Where few records are alike in several things at once, and nearly all of them end the same, leaves must be that small.
const fine = { ...usual, shrink: 1, leastWeight: 0.2, inputs: 0.7, leaves: 16, leastRows: 4 };

// Few leaves where parts add up, many (and every input at each of them) where they hang on each other.
const tried = [
  shallow,
  usual,
  { ...usual, leaves: 31 },
  { ...usual, leaves: 31, inputs: 1, shrink: 2 },
  fine,
];

/** Settings, and the log-odds by them of the rows of the first `judged` folds, as unseen. */
export type Chosen = {
  readonly options: TreeOptions;
  readonly judged: number;
  readonly heldOut: Float64Array;
};

/**
 * The settings that did best on records that two bags had not seen. They are tried with larger steps; smaller ones come
 * with the whole, where bags are averaged. `coarse`: with far larger ones, which put the settings of four kinds of made
 * tables in the same order in half the time; then only the best is tried as usual.
 */
export function chosenTrees(
  frame: Frame,
  folds: Uint8Array,
  bagCount: number,
  seed: number,
  coarse = false,
  among: readonly TreeOptions[] = tried,
): Chosen {
  const judged = Math.min(bagCount, frame.rows < leastToChoose ? bagCount : frame.rows < fewRows ? 4 : 2);
  const tryOut = (options: TreeOptions) => {
    const { loss, heldOut } = boostTrees(frame, folds, [...new Array(judged).keys()], options, seed);
    return { options, loss, heldOut };
  };
  const found = among.map((options) => tryOut(coarse ? { ...options, rate: coarseRate } : options));
  const least = found.reduce((one, other) => (other.loss < one.loss ? other : one));
  const apart = coarse ? tryOut({ ...least.options, rate: usual.rate }) : least;
  const best = withThrees(frame, folds, judged, apart, tryOut);
  return { options: { ...best.options, rate: finalRate }, judged, heldOut: best.heldOut };
}

type Tried = { readonly options: TreeOptions; readonly loss: number; readonly heldOut: Float64Array };

/** The same with inputs that say something only together, where it does better; what was found shows up what is behind it. */
function withThrees(
  frame: Frame,
  folds: Uint8Array,
  judged: number,
  apart: Tried,
  tryOut: (options: TreeOptions) => Tried,
): Tried {
  const seen = Int32Array.from(folds.keys()).filter((row) => (folds[row] ?? 0) < judged);
  let best = apart;
  for (let search = 0; search < mostSearches; search++) {
    const known = best.options.threes ?? [];
    const isNew = (three: Three) => !known.some((one) => one.every((place, nr) => place === three[nr]));
    const found = findThrees(frame, seen, best.heldOut).filter(isNew);
    if (found.length === 0) return best;
    const together = tryOut({ ...best.options, threes: [...known, ...found] });
    if (together.loss >= best.loss - leastGainOfThrees) return best;
    best = together;
  }
  return best;
}

function optionsFor(frame: Frame, folds: Uint8Array, bagCount: number, seed: number): TreeOptions {
  if (frame.rows < leastToChoose) return chosenTrees(frame, folds, bagCount, seed, false, [shallow]).options;
  return chosenTrees(frame, folds, bagCount, seed).options;
}

const waveringRows = 500;

/** Standard deviation between the bags, in log-odds, as the mean over some rows. */
function waveringOf(frame: Frame, bags: readonly (readonly GrownTree[])[]): number {
  const { rows } = frame;
  const stride = Math.max(1, Math.floor(rows / waveringRows));
  let squares = 0;
  let counted = 0;
  const asked = bags.map((trees) => trees.map((tree) => ({ tree, sheet: sheetOf(frame, tree) })));
  for (let row = 0; row < rows; row += stride) {
    const said = asked.map((trees) =>
      trees.reduce((sum, { tree, sheet }) => sum + (tree.leaves[leafOf(sheet, row)] ?? 0), 0),
    );
    const mean = said.reduce((sum, one) => sum + one, 0) / said.length;
    squares += said.reduce((sum, one) => sum + (one - mean) ** 2, 0) / said.length;
    counted++;
  }
  return Math.sqrt(squares / Math.max(1, counted));
}
