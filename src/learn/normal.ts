// Quantiles of the normal and the chi-squared distribution, as close as a decision about noise needs them.

/** The z that a standard normal exceeds with chance `alpha` (Abramowitz and Stegun 26.2.23; off by less than 0.00045). */
export function normalBeyond(alpha: number): number {
  if (alpha > 0.5) return -normalBeyond(1 - alpha);
  const t = Math.sqrt(-2 * Math.log(alpha));
  const over = 2.515517 + t * (0.802853 + t * 0.010328);
  const under = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return t - over / under;
}

/** What a chi-squared of `freedom` degrees exceeds with chance `alpha` (Wilson and Hilferty 1931). */
export function chiSquaredBeyond(alpha: number, freedom: number): number {
  if (freedom <= 0) return 0;
  const part = 2 / (9 * freedom);
  return freedom * (1 - part + normalBeyond(alpha) * Math.sqrt(part)) ** 3;
}

/** The chance that a standard normal is at least as far from 0 as `z` (Abramowitz and Stegun 7.1.26; off by less than 1e-6). */
export function twoSided(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const sum =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.min(1, sum * Math.exp(-x * x));
}
