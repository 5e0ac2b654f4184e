// Deciles: how the probabilities of records that were not seen were spread when the weights were made.
import type { Report } from '#analyze/report.ts';

/** Nine cuts at most, where a tenth of the probabilities each lies between; `counts` has one place more than `cuts`. */
export function decilesOf(probabilities: Float64Array): NonNullable<Report['deciles']> {
  const rising = Float64Array.from(probabilities).sort();
  const all = Array.from({ length: 9 }, (_, nr) => rising[Math.floor(((nr + 1) * rising.length) / 10)] ?? 0);
  const cuts = [...new Set(all.map((cut) => Math.round(cut * 1e6) / 1e6))];
  const counts = new Array<number>(cuts.length + 1).fill(0);
  for (const one of rising) {
    const bin = cuts.filter((cut) => cut <= one).length;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { cuts, counts };
}
