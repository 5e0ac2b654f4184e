// Boosting: many small steps on one input after another, all bags in step, until unseen records stop gaining.
import { sigmoid } from '#analyze/score-row.ts';
import { heldOutLogOdds, meanLoss } from './base-rate.ts';
import type { Step } from './leaf-steps.ts';

/** What boosting moves: the bin of each row, how many bins, and how they move. */
export type Block = {
  readonly column: Uint8Array;
  readonly byBag?: readonly Uint8Array[] | undefined;
  readonly count: number;
  readonly step: Step;
};

/**
 * `tables[bag][block][bin]` is in log-odds. `heldOut` is the log-odds of each row by the one bag that has not
 * seen it; `logOdds[bag]` that of all rows by each bag.
 */
export type Boosted = {
  readonly tables: readonly (readonly Float64Array[])[];
  readonly logOdds: readonly Float64Array[];
  readonly heldOut: Float64Array;
  readonly loss: number;
  readonly cycles: number;
};

export type BoostOptions = { readonly mostCycles: number; readonly patience: number };

/**
 * Boosts `blocks` from the log-odds `start[bag]`. Bag b never learns from the rows with `folds[row] === b`; the
 * number of cycles is the one at which the log loss of all rows, each judged by the bag that has not seen it,
 * is least: one steady judgement instead of one noisy judgement per bag. Gradients are renewed once a cycle,
 * which measured the same accuracy as after each input, at half the time.
 */
export function boost(
  outcomes: Uint8Array,
  folds: Uint8Array,
  blocks: readonly Block[],
  start: readonly Float64Array[],
  options: BoostOptions,
): Boosted {
  const bags = start.map((from) => ({
    logOdds: Float64Array.from(from),
    tables: blocks.map((block) => new Float64Array(block.count)),
  }));
  const scratch = {
    g: new Float64Array(outcomes.length),
    h: new Float64Array(outcomes.length),
    sums: blocks.map((block) => new Float64Array(2 * block.count)),
    steps: blocks.map((block) => new Float64Array(block.count)),
  };
  const heldOut = () =>
    heldOutLogOdds(
      bags.map((bag) => bag.logOdds),
      folds,
    );
  const copied = () => bags.map((bag) => bag.tables.map((table) => Float64Array.from(table)));
  let best = { tables: copied(), heldOut: heldOut(), loss: Number.POSITIVE_INFINITY, cycles: 0 };
  best.loss = meanLoss(outcomes, best.heldOut);
  for (let cycle = 1; cycle <= options.mostCycles && cycle - best.cycles <= options.patience; cycle++) {
    bags.forEach((bag, number) => {
      gradients(outcomes, folds, number, bag.logOdds, scratch);
      blocks.forEach((block, place) => {
        const column = block.byBag?.[number] ?? block.column;
        moveBlock(
          { ...block, column },
          place,
          bag.logOdds,
          bag.tables[place] ?? new Float64Array(0),
          scratch,
        );
      });
    });
    const now = heldOut();
    const loss = meanLoss(outcomes, now);
    // A gain below a millionth is not worth a cycle, and would keep it going for ever on large data.
    if (loss < best.loss - 1e-6) best = { tables: copied(), heldOut: now, loss, cycles: cycle };
  }
  const logOdds = best.tables.map((tables, bag) => {
    const sum = Float64Array.from(start[bag] ?? []);
    blocks.forEach((block, place) => {
      addTable(block.byBag?.[bag] ?? block.column, tables[place] ?? new Float64Array(0), sum);
    });
    return sum;
  });
  return { ...best, logOdds };
}

type Scratch = {
  readonly g: Float64Array;
  readonly h: Float64Array;
  readonly sums: readonly Float64Array[];
  readonly steps: readonly Float64Array[];
};

/** Gradient and curvature of the log loss; rows that this bag must not see weigh nothing. */
function gradients(
  outcomes: Uint8Array,
  folds: Uint8Array,
  bag: number,
  logOdds: Float64Array,
  { g, h }: Scratch,
): void {
  for (let row = 0; row < outcomes.length; row++) {
    if (folds[row] === bag) {
      g[row] = 0;
      h[row] = 0;
      continue;
    }
    const p = sigmoid(logOdds[row] ?? 0);
    g[row] = (outcomes[row] ?? 0) - p;
    h[row] = p * (1 - p);
  }
}

function moveBlock(
  block: Block,
  place: number,
  logOdds: Float64Array,
  table: Float64Array,
  { g, h, sums, steps }: Scratch,
): void {
  const sum = sums[place] ?? new Float64Array(0);
  const step = steps[place] ?? new Float64Array(0);
  const { column } = block;
  sum.fill(0);
  for (let row = 0; row < column.length; row++) {
    const bin = 2 * (column[row] ?? 0);
    sum[bin] = (sum[bin] ?? 0) + (g[row] ?? 0);
    sum[bin + 1] = (sum[bin + 1] ?? 0) + (h[row] ?? 0);
  }
  block.step(sum, step);
  addTable(column, step, logOdds);
  for (let bin = 0; bin < table.length; bin++) table[bin] = (table[bin] ?? 0) + (step[bin] ?? 0);
}

function addTable(column: Uint8Array, table: Float64Array, into: Float64Array): void {
  for (let row = 0; row < column.length; row++) into[row] = (into[row] ?? 0) + (table[column[row] ?? 0] ?? 0);
}
