// The ground that trees are grown on: the order of the rows, their gradients, and room that is used again.

/** What growing needs again and again, so that it is allotted once. */
export type Ground = {
  readonly order: Int32Array;
  readonly spare: Int32Array;
  readonly g: Float64Array;
  readonly h: Float64Array;
  /** Gradients and curvatures of the rows of one leaf, next to each other. */
  readonly near: Float64Array;
  /** Sums that no leaf needs any more. */
  readonly free: Float64Array[];
};

export function groundOf(rows: number): Ground {
  return {
    order: new Int32Array(rows),
    spare: new Int32Array(rows),
    g: new Float64Array(rows),
    h: new Float64Array(rows),
    near: new Float64Array(2 * rows),
    free: [],
  };
}
