// Circles as they were at given moments: what was known of subjects and of those around them by then, and nothing later.
import { type Circle, isGone, type Neighbour } from '#analyze/circle.ts';
import { dayMs } from '#analyze/field/day-counter.ts';
import { unreadOf } from '#analyze/unread.ts';
import type { TenantStore } from '#ports/store.ts';
import type { DayActivity } from '#ports/store-rules.ts';
import { type SubjectKind, subjectKinds } from '#sense/signal.ts';
import type { Twin } from '#twin/twin.ts';
import { type RecordPast, recordPast } from './record-past.ts';
import { twinAsOf } from './twin-as-of.ts';

/** `at`: ms since 1970. */
export type SubjectAt = { readonly subject: string; readonly at: number };
export type CircleAsOf = Circle & { readonly at: number };

/**
 * A circle for each subject at its moment, in the order of the list; a subject may be asked for at several moments.
 * Whoever was not there yet is left out, as a subject and as a neighbour. `around`: the kinds of neighbours that are wanted.
 * A value whose past nobody told is there, and dated later than the moment (`isAssumed` of record-past.ts).
 */
export async function circlesAsOf(
  rows: Pick<TenantStore, 'history'>,
  list: readonly SubjectAt[],
  around: readonly SubjectKind[] = subjectKinds,
): Promise<CircleAsOf[]> {
  const subjects = [...new Set(list.map(({ subject }) => subject))];
  return circlesAt(rows, await readPasts(rows, subjects, around), list);
}

/** Subjects and those around them, with what they were. */
export type Pasts = {
  readonly neighbours: ReadonlyMap<
    string,
    readonly { readonly linked: string; readonly kind: SubjectKind }[]
  >;
  readonly twins: ReadonlyMap<string, { readonly twin: Twin }>;
  readonly pasts: ReadonlyMap<string, RecordPast>;
};

export async function readPasts(
  rows: Pick<TenantStore, 'history'>,
  subjects: readonly string[],
  around: readonly SubjectKind[] = subjectKinds,
): Promise<Pasts> {
  const pairs = (await rows.history.twins.around(subjects)).filter(({ kind }) => around.includes(kind));
  const neighbours = Map.groupBy(pairs, ({ subject }) => subject);
  const all = [...new Set([...subjects, ...pairs.map(({ linked }) => linked)])];
  const twins = await rows.history.twins.load(all);
  const state = Map.groupBy(await rows.history.state(all), ({ subject }) => subject);
  const pasts = new Map<string, RecordPast>();
  for (const [subject, { twin }] of twins)
    pasts.set(subject, recordPast(twin.kind, state.get(subject) ?? []));
  return { neighbours, twins, pasts };
}

/** As `circlesAsOf`, of subjects whose past was read. */
export async function circlesAt(
  rows: Pick<TenantStore, 'history'>,
  { neighbours, twins, pasts }: Pasts,
  list: readonly SubjectAt[],
): Promise<CircleAsOf[]> {
  const wanted = new Map<string, SubjectAt>();
  for (const { subject, at } of list)
    for (const one of [subject, ...(neighbours.get(subject) ?? []).map(({ linked }) => linked)])
      wanted.set(`${one} ${at}`, { subject: one, at });
  const today = await daysUntil(rows, [...wanted.values()]);
  const unread = await rows.history.twins.unread();
  const made = new Map<string, Twin | null>();
  const asOf = (subject: string, at: number): Twin | null => {
    const moment = `${subject} ${at}`;
    const known = made.get(moment);
    if (known !== undefined) return known;
    const twin = twins.get(subject)?.twin;
    const past = pasts.get(subject);
    const there = twin !== undefined && past !== undefined && wasThere(twin, at);
    const then = there ? twinAsOf(twin, past, at, today.get(moment) ?? []) : null;
    made.set(moment, then);
    return then;
  };
  return list.flatMap(({ subject, at }): CircleAsOf[] => {
    const twin = asOf(subject, at);
    const present = twins.get(subject)?.twin;
    if (twin === null || present === undefined) return [];
    const linked: Partial<Record<SubjectKind, Neighbour[]>> = {};
    for (const { linked: other, kind } of neighbours.get(subject) ?? []) {
      const then = asOf(other, at);
      const now = twins.get(other)?.twin;
      if (then === null || now === undefined || isGone(then)) continue;
      // A link that came later is no link yet; one that no record names by its own id cannot be dated.
      if (knowEachOther(present, now) && !knowEachOther(twin, then)) continue;
      linked[kind] = [...(linked[kind] ?? []), { subject: other, twin: then }];
    }
    return [{ subject, at, twin, around: linked, unread: unreadOf(twin, unread) }];
  });
}

function wasThere({ createdAt }: Twin, at: number): boolean {
  return createdAt === null || Date.parse(createdAt) <= at;
}

/** Whether one of the two names a record of the other. */
function knowEachOther(one: Twin, other: Twin): boolean {
  return namesIn(one, other) || namesIn(other, one);
}

function namesIn({ links }: Twin, { records }: Twin): boolean {
  return Object.entries(links).some(([to, { ids }]) => {
    const [origin = '', type = ''] = to.split(':');
    return ids.some((id) => Object.hasOwn(records, `${origin}:${type}:${id}`));
  });
}

/** What happened on the UTC day of each moment, up to it. */
async function daysUntil(
  rows: Pick<TenantStore, 'history'>,
  list: readonly SubjectAt[],
): Promise<ReadonlyMap<string, DayActivity[]>> {
  const spans = list.flatMap(({ subject, at }) => {
    const from = Math.floor(at / dayMs) * dayMs;
    // Nothing has happened yet on a day that just begins: whoever asks as of midnights asks for nothing here.
    return from === at ? [] : [{ subject, from: new Date(from), until: new Date(at) }];
  });
  const found = await rows.history.activity(spans);
  return Map.groupBy(found, ({ subject, until }) => `${subject} ${until.getTime()}`);
}
