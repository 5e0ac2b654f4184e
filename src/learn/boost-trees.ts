// Boosts trees: one after another on the gradients of those before, all bags in step, until unseen records stop gaining.
import { sigmoid } from '#analyze/score-row.ts';
import { baseLogOdds } from './base-rate.ts';
import type { Three } from './find-threes.ts';
import { type Frame, frameOfBag } from './frame.ts';
import { type Ground, groundOf } from './ground.ts';
import { type Grown, type GrownTree, type GrowOptions, growTree } from './grow-tree.ts';
import { rowLogLoss } from './metrics.ts';
import { type Plan, plannedTree, plansOf } from './planned-tree.ts';
import { type Random, seededRandom, shuffled } from './random.ts';

/**
 * `rows` and `inputs`: the share of each that one tree may look at. `threes`: inputs that every second tree is about, for
 * asked one after another they would not be found.
 */
export type TreeOptions = GrowOptions & {
  readonly rows: number;
  readonly inputs: number;
  readonly mostRounds: number;
  readonly patience: number;
  readonly threes?: readonly Three[];
};

export type BoostedTrees = {
  readonly trees: readonly (readonly GrownTree[])[];
  readonly heldOut: Float64Array;
  readonly loss: number;
  readonly round: number;
};

// A gain below this is not worth a round.
const leastGain = 1e-6;

/**
 * `bags`: which of them are boosted, and judged on the rows of the folds with their numbers. `start[bag]`: the log-odds
 * of each row that the trees of the bag begin from.
 */
export function boostTrees(
  frame: Frame,
  folds: Uint8Array,
  bags: readonly number[],
  options: TreeOptions,
  seed: number,
  start: readonly Float64Array[] = [],
): BoostedTrees {
  const { outcomes, rows } = frame;
  const ground = groundOf(rows);
  const plans = plansOf(frame.inputs, options.threes ?? []);
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const grown = bags.map((bag) => ({
    own: frameOfBag(frame, bag),
    random: seededRandom(seed + 1009 * (bag + 1)),
    seen: all.filter((row) => folds[row] !== bag),
    held: all.filter((row) => folds[row] === bag),
    logOdds: Float64Array.from(start[bag] ?? new Float64Array(rows).fill(baseLogOdds(outcomes, folds, bag))),
    trees: [] as GrownTree[],
  }));
  const heldOut = new Float64Array(rows);
  const judge = () => {
    let sum = 0;
    let judged = 0;
    for (const { held, logOdds } of grown) {
      judged += held.length;
      for (const row of held) sum += rowLogLoss(outcomes[row] ?? 0, sigmoid(logOdds[row] ?? 0));
    }
    return sum / Math.max(1, judged);
  };
  const keep = () => {
    for (const { held, logOdds } of grown) for (const row of held) heldOut[row] = logOdds[row] ?? 0;
  };
  keep();
  let best = { round: 0, loss: judge() };
  for (let round = 1; round <= options.mostRounds && round - best.round <= options.patience; round++) {
    for (const bag of grown)
      bag.trees.push(boostOnce(bag.own, bag, ground, options, round % 2 === 0 ? plans : []));
    const loss = judge();
    if (loss >= best.loss - leastGain) continue;
    best = { round, loss };
    keep();
  }
  return { ...best, heldOut, trees: grown.map(({ trees }) => trees.slice(0, best.round)) };
}

/** As many trees as asked for, on all rows. */
export function growAll(frame: Frame, rounds: number, options: TreeOptions, seed: number): GrownTree[] {
  const { rows, outcomes } = frame;
  const ground = groundOf(rows);
  const plans = plansOf(frame.inputs, options.threes ?? []);
  const all = {
    random: seededRandom(seed),
    seen: Int32Array.from({ length: rows }, (_, row) => row),
    held: new Int32Array(0),
    logOdds: new Float64Array(rows).fill(baseLogOdds(outcomes, new Uint8Array(rows), -1)),
  };
  return Array.from({ length: rounds }, (_, nr) =>
    boostOnce(frame, all, ground, options, nr % 2 === 1 ? plans : []),
  );
}

