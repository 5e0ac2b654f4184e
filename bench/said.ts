// What was said of rows that had not been learned from, by Revloop and by other learners, as a CSV that pictures are made from.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from './csv.ts';

/** `by`: each learner's probability. `low`, `high`, `confidence`: Revloop's. */
export type SaidRow = {
  readonly part: string;
  readonly row: number;
  readonly outcome: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  readonly by: Readonly<Record<string, number>>;
};

const fixed = ['part', 'row', 'outcome', 'low', 'high', 'confidence'] as const;

/** `others`: what each of the other learners said, by part and row. */
export function writeSaid(
  file: string,
  said: readonly SaidRow[],
  others: ReadonlyMap<string, Readonly<Record<string, number>>>,
): void {
  const names = Object.keys(others.values().next().value ?? {});
  const lines = said.map(({ part, row, outcome, low, high, confidence, by }) => {
    const theirs = others.get(key(part, row)) ?? {};
    const given = { ...by, ...theirs };
    return [
      ...[part, row, outcome, low.toFixed(6), high.toFixed(6), confidence],
      ...['Revloop', ...names].map((name) => (given[name] ?? Number.NaN).toFixed(8)),
    ];
  });
  writeFileSync(file, stringify([[...fixed, 'Revloop', ...names], ...lines]));
}

export function readSaid(file: string): SaidRow[] {
  const { headers, rows } = parse(readFileSync(file, 'utf8'));
  return rows.map((cells) => {
    const [part = '', ...rest] = cells;
    const [row = 0, outcome = 0, low = 0, high = 0, confidence = 0, ...given] = rest.map(Number);
    const by = Object.fromEntries(headers.slice(fixed.length).map((name, nr) => [name, given[nr] ?? 0]));
    return { part, row, outcome, low, high, confidence, by };
  });
}

/** What other learners said, from the lines `learner,part,row,probability`. */
export function othersSaid(file: string): Map<string, Record<string, number>> {
  const said = new Map<string, Record<string, number>>();
  for (const [learner = '', part = '', row, probability] of parse(readFileSync(file, 'utf8')).rows) {
    const place = key(part, Number(row));
    const there = said.get(place) ?? {};
    there[learner] = Number(probability);
    said.set(place, there);
  }
  return said;
}

function key(part: string, row: number): string {
  return `${part}/${row}`;
}
