// Freezes a fitted model into weights: mean of the bags, centred on the closed records, rounded.

import { treeMean } from '#analyze/tree-paths.ts';
import type { Weights } from '#analyze/weights.ts';
import type { Fitted } from './fitted.ts';
import type { BinnedInput, Frame } from './frame.ts';
import { frozenTrees } from './freeze-trees.ts';

type Model = Weights['model'];
type Cells = {
  readonly points: number[];
  readonly support: number[];
  readonly bags: number[][];
  readonly bagMeans: readonly number[];
};

/** Log-odds to five decimals: far below what the data can tell, and small in JSON. */
const round = (value: number) => Math.round(value * 1e5) / 1e5;

/** The model of `fitted`. Each table is centred so that its mean over the closed records is 0 (to rounding). */
export function frozenModel(frame: Frame, fitted: Fitted): Model {
  const columns = [...frame.inputs, ...fitted.pairs].map((block, place) =>
    frozenCells(
      block,
      fitted.tables.map((tables) => tables[place] ?? new Float64Array(0)),
    ),
  );
  const terms = frame.inputs.map(({ input, bins }, place) => ({ input, bins, ...kept(columns[place]) }));
  const pairs = fitted.pairs.map((pair, place) => ({
    left: pair.left,
    right: pair.right,
    leftGroups: [...pair.leftGroups],
    rightGroups: [...pair.rightGroups],
    rightCount: pair.rightCount,
    ...kept(columns[frame.inputs.length + place]),
  }));
  const trees = frozenTrees(frame, fitted.trees);
  const bagCount = fitted.intercepts.length;
  const byBag = fitted.intercepts.map((intercept, bag) =>
    columns.reduce((sum, column) => sum + (column.bagMeans[bag] ?? 0), intercept),
  );
  // Leaves of the trees of a bag are shares of the mean of all bags; those of no bag count for each.
  for (const tree of trees) {
    if (tree.bag >= 0) byBag[tree.bag] = (byBag[tree.bag] ?? 0) + bagCount * treeMean(tree);
    else for (let bag = 0; bag < bagCount; bag++) byBag[bag] = (byBag[bag] ?? 0) + treeMean(tree);
  }
  const intercept = round(byBag.reduce((sum, one) => sum + one, 0) / byBag.length);
  const interceptBags = byBag.map((one) => thousandths(one - intercept));
  const model = {
    form: 'additive',
    intercept,
    interceptBags,
    widen: widened(frame.outcomes),
    spread: untold(frame.outcomes, fitted.heldOut, frame.inputs),
    terms,
    pairs,
  } as const;
  return trees.length === 0 ? model : { ...model, trees };
}

/**
 * Learners that shrink err by about as much as they waver, so the variance between bags is doubled, and more so
 * while there are few of the rarer outcome. Against known probabilities this brought the share of true values in
 * the 80 % interval from .51, .63, .65, .68 (100, 400, 1,500, 5,000 records) to about .8.
 */
function widened(outcomes: Uint8Array): number {
  const won = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  return round(Math.sqrt(2 + 30 / Math.max(1, Math.min(won, outcomes.length - won))));
}

// As far as models of thousands of records see, the log-odds of the records of three public sets vary by 1.0, 3.1 and 5.1
// (variance), the known ones of made tables by 0.8 to 3.3: more where there are more columns and levels that may say
// something, and the longer it takes to find all of that. Where little is known this is taken for it.
const usualVariance = { least: 1.3, most: 2.5, byRoot: 0.14 };
const halfLearned = 400;
const moreToLearn = 10;
const levelsOfOne = 10;
const levelsOfText = 30;

/**
 * What no bag has seen yet does not show in the spread between bags either. So the records are taken to differ by as much
 * as records usually do, and what of it was not found by judging unseen ones is doubt, that fades with the number of the
 * rarer outcome, the slower the more there is to learn.
 */
export function untold(
  outcomes: Uint8Array,
  heldOut: ArrayLike<number>,
  inputs: readonly Pick<BinnedInput, 'input' | 'bins'>[] = [],
): number {
  const rows = Math.max(1, outcomes.length);
  const won = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const rarer = Math.min(won, outcomes.length - won);
  const said = Array.from(heldOut);
  const mean = said.reduce((sum, one) => sum + one, 0) / rows;
  const found = said.reduce((sum, one) => sum + (one - mean) ** 2, 0) / rows;
  const much = toLearn(inputs);
  const { least, most, byRoot } = usualVariance;
  const usual = Math.min(most, least + byRoot * Math.sqrt(much));
  const half = halfLearned * (1 + much / moreToLearn);
  return round(Math.sqrt((Math.max(0, usual - found) * half) / (half + rarer)));
}

/** How many things could say something: one for each feature, one for every ten levels of it, and three more for a text. */
function toLearn(inputs: readonly Pick<BinnedInput, 'input' | 'bins'>[]): number {
  const levels = new Map<number, number>();
  for (const { input, bins } of inputs) {
    const known = levels.get(input.feature) ?? 0;
    levels.set(input.feature, Math.max(known, input.read === 'length' ? levelsOfText : levelsIn(bins)));
  }
  return [...levels.values()].reduce((sum, count) => sum + 1 + count / levelsOfOne, 0);
}

function levelsIn(bins: BinnedInput['bins']): number {
  return bins.of === 'ranked' ? bins.levels.flat().length : bins.of === 'levels' ? bins.levels.length : 0;
}

function frozenCells(
  { column, count }: { readonly column: Uint8Array; readonly count: number },
  bags: readonly Float64Array[],
): Cells {
  const support = new Array<number>(count).fill(0);
  for (const cell of column) support[cell] = (support[cell] ?? 0) + 1;
  const meanOf = (table: ArrayLike<number>) =>
    support.reduce((sum, rows, cell) => sum + rows * (table[cell] ?? 0), 0) / Math.max(1, column.length);
  const average = support.map(
    (_, cell) => bags.reduce((sum, bag) => sum + (bag[cell] ?? 0), 0) / bags.length,
  );
  const mean = meanOf(average);
  // Where no closed record lies nothing was learned: such a cell moves no score.
  const isEmpty = (cell: number) => support[cell] === 0;
  const points = average.map((one, cell) => (isEmpty(cell) ? 0 : round(one - mean)));
  const bagMeans = bags.map(meanOf);
  const deviations = bags.map((bag, b) =>
    points.map((one, cell) => (isEmpty(cell) ? 0 : thousandths((bag[cell] ?? 0) - (bagMeans[b] ?? 0) - one))),
  );
  return { points, support, bags: deviations, bagMeans };
}

/** Thousandths of log-odds that fit 16 bits. */
function thousandths(value: number): number {
  return Math.max(-32_000, Math.min(32_000, Math.round(value * 1000))) + 0;
}

function kept(cells: Cells | undefined): Pick<Cells, 'points' | 'support' | 'bags'> {
  return { points: cells?.points ?? [], support: cells?.support ?? [], bags: cells?.bags ?? [] };
}
