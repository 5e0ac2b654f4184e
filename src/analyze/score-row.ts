// Scores one row with weights: probability, interval, and contributions that add up to the log-odds exactly.
import { binner, isNews } from './bins.ts';
import type { Value } from './feature.ts';
import { gapCounter } from './gaps.ts';
import { otherFeature, readInput } from './input.ts';
import { addTrees, type TreeSheet, treeSheet } from './tree-shares.ts';
import type { Pair, Term, Weights } from './weights.ts';

/**
 * `logOdds` is `intercept` plus every contribution, added in their order: terms first, then pairs; what trees say is
 * in the contributions of the terms that they ask about. `support` is the number of closed records in the same bin. `interval` holds the true probability in 80 of
 * 100 cases as far as sampling goes; it knows nothing of change over time.
 */
export type ScoredRow = {
  readonly probability: number;
  readonly interval: readonly [number, number];
  readonly logOdds: number;
  readonly intercept: number;
  readonly contributions: Float64Array;
  readonly support: Float64Array;
  /** Places (in the model's terms) whose value was never seen in training. */
  readonly unseen: readonly number[];
  /**
   * Of each feature its share of all importance, as far as its value is not known and closed records taught nothing of such
   * gaps (`gaps.ts`), or is new to the weights; and the sum of these.
   */
  readonly gaps: Float64Array;
  readonly missing: number;
};

/** Scores `values`, one per feature of the weights, as they were at the moment `at` (ms since 1970). */
export type Scorer = (values: readonly Value[], at: number) => ScoredRow;

// Student's t for an 80 % interval, by number of bags less one: a spread from few bags is itself unsure.
const tOf80 = [3.078, 1.886, 1.638, 1.533, 1.476, 1.44, 1.415, 1.397, 1.383, 1.372];

/** What scoring needs of weights. */
export type Scorable = Pick<Weights, 'model' | 'baseInterval'> & {
  readonly features: readonly { readonly importance: number }[];
};

/** Scores one row; for many rows keep `compileWeights(weights)` and call that. */
export function scoreWith(weights: Scorable, values: readonly Value[], at: number): ScoredRow {
  return compileWeights(weights)(values, at);
}

/** Lays the weights out for speed; what the scorer keeps between rows changes no result. */
export function compileWeights(weights: Scorable): Scorer {
  const { model, features } = weights;
  const terms = model.terms.map(compiledTerm);
  const pairs = model.pairs.map(compiledPair);
  const trees = sheetOfTrees(model);
  const intercepts = Int32Array.from(model.interceptBags);
  const importance = features.map((feature) => feature.importance);
  const weighed = importance.reduce((sum, one) => sum + one, 0) || 1;
  const spread = intervalOf(weights);
  const gapsIn = gapCounter(weights);

  return (values, at) => {
    const sheet: Sheet = {
      contributions: new Float64Array(terms.length + pairs.length),
      support: new Float64Array(terms.length + pairs.length),
      deviations: Float64Array.from(intercepts),
    };
    const drawers = new Int32Array(terms.length);
    const unseen: number[] = [];
    terms.forEach((term, place) => {
      const value = readInput(term.input, values[term.input.feature] ?? null, at, values[term.other] ?? null);
      const bin = term.binOf(value);
      drawers[place] = bin;
      if (bin > term.lastLevel && term.isNews(value)) unseen.push(place);
      record(term.cells, bin, place, sheet);
    });
    pairs.forEach((pair, place) => {
      const left = pair.leftGroups[drawers[pair.left] ?? 0] ?? 0;
      const right = pair.rightGroups[drawers[pair.right] ?? 0] ?? 0;
      record(pair.cells, left * pair.rightCount + right, terms.length + place, sheet);
    });
    if (trees !== null) shareOut(trees, drawers, sheet);
    const gaps = gapsIn(values);
    for (const term of unseen) {
      const feature = terms[term]?.input.feature ?? -1;
      gaps[feature] = (gaps[feature] ?? 0) + (importance[feature] ?? 0) / weighed;
    }
    let logOdds = model.intercept;
    for (const part of sheet.contributions) logOdds += part;
    return {
      probability: sigmoid(logOdds),
      interval: spread(logOdds, sheet.deviations),
      logOdds,
      intercept: model.intercept,
      contributions: sheet.contributions,
      support: sheet.support,
      unseen,
      gaps,
      missing: gaps.reduce((sum, one) => sum + one, 0),
    };
  };
}

