// Boosts trees: one after another on the gradients of those before, all bags in step, until unseen records stop gaining.
import { sigmoid } from '#analyze/score-row.ts';
import { baseLogOdds } from './base-rate.ts';
import { type Frame, frameOfBag } from './frame.ts';
import { type Ground, type GrownTree, type GrowOptions, growTree } from './grow-tree.ts';
import { rowLogLoss } from './metrics.ts';
import { type Random, seededRandom, shuffled } from './random.ts';

/** `rows` and `inputs`: the share of each that one tree may look at. */
export type TreeOptions = GrowOptions & {
  readonly rows: number;
  readonly inputs: number;
  readonly mostRounds: number;
  readonly patience: number;
};

export type BoostedTrees = {
  readonly trees: readonly (readonly GrownTree[])[];
  readonly heldOut: Float64Array;
  readonly loss: number;
  readonly round: number;
};

/** `bags`: which of them are boosted, and judged on the rows of the folds with their numbers. */
export function boostTrees(
  frame: Frame,
  folds: Uint8Array,
  bags: readonly number[],
  options: TreeOptions,
  seed: number,
): BoostedTrees {
  const { outcomes, rows } = frame;
  const ground = groundOf(rows);
  const grown = bags.map((bag) => ({
    bag,
    own: frameOfBag(frame, bag),
    random: seededRandom(seed + 1009 * (bag + 1)),
    seen: Int32Array.from({ length: rows }, (_, row) => row).filter((row) => folds[row] !== bag),
    logOdds: new Float64Array(rows).fill(baseLogOdds(outcomes, folds, bag)),
    trees: [] as GrownTree[],
  }));
  const heldOut = new Float64Array(rows);
  const judge = () => {
    let sum = 0;
    let judged = 0;
    for (const { bag, logOdds } of grown)
      for (let row = 0; row < rows; row++) {
        if (folds[row] !== bag) continue;
        heldOut[row] = logOdds[row] ?? 0;
        sum += rowLogLoss(outcomes[row] ?? 0, sigmoid(logOdds[row] ?? 0));
        judged++;
      }
    return sum / Math.max(1, judged);
  };
  let best = { round: 0, loss: judge(), heldOut: Float64Array.from(heldOut) };
  for (let round = 1; round <= options.mostRounds && round - best.round <= options.patience; round++) {
    for (const bag of grown) {
      const tree = nextTree(bag.own, bag, ground, options);
      bag.trees.push(tree);
      addTree(bag.own, tree, bag.logOdds);
    }
    const loss = judge();
    if (loss < best.loss - 1e-6) best = { round, loss, heldOut: Float64Array.from(heldOut) };
  }
  return { ...best, trees: grown.map(({ trees }) => trees.slice(0, best.round)) };
}

function groundOf(rows: number): Ground {
  return {
    order: new Int32Array(rows),
    spare: new Int32Array(rows),
    g: new Float64Array(rows),
    h: new Float64Array(rows),
  };
}

type Growing = { readonly random: Random; readonly seen: Int32Array; readonly logOdds: Float64Array };

function nextTree(
  { inputs, outcomes }: Frame,
  { random, seen, logOdds }: Growing,
  ground: Ground,
  options: TreeOptions,
): GrownTree {
  let drawn = 0;
  for (const row of seen) {
    if (random() >= options.rows) continue;
    ground.order[drawn++] = row;
    const p = sigmoid(logOdds[row] ?? 0);
    ground.g[row] = (outcomes[row] ?? 0) - p;
    ground.h[row] = p * (1 - p);
  }
  const most = Math.max(Math.min(4, inputs.length), Math.ceil(options.inputs * inputs.length));
  const places = [...shuffled(random, inputs.length).subarray(0, most)].sort((a, b) => a - b);
  return growTree(inputs, places, ground, drawn, options);
}

/** As many trees as asked for, on all rows. */
export function growAll(frame: Frame, rounds: number, options: TreeOptions, seed: number): GrownTree[] {
  const { rows, outcomes } = frame;
  const ground = groundOf(rows);
  const all = {
    random: seededRandom(seed),
    seen: Int32Array.from({ length: rows }, (_, row) => row),
    logOdds: new Float64Array(rows).fill(baseLogOdds(outcomes, new Uint8Array(rows), -1)),
  };
  return Array.from({ length: rounds }, () => {
    const tree = nextTree(frame, all, ground, options);
    addTree(frame, tree, all.logOdds);
    return tree;
  });
}

/** Adds what the tree says of every row. */
function addTree({ inputs }: Frame, tree: GrownTree, logOdds: Float64Array): void {
  const columns = tree.places.map((place) => inputs[place]?.column ?? new Uint8Array(0));
  for (let row = 0; row < logOdds.length; row++)
    logOdds[row] = (logOdds[row] ?? 0) + (tree.leaves[leafOf(tree, columns, row)] ?? 0);
}

/** The leaf of a row; `columns[question]` holds the bin of every row. */
export function leafOf(tree: GrownTree, columns: readonly Uint8Array[], row: number): number {
  let kid = tree.places.length === 0 ? -1 : 0;
  while (kid >= 0) {
    const left = tree.goes[kid]?.[columns[kid]?.[row] ?? 0] === 1;
    kid = tree.kids[2 * kid + (left ? 0 : 1)] ?? -1;
  }
  return -1 - kid;
}
