// The words of free texts whose records are won clearly more or less often than the others.
import type { Value } from '#analyze/feature.ts';

const mostWords = 12;
const leastRows = 20;
const leastShare = 0.01;
// Among thousands of words some differ by two or three standard errors by chance.
const leastErrors = 4.5;

/** The most telling first. */
export function tellingWords(
  column: readonly Value[],
  outcomes: Uint8Array,
  wordsIn: (text: string) => ReadonlySet<string>,
): string[] {
  if (outcomes.length === 0) return [];
  const counts = new Map<string, { rows: number; won: number }>();
  column.forEach((value, row) => {
    if (value === null) return;
    for (const word of wordsIn(String(value))) {
      const count = counts.get(word) ?? { rows: 0, won: 0 };
      count.rows++;
      count.won += outcomes[row] ?? 0;
      counts.set(word, count);
    }
  });
  const base = outcomes.reduce((sum, one) => sum + one, 0) / outcomes.length;
  const least = Math.max(leastRows, leastShare * column.length);
  return [...counts]
    .filter(([, { rows }]) => rows >= least && rows <= column.length - least)
    .map(([word, { rows, won }]) => ({
      word,
      errors: Math.abs(won - rows * base) / Math.sqrt(rows * base * (1 - base)),
    }))
    .filter(({ errors }) => errors >= leastErrors)
    .sort((a, b) => b.errors - a.errors || (a.word < b.word ? -1 : 1))
    .slice(0, mostWords)
    .map(({ word }) => word);
}
