// Solves a x = b for a symmetric positive matrix of which only the lower half is read (Cholesky).

/** Puts the factor of `matrix`, which is row by row, in its place: made once, it solves for any number of `b`. */
export function choleskyFactor(matrix: Float64Array, size: number): void {
  const at = (row: number, column: number) => matrix[row * size + column] ?? 0;
  for (let column = 0; column < size; column++) {
    for (let row = column; row < size; row++) {
      let sum = at(row, column);
      for (let k = 0; k < column; k++) sum -= at(row, k) * at(column, k);
      if (row === column) matrix[row * size + row] = Math.sqrt(Math.max(sum, 1e-12));
      else matrix[row * size + column] = sum / at(column, column);
    }
  }
}

/** `b` is left alone. */
export function solvedBy(factor: Float64Array, b: Float64Array): Float64Array {
  const size = b.length;
  const at = (row: number, column: number) => factor[row * size + column] ?? 0;
  const x = Float64Array.from(b);
  for (let row = 0; row < size; row++) {
    let sum = x[row] ?? 0;
    for (let k = 0; k < row; k++) sum -= at(row, k) * (x[k] ?? 0);
    x[row] = sum / at(row, row);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = x[row] ?? 0;
    for (let k = row + 1; k < size; k++) sum -= at(k, row) * (x[k] ?? 0);
    x[row] = sum / at(row, row);
  }
  return x;
}
