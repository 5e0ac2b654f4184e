// The tide: how much more or less often records are won lately than what is known of them says, and where that stands now.
import { sigmoid } from '#analyze/score-row.ts';
import type { Weights } from '#analyze/weights.ts';
import { alongLine, type Line } from './recalibrate.ts';

/** `move`: log-odds by which the next records are expected to differ; `doubt`: the standard deviation of that. */
export type Tide = { readonly move: number; readonly doubt: number };

/** What each closed record was said to be by a bag that had not seen it, and what came of it. */
type Judged = {
  readonly logOdds: Float64Array;
  readonly outcomes: Uint8Array;
  readonly closedAt: Float64Array;
  /** Pictures of one subject are wrong together. */
  readonly groups: Int32Array;
};

const leastRows = 500;
const rowsOfBlock = 50;
const mostBlocks = 40;
// Twice the log likelihood that a tide must gain over none: chance does so about once in 200 trainings.
const leastGain = 6.6;
/** The next records are taken to come within so great a part of the history. */
const ahead = 0.1;
const steps = [0.001, 0.003, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32];
const noises = [0, 0.01, 0.03, 0.1, 0.3];

/**
 * Follows a random walk of the log-odds through the history, block by block (a local level model, Kalman 1960; Durbin and
 * Koopman 2012, chapter 2). How far it walks and how much blocks waver beside are what makes the blocks most likely. Null
 * where no walk explains them clearly better than none: then what was won long ago says as much as what was won lately.
 */
export function tideOf(judged: Judged): Tide | null {
  const rows = judged.outcomes.length;
  if (rows < leastRows) return null;
  const blocks = blocksOf(judged, Math.min(mostBlocks, Math.floor(rows / rowsOfBlock)));
  const still = Math.max(...noises.map((noise) => walk(blocks, 0, noise).logLikely));
  let best = { logLikely: Number.NEGATIVE_INFINITY, move: 0, doubt: 0 };
  for (const step of steps)
    for (const noise of noises) {
      const { logLikely, level, variance } = walk(blocks, step, noise);
      const doubt = Math.sqrt(variance + noise + step * ahead * blocks.length);
      if (logLikely > best.logLikely) best = { logLikely, move: level, doubt };
    }
  return 2 * (best.logLikely - still) > leastGain ? { move: best.move, doubt: best.doubt } : null;
}

/** The line of log-odds whose probabilities are the mean over all places where the tide may stand (MacKay 1992). */
export function lineOf({ move, doubt }: Tide): Line {
  const stretch = 1 / Math.sqrt(1 + (Math.PI * doubt ** 2) / 8);
  return { move: stretch * move, stretch };
}

/** The weights as they promise where the tide stands now; their intervals know that it goes on. */
export function withTide(weights: Weights, tide: Tide): Weights {
  const { model, report, ...moved } = alongLine(weights, lineOf(tide));
  const told = { move: round(tide.move), doubt: round(tide.doubt) };
  const spread = round(Math.hypot(model.spread ?? 0, tide.doubt));
  return { ...moved, model: { ...model, spread }, report: { ...report, tide: told } };
}

const round = (value: number) => Math.round(value * 1e5) / 1e5;

type Block = { readonly offset: number; readonly variance: number };

/** By how much the log-odds of each block are off, in the order of time. */
function blocksOf({ logOdds, outcomes, closedAt, groups }: Judged, count: number): Block[] {
  const order = [...outcomes.keys()].sort((a, b) => (closedAt[a] ?? 0) - (closedAt[b] ?? 0) || a - b);
  return Array.from({ length: count }, (_, nr) => {
    const some = order.slice(
      Math.round((nr * order.length) / count),
      Math.round(((nr + 1) * order.length) / count),
    );
    const alone = new Set(some.map((row) => groups[row])).size / Math.max(1, some.length);
    const { offset, weight } = offsetOf(some, logOdds, outcomes);
    return { offset, variance: 1 / (alone * weight) };
  });
}

/** Newton's method on one number; one record that came as expected keeps a block in which all were lost from running off. */
function offsetOf(rows: readonly number[], logOdds: Float64Array, outcomes: Uint8Array) {
  const own = 1 / Math.max(1, rows.length);
  let offset = 0;
  let weight = 1;
  for (let step = 0; step < 20; step++) {
    let miss = 0;
    weight = 1e-9;
    for (const row of rows) {
      const said = logOdds[row] ?? 0;
      const p = sigmoid(said + offset);
      miss += (outcomes[row] ?? 0) - p + own * (sigmoid(said) - p);
      weight += (1 + own) * p * (1 - p);
    }
    offset += Math.max(-1, Math.min(1, miss / weight));
  }
  return { offset, weight };
}

function walk(blocks: readonly Block[], step: number, noise: number) {
  let level = 0;
  let variance = (step * blocks.length) / 2;
  let logLikely = 0;
  blocks.forEach((block, nr) => {
    if (nr > 0) variance += step;
    const spread = variance + block.variance + noise;
    const surprise = block.offset - level;
    logLikely -= (Math.log(2 * Math.PI * spread) + surprise ** 2 / spread) / 2;
    const share = variance / spread;
    level += share * surprise;
    variance *= 1 - share;
  });
  return { logLikely, level, variance };
}
