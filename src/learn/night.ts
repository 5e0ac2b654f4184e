// A night: when live weights are looked at, once a day, while the tenant's people sleep.

const hour = 3_600_000;
const [begins, ends] = [1, 5];
/** So that a night's look does not come twice; and so that a server that is off at night looks all the same. */
const soonest = 20 * hour;
const latest = 28 * hour;

/** The tenant's own date. */
export function nightOf(now: Date, timeZone: string): string {
  const parts = partsOf(now, timeZone);
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** `last`: when they were looked at, or learned. */
export function isDue(last: Date, now: Date, timeZone: string): boolean {
  const since = now.getTime() - last.getTime();
  if (since < soonest) return false;
  const at = Number(partsOf(now, timeZone).hour);
  return since >= latest || (at >= begins && at < ends);
}

function partsOf(now: Date, timeZone: string): Record<'year' | 'month' | 'day' | 'hour', string> {
  const of = (zone: string) =>
    new Intl.DateTimeFormat('en', {
      ...{ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' },
      hourCycle: 'h23',
    }).formatToParts(now);
  const said = (parts: readonly Intl.DateTimeFormatPart[], type: string) =>
    parts.find((one) => one.type === type)?.value ?? '00';
  const parts = inZone(of, timeZone);
  return {
    ...{ year: said(parts, 'year'), month: said(parts, 'month') },
    ...{ day: said(parts, 'day'), hour: said(parts, 'hour') },
  };
}

/** One tenant's unknown zone must not hold up the nights of all others. */
function inZone<T>(of: (zone: string) => T, timeZone: string): T {
  try {
    return of(timeZone);
  } catch {
    return of('UTC');
  }
}