/** 1 / (1 + e^-x), the same double for the same input in training and scoring. */
export function sigmoid(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

type Cells = { readonly points: Float64Array; readonly support: Float64Array; readonly bags: Int16Array };

function compiledTerm(term: Term) {
  return {
    input: term.input,
    other: otherFeature(term.input),
    binOf: binner(term.bins),
    lastLevel: term.bins.of === 'levels' ? term.bins.levels.length : Number.POSITIVE_INFINITY,
    isNews: isNews(term.bins),
    cells: { ...compiledCells(term), support: nearby(term) },
  };
}

/** Of a number the records with the nearest values count as like it, up to this share of all. */
const nearShare = 0.05;

/**
 * How many closed records are like the ones in each bin. A number may have a bin for each of its values: then its
 * neighbours count too, on both sides alike, until a twentieth of the records are together.
 */
function nearby({ bins, support }: Term): Float64Array {
  if (bins.of !== 'numbers') return Float64Array.from(support);
  const known = support.slice(1);
  const enough = nearShare * known.reduce((sum, one) => sum + one, 0);
  const near = known.map((own, place) => {
    let sum = own;
    for (let step = 1; sum < enough && step < known.length; step += 1)
      sum += (known[place - step] ?? 0) + (known[place + step] ?? 0);
    return sum;
  });
  return Float64Array.from([support[0] ?? 0, ...near]);
}

function compiledPair(pair: Pair) {
  return { ...pair, cells: compiledCells(pair) };
}

function compiledCells({ points, support, bags }: Pick<Term, 'points' | 'support' | 'bags'>): Cells {
  const byBin = new Int16Array(points.length * bags.length);
  bags.forEach((bag, b) => {
    bag.forEach((deviation, bin) => {
      byBin[bin * bags.length + b] = deviation;
    });
  });
  return { points: Float64Array.from(points), support: Float64Array.from(support), bags: byBin };
}

type Sheet = {
  readonly contributions: Float64Array;
  readonly support: Float64Array;
  readonly deviations: Float64Array;
};

function record(cells: Cells, cell: number, place: number, sheet: Sheet): void {
  sheet.contributions[place] = cells.points[cell] ?? 0;
  sheet.support[place] = cells.support[cell] ?? 0;
  const { deviations } = sheet;
  const from = cell * deviations.length;
  for (let b = 0; b < deviations.length; b++)
    deviations[b] = (deviations[b] ?? 0) + (cells.bags[from + b] ?? 0);
}

/** The trees of a model, laid out for speed; null where it has none. */
export function sheetOfTrees({ trees = [], terms }: Scorable['model']): TreeSheet | null {
  const supports = terms.map(({ support }) => support);
  return trees.length === 0 ? null : treeSheet(trees, supports);
}

/** Adds the shares of every tree to the terms it asks about, and to each bag what its own trees say more or less. */
function shareOut(trees: TreeSheet, drawers: Int32Array, { contributions, deviations }: Sheet): void {
  const bagCount = deviations.length;
  const said = new Float64Array(bagCount);
  addTrees(trees, drawers, contributions, said);
  const total = said.reduce((sum, one) => sum + one, 0);
  for (let b = 0; b < bagCount; b++)
    deviations[b] = (deviations[b] ?? 0) + 1000 * (bagCount * (said[b] ?? 0) - total);
}

// Of a normal distribution, so much on either side holds 80 of 100.
const zOf80 = 1.2816;

/**
 * Each bag left out one of B equal parts of the closed records, so the spread between them is the grouped
 * jackknife: variance = (B - 1) / B x sum of squared deviations (Efron and Tibshirani 1993, chapter 11). Without bags the
 * doubt about the base rate stands for it. What nothing learned tells of a record comes on top.
 */
function intervalOf({ model, baseInterval }: Scorable) {
  const bagCount = model.interceptBags.length;
  const t = (tOf80[bagCount - 2] ?? 1.33) * model.widen;
  const untold = zOf80 * (model.spread ?? 0);
  const ofBase = (logOddsOf(baseInterval[1]) - logOddsOf(baseInterval[0])) / 2;
  return (logOdds: number, deviations: Float64Array): readonly [number, number] => {
    let squares = 0;
    for (const deviation of deviations) squares += (deviation / 1000) ** 2;
    const wavering = bagCount === 0 ? ofBase : t * Math.sqrt((squares * (bagCount - 1)) / bagCount);
    const half = Math.hypot(wavering, untold);
    return [sigmoid(logOdds - half), sigmoid(logOdds + half)];
  };
}

function logOddsOf(probability: number): number {
  return Math.log(probability / (1 - probability));
}
