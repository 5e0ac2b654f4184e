// Chance that stays: the same customer always draws the same lot, without anything being kept.
import { hash } from 'node:crypto';

/** A number from 0 to 1 for these words together; another salt draws anew. */
export function lot(...words: readonly string[]): number {
  // 48 bits: as many as a number takes without rounding.
  return Number.parseInt(hash('sha256', words.join('\n'), 'hex').slice(0, 12), 16) / 2 ** 48;
}

/** Which of the arms a number from 0 to 1 falls on, by their weights. */
export function fallOn<A extends { readonly weight: number }>(arms: readonly A[], at: number): A | undefined {
  const sum = arms.reduce((all, { weight }) => all + weight, 0);
  let left = at * sum;
  for (const arm of arms) {
    left -= arm.weight;
    if (left < 0) return arm;
  }
  return arms.at(-1);
}
