// What scores rest on, strongest first: how much each column moves them, what is usual, and which values raise or lower.
import type { Value } from '#analyze/feature.ts';
import { scoreColumns } from '#analyze/score-columns.ts';
import { columnsOf } from '#analyze/table.ts';
import { movedBy } from '#learn/importance.ts';
import type { Evaluation } from './evaluation.ts';

/** A value, or a stretch of numbers, with by how much it moves the log-odds on average. */
export type Pull = {
  readonly value: string | null;
  readonly from?: number;
  readonly to?: number;
  readonly rows: number;
  readonly logOdds: number;
};
export type Ground = {
  readonly name: string;
  readonly kind: string;
  readonly importance: number;
  readonly usual: Value;
  readonly usualMissing: number;
  readonly raising: Pull | null;
  readonly lowering: Pull | null;
};

const mostRows = 20_000;
const fewestRows = 20;
const stretches = 8;

/** Of the weights that were trained on every record. */
export function reasonsOf({ whole, known }: Pick<Evaluation, 'whole' | 'known'>): Ground[] {
  const some = known.records.slice(0, mostRows);
  const at = some.map((record) => record.at);
  const columns = columnsOf(whole.features, some);
  const { contributions } = scoreColumns(whole, { columns, at });
  const grounds = whole.features.map((feature, place): Ground => {
    const moved = movedBy(whole.model, place, contributions, at.length);
    const pulls = pullsOf(columns[place] ?? [], moved, feature.kind === 'date' ? at : null).sort(
      (a, b) => b.logOdds - a.logOdds,
    );
    const [first = null, last = null] = [pulls[0], pulls.at(-1)];
    const { name, kind, importance, usual, usualMissing } = feature;
    const raising = first !== null && first.logOdds > 0 ? first : null;
    const lowering = last !== null && last.logOdds < 0 ? last : null;
    return { name, kind, importance, usual, usualMissing, raising, lowering };
  });
  return grounds.sort((a, b) => b.importance - a.importance || (a.name < b.name ? -1 : 1));
}

function pullsOf(column: readonly Value[], moved: Float64Array, at: readonly number[] | null): Pull[] {
  const numbers = column.flatMap((value, row) =>
    typeof value === 'number' ? [at === null ? value : ((at[row] ?? 0) - value) / 86_400_000] : [],
  );
  const rising = Float64Array.from(numbers).sort();
  const cuts = [
    ...new Set(
      Array.from(
        { length: stretches - 1 },
        (_, nr) => rising[Math.floor(((nr + 1) * rising.length) / stretches)] ?? 0,
      ),
    ),
  ];
  const groups = new Map<string, { rows: number; sum: number; low: number; high: number }>();
  column.forEach((value, row) => {
    const number =
      typeof value !== 'number' ? null : at === null ? value : ((at[row] ?? 0) - value) / 86_400_000;
    const key =
      value === null
        ? 'blank'
        : number === null
          ? `=${value}`
          : `#${cuts.filter((cut) => cut <= number).length}`;
    const group = groups.get(key) ?? {
      rows: 0,
      sum: 0,
      low: Number.POSITIVE_INFINITY,
      high: Number.NEGATIVE_INFINITY,
    };
    group.rows++;
    group.sum += moved[row] ?? 0;
    if (number !== null) {
      group.low = Math.min(group.low, number);
      group.high = Math.max(group.high, number);
    }
    groups.set(key, group);
  });
  return [...groups].flatMap(([key, { rows, sum, low, high }]): Pull[] => {
    if (rows < fewestRows) return [];
    const logOdds = sum / rows;
    if (key === 'blank') return [{ value: null, rows, logOdds }];
    if (key.startsWith('=')) return [{ value: key.slice(1), rows, logOdds }];
    return [{ value: null, from: low, to: high, rows, logOdds }];
  });
}
