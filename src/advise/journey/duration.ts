// A duration as people write it: so many days, hours and minutes.
import { z } from 'zod';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Longer waits are a mistake more often than a wish. */
const longestMs = 400 * day;

const part = z.number().int().min(0).max(10_000).optional();

export const duration = z
  .strictObject({ days: part, hours: part, minutes: part })
  .refine((one) => msOf(one) > 0, 'is no time at all')
  .refine((one) => msOf(one) <= longestMs, 'is longer than 400 days');
export type Duration = {
  readonly days?: number | undefined;
  readonly hours?: number | undefined;
  readonly minutes?: number | undefined;
};

export function msOf({ days = 0, hours = 0, minutes = 0 }: Duration): number {
  return days * day + hours * hour + minutes * minute;
}

export function after(from: Date, length: Duration): Date {
  return new Date(from.getTime() + msOf(length));
}
