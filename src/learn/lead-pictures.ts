// Pictures of closed leads: for each the moments it is pictured at, and what was known of it then.
import { type Circle, companyOf } from '#analyze/circle.ts';
import { leadFacts } from '#analyze/lead-facts.ts';
import { homeOf } from '#analyze/places.ts';
import { personStanding } from '#analyze/standing.ts';
import type { RawValues } from '#analyze/table.ts';
import { isBlank } from '#analyze/value.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Twin } from '#twin/twin.ts';
import { type CircleAsOf, circlesAt, type Pasts, readPasts } from './circles-as-of.ts';
import type { ClosedRecord } from './closed-records.ts';
import type { Told } from './lesson.ts';
import { momentsOf } from './moments.ts';
import { firstSaidAt, isAssumed, type RecordPast, sinceWhen } from './record-past.ts';
import { sliceValues } from './slice-values.ts';

/** Most pictures of one lead: measured on the demo company, more made scores no better and training slower. */
const mostPictures = 2;

/** `closed`: circles of today whose standing is not open. */
export async function leadPictures(
  rows: Pick<TenantStore, 'history'>,
  closed: readonly Circle[],
  told: Told,
  now: number,
): Promise<ClosedRecord[]> {
  const subjects = closed.map(({ subject }) => subject);
  const pasts = await readPasts(rows, subjects, ['company']);
  const ends = new Map(
    closed.map((circle) => [circle.subject, { circle, ...endOf(circle, pasts, told, now) }]),
  );
  const list = [...ends].flatMap(([subject, { circle, closedAt }]) => {
    const { createdAt } = circle.twin;
    const begun = createdAt === null ? closedAt : Date.parse(createdAt);
    return momentsOf(subject, { createdAt: begun, closedAt }, mostPictures).map((at) => ({ subject, at }));
  });
  const taken = new Map<string, number>();
  return (await circlesAt(rows, pasts, list)).flatMap((picture): ClosedRecord[] => {
    const end = ends.get(picture.subject);
    if (end === undefined) return [];
    const nr = taken.get(picture.subject) ?? 0;
    taken.set(picture.subject, nr + 1);
    const filledAt = filledAtOf(end.circle, pasts, told);
    const slices = sliceValues(end.circle, told.settings.slices, homeOf(end.circle.twin, told.origins));
    return [{ ...toRecord(picture, nr, end, filledAt, told), slices }];
  });
}

/** When and how it ended: by the CRM's history, where that tells since when a record says so. */
function endOf(circle: Circle, { pasts }: Pasts, { settings }: Told, now: number) {
  const twin = dated(circle.twin, pasts.get(circle.subject));
  const { is, since } = personStanding({ ...circle, twin }, settings.outcomes);
  return { won: is === 'won', closedAt: Math.min(now, since === null ? now : Date.parse(since)) };
}

function dated(twin: Twin, past: RecordPast | undefined): Twin {
  if (past === undefined) return twin;
  const properties = Object.entries(twin.properties).map(([name, known]) => {
    const since = sinceWhen(past, name, known.value);
    return [name, since === null ? known : { ...known, at: new Date(since).toISOString() }];
  });
  return { ...twin, properties: Object.fromEntries(properties) };
}

function toRecord(
  picture: CircleAsOf,
  nr: number,
  { won, closedAt }: { readonly won: boolean; readonly closedAt: number },
  filledAt: Readonly<Record<string, number | null>>,
  { sources, origins }: Told,
): ClosedRecord {
  const { subject, at } = picture;
  const values: Record<string, RawValues[string]> = {};
  const assumed: string[] = [];
  for (const [name, { value, asOf }] of leadFacts(picture, at, sources, origins)) {
    values[name] = value;
    if (value !== null && asOf !== null && isAssumed({ at: asOf }, at)) assumed.push(name);
  }
  const id = nr === 0 ? subject : `${subject}/${nr}`;
  return { id, group: subject, at, closedAt, won, values, filledAt, assumed };
}

/** When each property was filled in for the first time; null where nobody says. */
function filledAtOf(
  circle: Circle,
  { pasts }: Pasts,
  { sources, origins }: Told,
): Record<string, number | null> {
  const company = companyOf(circle, (origin) => origins.has(origin))?.subject;
  return Object.fromEntries(
    sources.flatMap(({ name }) => {
      const bare = name.replace(/^(lead|company)\./, '');
      const own = circle.twin.kind === 'lead' ? bare : name;
      const past = pasts.get(name.startsWith('company.') ? (company ?? '') : circle.subject);
      const at = past === undefined ? null : firstSaidAt(past, past.kind === 'company' ? bare : own, isBlank);
      return at === null ? [] : [[name, at]];
    }),
  );
}
