// Medians, percentiles and rounding of measured numbers.

/** The smallest measured number that at least `share` (0 to 1) of all are not above; NaN of nothing. */
export function percentile(numbers: readonly number[], share: number): number {
  const rising = [...numbers].sort((a, b) => a - b);
  return rising[Math.max(0, Math.ceil(share * rising.length) - 1)] ?? Number.NaN;
}

export function median(numbers: readonly number[]): number {
  const rising = [...numbers].sort((a, b) => a - b);
  const middle = rising.length >> 1;
  const high = rising[middle] ?? Number.NaN;
  return rising.length % 2 === 1 ? high : ((rising[middle - 1] ?? high) + high) / 2;
}

export function rounded(value: number, decimals = 0): number {
  return Number(value.toFixed(decimals));
}

/** Milliseconds since `began` (of performance.now) as seconds with one decimal. */
export function secondsSince(began: number): number {
  return rounded((performance.now() - began) / 1000, 1);
}
