// Points in time as Salesforce writes them: milliseconds, and +0000 without a colon.

export function stampOf(date: Date): string {
  return date.toISOString().replace('Z', '+0000');
}

export function dateOfStamp(stamp: string): Date {
  return new Date(stamp.replace('+0000', 'Z'));
}

/** The day of a point in time where the org is. */
export function dayIn(timeZone: string, date: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(date);
}

/** A point in time given in any of the ways the API takes, as it is kept; undefined where it is none. */
export function readStamp(text: string): string | undefined {
  const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;
  if (!shape.test(text)) return undefined;
  const date = new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(date.getTime()) ? undefined : stampOf(date);
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(new Date(`${text}T00:00:00Z`).getTime());
}
