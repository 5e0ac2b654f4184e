// The additive learner: boosted main effects of every input, and a few pairs where unseen records gain by them.

import { baseLogOdds, gainOver } from './base-rate.ts';
import { type Block, boost } from './boost.ts';
import type { Fitted, FittedPair } from './fitted.ts';
import type { BinnedInput, Frame } from './frame.ts';
import { levelStep, numberStep, type StepOptions } from './leaf-steps.ts';
import { pairStep, strongestPairs } from './pairs.ts';

/** `mostPairs` 0 leaves pairs out. Defaults were chosen on three public sets by cross-validation. */
export type AdditiveOptions = { readonly mostPairs: number };

// Pairs make reasons harder to read: they must be worth it in log loss, and not by chance.
const leastPairGain = 0.0003;
const cycles = { mostCycles: 2000, patience: 40 };
// Many records bear larger steps: less of each is chance.
const manyRows = 20_000;
// Measured on 30 to 1,600 rows: shrinking by 5 rows keeps a small history from running away.
const usualSteps: StepOptions = { rate: 0.06, shrink: 5, leastWeight: 1 };
const pairSteps: StepOptions = { rate: 0.06, shrink: 5, leastWeight: 2 };

/** Fits one bag per fold; an EBM in the sense of Lou, Caruana et al. (2013), with one common number of cycles. */
export function fitAdditive(
  frame: Frame,
  folds: Uint8Array,
  bagCount: number,
  { mostPairs }: AdditiveOptions,
): Fitted {
  const { outcomes } = frame;
  const intercepts = Array.from({ length: bagCount }, (_, bag) => baseLogOdds(outcomes, folds, bag));
  const start = intercepts.map((intercept) => new Float64Array(frame.rows).fill(intercept));
  const many = frame.rows >= manyRows;
  const steps = { ...usualSteps, rate: many ? 0.15 : usualSteps.rate };
  const own = { ...cycles, patience: many ? 10 : cycles.patience };
  const blocks = frame.inputs.map((input) => mainBlock(input, steps));
  const mains = boost(outcomes, folds, blocks, start, own);
  const alone: Fitted = {
    learner: 'additive',
    pairs: [],
    intercepts,
    tables: mains.tables,
    trees: [],
    heldOut: mains.heldOut,
  };
  if (mostPairs === 0) return alone;

  const importance = frame.inputs.map((input, place) => meanMove(input, mains.tables[0]?.[place]));
  const pairs = strongestPairs(frame, mains.heldOut, importance, mostPairs, pairSteps);
  const together = boost(outcomes, folds, pairs.map(pairBlock), mains.logOdds, own);
  const { gain, gainError } = gainOver(outcomes, together.heldOut, mains.heldOut);
  if (gain < leastPairGain || gain < 2 * gainError) return alone;
  return {
    ...alone,
    pairs,
    tables: mains.tables.map((tables, bag) => [...tables, ...(together.tables[bag] ?? [])]),
    heldOut: together.heldOut,
  };
}

function mainBlock(input: BinnedInput, steps: StepOptions): Block {
  const step = input.bins.of === 'levels' ? levelStep(steps) : numberStep(steps, input.monotone);
  return { column: input.column, byBag: input.byBag, count: input.count, step };
}

function pairBlock(pair: FittedPair): Block {
  return { column: pair.column, count: pair.count, step: pairStep(pair, pairSteps) };
}

/** Mean distance of the input's log-odds from their mean. */
function meanMove({ support }: BinnedInput, table: Float64Array | undefined): number {
  const rows = support.reduce((sum, one) => sum + one, 0);
  if (table === undefined || rows === 0) return 0;
  const mean = table.reduce((sum, points, bin) => sum + points * (support[bin] ?? 0), 0) / rows;
  return table.reduce((sum, points, bin) => sum + Math.abs(points - mean) * (support[bin] ?? 0), 0) / rows;
}
