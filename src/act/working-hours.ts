// Working hours in somebody's own zone: whether it is time to interrupt them, and when it will be.
import type { JourneySettings } from '#sense/tenant.ts';

type Hours = Pick<JourneySettings, 'hours' | 'weekdays' | 'holidays'>;

const day = 86_400_000;
const minute = 60_000;
/** A plan without a working day in so long a time has none at all. */
const mostDays = 400;
const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** The next moment of working hours, from `now` on; null where there is none within a year. */
export function nextWorking(hours: Hours, zone: string, now: Date): Date | null {
  const here = localOf(now, zone);
  const [from, to] = [minutesOf(hours.hours.from), minutesOf(hours.hours.to)];
  // From 22:00 to 06:00 is a night's work; the same time twice is all day.
  const open = (at: number) => (from < to ? at >= from && at < to : from === to || at >= from || at < to);
  if (isWorkday(hours, here.date) && open(here.minutes)) return now;
  for (let ahead = 0; ahead <= mostDays; ahead += 1) {
    const date = plusDays(here.date, ahead);
    if (!isWorkday(hours, date)) continue;
    const opens = from < to ? from : from === to ? 0 : open(0) && ahead > 0 ? 0 : from;
    const at = momentOf(date, opens, zone);
    if (at > now) return at;
  }
  return null;
}

/** A date a number of working days ahead in somebody's zone, at the same time of day there; 0 is today. */
export function workingDaysAhead(hours: Hours, zone: string, now: Date, days: number): Date {
  const here = localOf(now, zone);
  let date = here.date;
  for (let left = days, tries = 0; left > 0 && tries < mostDays; tries += 1) {
    date = plusDays(date, 1);
    if (isWorkday(hours, date)) left -= 1;
  }
  return date === here.date ? now : momentOf(date, here.minutes, zone);
}

function isWorkday({ weekdays, holidays }: Hours, date: string): boolean {
  const name = names[new Date(`${date}T00:00:00Z`).getUTCDay()];
  return weekdays.some((one) => one === name) && !holidays.includes(date);
}

type Local = { readonly date: string; readonly minutes: number };
const clocks = new Map<string, Intl.DateTimeFormat>();

/** A zone that nobody knows counts as UTC: a wrong name in a list must not stop a journey. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const shape = { hourCycle: 'h23', dateStyle: 'short', timeStyle: 'short' } as const;
  let made: Intl.DateTimeFormat;
  try {
    made = new Intl.DateTimeFormat('sv-SE', { ...shape, timeZone: zone });
  } catch {
    made = new Intl.DateTimeFormat('sv-SE', { ...shape, timeZone: 'UTC' });
  }
  clocks.set(zone, made);
  return made;
}

// Swedish writes dates as ISO does: 2026-11-25 09:30.
function localOf(at: Date, zone: string): Local {
  const [date = '', time = ''] = clockOf(zone).format(at).split(' ');
  return { date, minutes: minutesOf(time) };
}

/** The moment at which it is that time there; twice, because the offset may differ at the guess. */
function momentOf(date: string, minutes: number, zone: string): Date {
  const wanted = Date.parse(`${date}T00:00:00Z`) + minutes * minute;
  let guess = wanted;
  for (let tries = 0; tries < 2; tries += 1) {
    const there = localOf(new Date(guess), zone);
    guess += wanted - (Date.parse(`${there.date}T00:00:00Z`) + there.minutes * minute);
  }
  return new Date(guess);
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function plusDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
}
