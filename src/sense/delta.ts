// What a record, read again, says that was not known before. Pure: the same reading tells the same signals.
import { hash } from 'node:crypto';
import type { KnownRecord } from '#ports/store-sense.ts';
import { tellAnswer } from './answered.ts';
import type { Connection } from './connection.ts';
import { hasHappened, isEngagementKind, readEngagement } from './engagement.ts';
import type { CrmRecord } from './record.ts';
import {
  isSubjectKind,
  mergeKey,
  type NewSignal,
  type ObjectType,
  type SubjectKind,
  subjectKinds,
} from './signal.ts';

export type Told = {
  readonly signals: readonly NewSignal[];
  /** What is known from now on; null when the reading is older than what is known, or says nothing new. */
  readonly after: KnownRecord | null;
};

type From = Pick<Connection, 'id' | 'platform'>;

/**
 * Signals of one reading against what was known. A state's signal is dated by the CRM's time of change, and always
 * later than the one before it: calculated fields and links change without a new time of change.
 */
export function tell(
  from: From,
  before: KnownRecord | undefined,
  given: CrmRecord,
  now: Date,
  people: ReadonlyMap<string, string> = new Map(),
): Told {
  if (before !== undefined && given.modifiedAt < before.modifiedAt) return { signals: [], after: null };
  const record = { ...given, properties: storable(given.properties) };
  const links = { ...before?.links, ...record.links };
  const told = isEngagementKind(record.objectType)
    ? tellEngagement(from, before, record, links)
    : record.objectType === 'answer'
      ? { signals: tellAnswer(from, before, { ...record, links }, people), saidAt: record.modifiedAt }
      : tellSubject(from, before, record, now);
  const same = before !== undefined && told.signals.length === 0;
  if (same && before.modifiedAt.getTime() === record.modifiedAt.getTime())
    return { signals: [], after: null };
  const mergedIds = [...new Set([...(before?.mergedIds ?? []), ...(record.mergedIds ?? [])])];
  return { signals: told.signals, after: { ...record, links, mergedIds, saidAt: told.saidAt } };
}

type Said = { readonly signals: NewSignal[]; readonly saidAt: Date };

function tellSubject(from: From, before: KnownRecord | undefined, record: CrmRecord, now: Date): Said {
  const { objectType, id } = record;
  const said: Said = { signals: [], saidAt: before?.saidAt ?? record.modifiedAt };
  if (!isSubjectKind(objectType)) return said;
  const signals = said.signals;
  const stateAt = before === undefined ? record.modifiedAt : later(record.modifiedAt, before.saidAt);
  let saidAt = said.saidAt;
  const common = { origin: from.id, objectType, externalId: id };
  const key = (what: string, at: Date, rest: unknown) =>
    `${what}:${from.id}:${objectType}:${id}:${at.getTime()}:${digest(rest)}`;
  const changed = changedProperties(before, record);
  if (before === undefined || Object.keys(changed).length > 0 || before.archived !== record.archived) {
    const data = {
      properties: changed,
      createdAt: record.createdAt.toISOString(),
      archived: record.archived,
    };
    const about = { ...common, key: key('record', stateAt, data), occurredAt: stateAt };
    signals.push({ ...about, kind: 'crm.record', data });
    saidAt = stateAt;
  }
  if (before?.archived === true && !record.archived) {
    signals.push({
      ...common,
      key: key('restored', stateAt, ''),
      occurredAt: stateAt,
      kind: 'crm.restored',
      data: {},
    });
  }
  for (const { to, ids } of changedLinks(before, record)) {
    // When the link was made is not said; of a record never seen before it is as old as the record's state.
    const at = before === undefined ? stateAt : later(now, saidAt);
    signals.push({
      ...common,
      key: key('links', at, { to, ids }),
      occurredAt: at,
      kind: 'crm.links',
      data: { to, ids },
    });
    if (at > saidAt) saidAt = at;
  }
  const contact = newlyConverted(before, record);
  if (contact !== null) {
    signals.push({
      key: `converted:${from.id}:${id}:${contact}`,
      origin: from.id,
      objectType: 'contact',
      externalId: contact,
      occurredAt: stateAt,
      kind: 'crm.converted',
      data: { lead: id },
    });
  }
  for (const loser of newlyMerged(before, record)) {
    const about = { ...common, key: mergeKey(from.id, objectType, id, loser), occurredAt: stateAt };
    signals.push({ ...about, kind: 'crm.merged', data: { from: [loser] } });
  }
  return { signals, saidAt };
}