type Growing = {
  readonly random: Random;
  readonly seen: Int32Array;
  readonly held: Int32Array;
  readonly logOdds: Float64Array;
};

/** Grows the next tree, and adds what it says to the log-odds of every row. */
function boostOnce(
  frame: Frame,
  growing: Growing,
  ground: Ground,
  options: TreeOptions,
  plans: readonly Plan[],
): GrownTree {
  const { tree, spans, grownOn } = nextTree(frame, growing, ground, options, plans);
  const { order } = ground;
  const { logOdds } = growing;
  // Where a row that was drawn came to lie is known; the others have to be asked.
  tree.leaves.forEach((leaf, nr) => {
    const [from, to] = spans[nr] ?? [0, 0];
    for (let at = from; at < to; at++) {
      const row = order[at] ?? 0;
      logOdds[row] = (logOdds[row] ?? 0) + leaf;
    }
  });
  const sheet = sheetOf(frame, tree);
  const leaves = Float64Array.from(tree.leaves);
  for (let at = grownOn; at < order.length; at++) {
    const row = order[at] ?? 0;
    logOdds[row] = (logOdds[row] ?? 0) + (leaves[leafOf(sheet, row)] ?? 0);
  }
  return tree;
}

/** Grows on the rows drawn, which come first in `ground.order`; all others are behind them. */
function nextTree(
  { inputs, outcomes, rows }: Frame,
  { random, seen, held, logOdds }: Growing,
  ground: Ground,
  options: TreeOptions,
  plans: readonly Plan[],
): Grown & { readonly grownOn: number } {
  const { order, g, h } = ground;
  let count = 0;
  let others = rows - held.length;
  order.set(held, others);
  for (let nr = 0; nr < seen.length; nr++) {
    const row = seen[nr] ?? 0;
    if (random() >= options.rows) {
      order[--others] = row;
      continue;
    }
    order[count++] = row;
    const p = sigmoid(logOdds[row] ?? 0);
    g[row] = (outcomes[row] ?? 0) - p;
    h[row] = p * (1 - p);
  }
  const planned =
    plans.length === 0 ? null : plannedTree(inputs, plans, order.subarray(0, count), g, h, options);
  if (planned !== null) {
    // All rows have to be asked: nobody was put in order.
    return { tree: planned, spans: [], grownOn: 0 };
  }
  const most = Math.max(Math.min(4, inputs.length), Math.ceil(options.inputs * inputs.length));
  const places = [...shuffled(random, inputs.length).subarray(0, most)].sort((a, b) => a - b);
  return { ...growTree(inputs, places, ground, count, options), grownOn: count };
}

/** A tree laid out to be asked about many rows; `columns[question]` holds the bin of every row, `goes` 256 bytes a question. */
export type AskedTree = {
  readonly columns: readonly Uint8Array[];
  readonly goes: Uint8Array;
  readonly kids: Int32Array;
};

export function sheetOf({ inputs }: Pick<Frame, 'inputs'>, { places, goes, kids }: GrownTree): AskedTree {
  const columns = places.map((place) => inputs[place]?.column ?? new Uint8Array(0));
  const all = new Uint8Array(256 * goes.length);
  goes.forEach((bins, question) => {
    all.set(bins, 256 * question);
  });
  return { columns, goes: all, kids: Int32Array.from(kids) };
}

/** The leaf of a row. */
export function leafOf({ columns, goes, kids }: AskedTree, row: number): number {
  let kid = kids.length === 0 ? -1 : 0;
  while (kid >= 0) {
    const bin = columns[kid]?.[row] ?? 0;
    kid = kids[2 * kid + 1 - (goes[256 * kid + bin] ?? 0)] ?? -1;
  }
  return -1 - kid;
}
