// The sample of a drill: as many of each fifth of the probabilities as of any other, in an order that tells nothing.
import { seededRandom } from './random.ts';

const strata = 5;

/** Of the candidates `size`, each with the number of its fifth; fewer where there are not so many. */
export function sampleCases<One extends { readonly probability: number }>(
  candidates: readonly One[],
  size: number,
  seed: number,
): { readonly one: One; readonly stratum: number }[] {
  const random = seededRandom(seed);
  const rising = [...candidates].sort((a, b) => a.probability - b.probability);
  const fifths = Array.from({ length: strata }, (_, stratum) => {
    const from = Math.round((stratum * rising.length) / strata);
    const to = Math.round(((stratum + 1) * rising.length) / strata);
    return shuffled(rising.slice(from, to), random).map((one) => ({ one, stratum }));
  });
  const drawn: { one: One; stratum: number }[] = [];
  for (let round = 0; drawn.length < size && fifths.some((fifth) => fifth.length > round); round += 1)
    for (const fifth of fifths) {
      const next = fifth[round];
      if (next !== undefined && drawn.length < size) drawn.push(next);
    }
  return shuffled(drawn, random);
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((one) => ({ one, by: random() }))
    .sort((a, b) => a.by - b.by)
    .map(({ one }) => one);
}