/** One fact for each subject that it is linked to, once. */
function tellEngagement(
  from: From,
  before: KnownRecord | undefined,
  record: CrmRecord,
  links: CrmRecord['links'],
): Said {
  const saidAt = before === undefined ? record.modifiedAt : before.saidAt;
  if (!isEngagementKind(record.objectType) || record.archived) return { signals: [], saidAt };
  if (!hasHappened(from.platform, record.objectType, record)) return { signals: [], saidAt };
  const { data, at } = readEngagement(from.platform, record.objectType, record);
  const told =
    before !== undefined && hasHappened(from.platform, record.objectType, before) ? before.links : {};
  // When a lead is converted, what happened with it moves to the contact that it became: it was told already.
  const moved = (told?.lead ?? []).length > 0 && (links?.lead ?? []).length === 0;
  const signals = subjectKinds.flatMap((kind) => {
    const known = new Set(told?.[kind] ?? []);
    return (links?.[kind] ?? [])
      .filter((id) => !known.has(id) && !(moved && kind === 'contact'))
      .map((id): NewSignal => {
        const key = `engagement:${from.id}:${record.objectType}:${record.id}:${kind}:${id}`;
        return {
          key,
          origin: from.id,
          objectType: kind,
          externalId: id,
          occurredAt: at,
          kind: 'engagement',
          data,
        };
      });
  });
  return { signals, saidAt };
}

/** The signal that a record is gone from the CRM, dated by us: nobody says when it went. */
export function tellGone(from: From, before: KnownRecord, now: Date): { signal: NewSignal; at: Date } | null {
  const { objectType, id } = before;
  if (!isSubjectKind(objectType)) return null;
  const at = later(now, before.saidAt);
  const key = `gone:${from.id}:${objectType}:${id}:${before.saidAt.getTime()}`;
  const about = { key, origin: from.id, objectType, externalId: id, occurredAt: at };
  return { signal: { ...about, kind: 'crm.deleted', data: {} }, at };
}

function changedProperties(
  before: KnownRecord | undefined,
  record: CrmRecord,
): Record<string, string | null> {
  const changed = Object.entries(record.properties).filter(
    ([name, value]) => value !== (before?.properties[name] ?? null),
  );
  // A property that is no longer read (removed from the portal, or not followed) has no value any more.
  const dropped = Object.entries(before?.properties ?? {}).filter(
    ([name, value]) => value !== null && !Object.hasOwn(record.properties, name),
  );
  return Object.fromEntries([...changed, ...dropped.map(([name]) => [name, null] as const)]);
}

function changedLinks(
  before: KnownRecord | undefined,
  record: CrmRecord,
): { to: SubjectKind; ids: string[] }[] {
  return subjectKinds.flatMap((to) => {
    const read = record.links?.[to];
    if (read === undefined) return [];
    const ids = sorted(read);
    return ids.join(' ') === sorted(before?.links?.[to] ?? []).join(' ') ? [] : [{ to, ids }];
  });
}

function newlyMerged(before: KnownRecord | undefined, record: CrmRecord): string[] {
  const known = new Set(before?.mergedIds ?? []);
  return (record.mergedIds ?? []).filter((id) => !known.has(id) && id !== record.id);
}

/** The contact that a lead has become since it was last read. */
function newlyConverted(before: KnownRecord | undefined, record: CrmRecord): string | null {
  if (record.objectType !== 'lead' || record.properties['IsConverted'] !== 'true') return null;
  const contact = record.properties['ConvertedContactId'] ?? null;
  return before?.properties['ConvertedContactId'] === contact ? null : contact;
}

function sorted(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort();
}

function later(wanted: Date, last: Date): Date {
  return wanted > last ? wanted : new Date(last.getTime() + 1);
}

function digest(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, 16);
}

/** PostgreSQL cannot keep a NUL in text. */
function storable(properties: CrmRecord['properties']): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, value?.replaceAll('\u0000', '') ?? null]),
  );
}

/** Groups of records by type. */
export function byType<T extends { readonly objectType: ObjectType }>(
  list: readonly T[],
): Map<ObjectType, T[]> {
  return Map.groupBy(list, ({ objectType }) => objectType);
}
