// A fitted model: what every learner hands back, one table per input and bag, before it is averaged and frozen.
import type { GrownTree } from './grow-tree.ts';

/** Two inputs (places in the frame) looked at together; `column` is the cell of each row. */
export type FittedPair = {
  readonly left: number;
  readonly right: number;
  readonly leftGroups: Uint8Array;
  readonly rightGroups: Uint8Array;
  readonly rightCount: number;
  readonly column: Uint8Array;
  readonly count: number;
};

/** Trees of one bag, or of none where they have seen every row; each leaf counts `share` times. */
export type Grove = {
  readonly bag: number | null;
  readonly share: number;
  readonly trees: readonly GrownTree[];
};

/**
 * Bag b has not seen the rows of fold b. `tables[bag]` holds a table of log-odds by bin for each input, then
 * one by cell for each pair. `trees` are further parts of its sum. `heldOut` is each row's log-odds by the bag
 * that has not seen it.
 */
export type Fitted = {
  readonly learner: 'ridge' | 'blend' | 'additive' | 'trees';
  readonly pairs: readonly FittedPair[];
  readonly intercepts: readonly number[];
  readonly tables: readonly (readonly Float64Array[])[];
  readonly trees: readonly Grove[];
  readonly heldOut: Float64Array;
};
