// The time of day and the weekday where somebody is.
import { weekdays } from './field.ts';

type Local = { readonly minutes: number; readonly weekday: (typeof weekdays)[number] };

const formats = new Map<string, Intl.DateTimeFormat | null>();

/** Minutes since midnight and the weekday in the zone; null where the zone is none. */
export function localTime(moment: number, zone: string): Local | null {
  const format = formatOf(zone);
  if (format === null) return null;
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const weekday = weekdays.find((one) => one === parts['weekday']?.toLowerCase());
  if (weekday === undefined) return null;
  return { minutes: (Number(parts['hour']) % 24) * 60 + Number(parts['minute']), weekday };
}

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = makeFormat(zone);
  if (formats.size < 1000) formats.set(zone, made);
  return made;
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en', {
      ...{ timeZone, hour: '2-digit', minute: '2-digit', weekday: 'short', hourCycle: 'h23' },
    });
  } catch {
    return null;
  }
}

/** HubSpot writes `america_slash_new_york` for America/New_York. */
export function zoneOf(said: string | null | undefined): string | null {
  if (said === null || said === undefined || said === '') return null;
  return said.replaceAll('_slash_', '/').replaceAll('_minus_', '-').replaceAll('_plus_', '+');
}
