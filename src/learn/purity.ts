// Purity: how far the odds of the outcome among some records are from those among all others.
import type { Feature, Value } from '#analyze/feature.ts';
import { wordsIn } from '#analyze/input.ts';
import { endingIn } from './leak-words.ts';
import { tellingWords } from './telling-words.ts';

/**
 * `counted`: the odds ratio, whichever way round; `odds`: the same, two standard errors more cautious. `cover`: of the
 * records with the outcome that they speak for, the share that is among them.
 */
export type Purity = { readonly odds: number; readonly counted: number; readonly cover: number };

/** The purity of the records that hold `value`; `ends`: the value says how it ended. */
export type NamedValue = Purity & { readonly value: string; readonly rows: number; readonly ends: boolean };

export function purityOf(marked: Uint8Array, outcomes: Uint8Array): Purity {
  const counts = [0, 0, 0, 0];
  for (let row = 0; row < outcomes.length; row++) {
    const cell = 2 * (marked[row] ?? 0) + (outcomes[row] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return purityFrom(counts[3] ?? 0, counts[2] ?? 0, counts[1] ?? 0, counts[0] ?? 0);
}

function purityFrom(won: number, lost: number, otherWon: number, otherLost: number): Purity {
  const [a, b, c, d] = [won + 0.5, lost + 0.5, otherWon + 0.5, otherLost + 0.5];
  const ratio = Math.log((a * d) / (b * c));
  const error = Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d);
  const cover = ratio > 0 ? won / Math.max(1, won + otherWon) : lost / Math.max(1, lost + otherLost);
  const counted = Math.exp(Math.abs(ratio));
  return { odds: Math.exp(Math.max(0, Math.abs(ratio) - 2 * error)), counted, cover };
}

/** The values of a feature, the purest first: of numbers whether they are other than 0, of texts their telling words. */
export function valuesOf(feature: Feature, column: readonly Value[], outcomes: Uint8Array): NamedValue[] {
  if (feature.kind === 'date') return [];
  const keysOf = feature.kind === 'text' ? wordKeys(column, outcomes) : valueKeys;
  const counts = new Map<string, { ends: boolean; of: [number, number] }>();
  const all: [number, number] = [0, 0];
  column.forEach((value, row) => {
    const outcome = outcomes[row] === 1 ? 1 : 0;
    all[outcome]++;
    if (value === null) return;
    for (const [key, ends] of keysOf(value)) {
      const count = counts.get(key) ?? { ends, of: [0, 0] };
      count.of[outcome]++;
      counts.set(key, count);
    }
  });
  const found = [...counts].map(([value, { ends, of }]): NamedValue => {
    const purity = purityFrom(of[1], of[0], all[1] - of[1], all[0] - of[0]);
    return { value, rows: of[0] + of[1], ends, ...purity };
  });
  return found.sort((a, b) => b.odds - a.odds || (a.value < b.value ? -1 : 1));
}

type Key = readonly [key: string, ends: boolean];

function valueKeys(value: string | number): Key[] {
  if (typeof value === 'number') return [[value === 0 ? '0' : '≠ 0', false]];
  return [[value, endingIn(value) !== null]];
}

/** Of a free text its telling words, and the words by which it says how it ended. */
function wordKeys(column: readonly Value[], outcomes: Uint8Array): (value: string | number) => Key[] {
  const telling = new Set(tellingWords(column, outcomes, wordsIn));
  return (value) => {
    const text = String(value);
    const keys = new Map<string, boolean>();
    for (const word of wordsIn(text)) if (telling.has(word)) keys.set(word, false);
    const ending = endingIn(text);
    if (ending !== null) keys.set(ending, true);
    return [...keys];
  };
}
