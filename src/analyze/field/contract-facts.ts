// Facts of what a customer has bought: seats, invoices, renewal; from the properties that the tenant names for them.
import { valueAt } from './course.ts';
import { dayMs } from './day-counter.ts';
import { propertyValue } from './property-value.ts';
import type { Readers } from './reader.ts';
import type { Timeline } from './timeline.ts';

/** The first of the names that had a value at the moment. */
function saidAt({ properties }: Timeline, names: readonly string[], at: number): string | null {
  for (const name of names) {
    const value = valueAt(properties.get(name), at)?.trim();
    if (value) return value;
  }
  return null;
}

function numberAt(timeline: Timeline, names: readonly string[], at: number): number | null {
  const value = propertyValue('number', saidAt(timeline, names, at));
  return typeof value === 'number' ? value : null;
}

function renewalAt(timeline: Timeline, at: number): number | null {
  const value = propertyValue('date', saidAt(timeline, timeline.names.renewal, at));
  return typeof value === 'number' ? value : null;
}

export function seatsPaid(timeline: Timeline, at: number): number | null {
  return numberAt(timeline, timeline.names.seats, at);
}

export const contractReaders: Readers = {
  'seats.paid':
    () =>
    (timeline, { at }) =>
      seatsPaid(timeline, at),
  'invoices.late':
    () =>
    (timeline, { at }) =>
      numberAt(timeline, timeline.names.lateInvoices, at),
  renewal:
    () =>
    (timeline, { at }) =>
      renewalAt(timeline, at),
  'days_until.renewal':
    () =>
    (timeline, { at, day }) => {
      const renewal = renewalAt(timeline, at);
      return renewal === null ? null : Math.floor(renewal / dayMs) - day;
    },
};
