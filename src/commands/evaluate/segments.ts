// How well the scores do within groups of records: the levels of the columns that weigh most and have few levels.
import { auc } from '#learn/metrics.ts';
import type { Evaluation } from './evaluation.ts';
import { pooled } from './pooled.ts';
import { reasonsOf } from './reasons.ts';

export type Segment = {
  readonly level: string | null;
  readonly rows: number;
  readonly share: number;
  readonly promised: number;
  /** Null where one outcome is missing. */
  readonly auc: number | null;
  readonly few: boolean;
};
export type Segments = { readonly name: string; readonly segments: readonly Segment[] };

const mostColumns = 4;
const mostLevels = 12;
const few = { rows: 100, ofEach: 15 } as const;

export function segmentsOf(evaluation: Evaluation): Segments[] {
  const { known } = evaluation;
  const { outcomes, probabilities, places } = pooled(evaluation);
  const wanted = reasonsOf(evaluation).filter(({ kind }) => kind === 'category' || kind === 'bool');
  const found: Segments[] = [];
  for (const { name } of wanted) {
    if (found.length === mostColumns) break;
    const levels = Map.groupBy(Array.from(places.keys()), (nr) => {
      const value = known.records[places[nr] ?? 0]?.values[name] ?? null;
      return value === null ? null : String(value);
    });
    if (levels.size < 2 || levels.size > mostLevels) continue;
    const segments = [...levels].map(([level, rows]): Segment => {
      const won = rows.map((nr) => outcomes[nr] ?? 0);
      const promised = rows.map((nr) => probabilities[nr] ?? 0);
      const positives = won.reduce((sum, one) => sum + one, 0);
      const rarer = Math.min(positives, rows.length - positives);
      return {
        level,
        rows: rows.length,
        share: positives / rows.length,
        promised: promised.reduce((sum, one) => sum + one, 0) / rows.length,
        auc: rarer === 0 ? null : auc(won, promised),
        few: rows.length < few.rows || rarer < few.ofEach,
      };
    });
    found.push({ name, segments: segments.sort((a, b) => b.rows - a.rows) });
  }
  return found;
}
