// When values were filled in, as far as the CRM remembers: with the outcome or after it, or before.
import type { Value } from '#analyze/feature.ts';
import type { ClosedTable } from './closed-records.ts';

const hour = 3_600_000;
/** Whoever closes a record fills in its fields in the same hour, before or after. */
const around = hour;
const leastKnown = 20;
/** Times before this are no times but numbers to order by. */
export const firstMoment = Date.UTC(1980, 0, 1);

/**
 * Of the fillings of the feature at `place` whose time is known, the share that came within the hour before the outcome
 * or later, though other values of the record had been there for more than that hour; null where fewer than 20 are known.
 */
export function shareFilledLate({ filledAt, closedAt }: ClosedTable, place: number): number | null {
  const own = filledAt?.[place];
  if (filledAt === undefined || own === undefined) return null;
  let [known, late] = [0, 0];
  own.forEach((moment, row) => {
    if (Number.isNaN(moment)) return;
    known++;
    if (moment < (closedAt[row] ?? 0) - around) return;
    // What came in with the record itself is not late, however soon the record was closed.
    const first = filledAt.reduce((least, column) => Math.min(least, column[row] || moment), moment);
    if (moment > first + around) late++;
  });
  return known < leastKnown ? null : late / known;
}

/** Of the dates in the column, the share that is later than the outcome of its record; 0 where outcomes have no time. */
export function shareAfter(column: readonly Value[], { closedAt }: ClosedTable): number {
  let [known, later] = [0, 0];
  column.forEach((value, row) => {
    const closed = closedAt[row] ?? 0;
    if (typeof value !== 'number' || closed < firstMoment) return;
    known++;
    if (value > closed) later++;
  });
  return known === 0 ? 0 : later / known;
}
