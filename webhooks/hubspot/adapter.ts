// A HubSpot delivery read into signals: events are hints, the records themselves are read again.
import { hash } from 'node:crypto';
import type { Delivery } from '#sense/delivery.ts';
import type { Heard, Reading, Wanted } from '#sense/reading.ts';
import { isSubjectKind, mergeKey, type NewSignal, type ObjectType, type SubjectKind } from '#sense/signal.ts';
import { type HubspotEvent, hubspotEvent } from './event.ts';
import { typeOfId, typeOfName } from './object-type.ts';
import { parseEvents } from './split.ts';

type Said = { readonly heard?: readonly Heard[]; readonly wanted?: readonly Wanted[] };
/** What one event means. `unknown` is reported to the admin, the others are counted. */
type Meaning = Said | 'echo' | 'unused' | 'unknown';

const whyOf: Readonly<Record<string, 'created' | 'changed'>> = {
  creation: 'created',
  propertyChange: 'changed',
};
const kindOf: Readonly<Record<string, 'crm.deleted' | 'crm.restored' | 'crm.erased'>> = {
  deletion: 'crm.deleted',
  restore: 'crm.restored',
  privacyDeletion: 'crm.erased',
};

/**
 * What a delivery says. Entries that cannot be understood and kinds that this version does not know are named in
 * `problem`; the rest takes effect. Errors: DELIVERY_UNREADABLE when the body is no JSON array.
 */
export function readDelivery(delivery: Delivery): Reading {
  const heard: Heard[] = [];
  const wanted: Wanted[] = [];
  const unclear = new Map<string, number>();
  let echoes = 0;
  let unused = 0;
  for (const entry of parseEvents(delivery.body)) {
    const parsed = hubspotEvent.safeParse(entry);
    const meaning = parsed.success ? meaningOf(parsed.data, delivery.origin) : 'unknown';
    if (meaning === 'echo') echoes += 1;
    else if (meaning === 'unused') unused += 1;
    else if (meaning === 'unknown') {
      const what = parsed.success
        ? `kind ${parsed.data.subscriptionType}`
        : `field ${String(parsed.error.issues[0]?.path.join('.') || 'of an entry')}`;
      unclear.set(what, (unclear.get(what) ?? 0) + 1);
    } else {
      heard.push(...(meaning.heard ?? []));
      wanted.push(...(meaning.wanted ?? []));
    }
  }
  return { heard, wanted, echoes, unused, problem: problemOf(unclear) };
}

function problemOf(unclear: ReadonlyMap<string, number>): string | null {
  if (unclear.size === 0) return null;
  return `not understood: ${[...unclear].map(([what, count]) => `${what} (${count})`).join(', ')}`;
}

function meaningOf(event: HubspotEvent, origin: string): Meaning {
  const [prefix = '', change = ''] = event.subscriptionType.split('.');
  if (prefix === 'conversation') return 'unused';
  if (change === 'associationChange') return linked(event, origin);
  const objectType = prefix === 'object' ? typeOfId(event.objectTypeId) : typeOfName(prefix);
  if (objectType === null) return followable(prefix, event) ? 'unused' : 'unknown';
  if (change === 'merge') return merged(event, origin, objectType);
  if (event.objectId === null) return 'unknown';
  return changed(event, origin, objectType, event.objectId, change);
}

/** Objects that HubSpot has and we do not follow: custom ones, products, line items. */
function followable(prefix: string, event: HubspotEvent): boolean {
  return prefix === 'object' ? event.objectTypeId !== null : ['product', 'line_item'].includes(prefix);
}

function changed(
  event: HubspotEvent,
  origin: string,
  objectType: ObjectType,
  externalId: string,
  change: string,
): Meaning {
  if (isEcho(event, objectType, change)) return 'echo';
  const why = whyOf[change];
  const kind = kindOf[change];
  if (why === undefined && kind === undefined) return 'unknown';
  if (!isSubjectKind(objectType)) return { wanted: [{ objectType, externalId, links: why !== 'changed' }] };
  const common = commonOf(event, origin, objectType, externalId);
  if (kind !== undefined) return { heard: [{ signal: { ...common, kind, data: {} } }] };
  if (why === undefined) return 'unknown';
  const property = event.propertyName === null ? {} : { property: event.propertyName };
  const value = event.propertyValue === null ? {} : { value: event.propertyValue };
  return { heard: [{ signal: { ...common, kind: 'crm.changed', data: { why, ...property } }, ...value }] };
}

/**
 * Our own write coming back: HubSpot names the app that wrote, though not in every kind of event (the ledger catches
 * the rest). Nobody but us writes the fields that carry our name.
 */
function isEcho(event: HubspotEvent, objectType: ObjectType, change: string): boolean {
  const ours =
    event.changeSource === 'INTEGRATION' && event.sourceId !== null && event.sourceId === event.appId;
  if (change === 'propertyChange') return ours || event.propertyName?.startsWith('revloop_') === true;
  return change === 'creation' && ours && !isSubjectKind(objectType);
}

/** The winner may be a record with a new id: then both the primary and the others are gone. */
function merged(event: HubspotEvent, origin: string, objectType: ObjectType): Meaning {
  const winner = event.newObjectId ?? event.primaryObjectId ?? event.objectId;
  if (winner === null) return 'unknown';
  const all = [...event.mergedObjectIds, ...(event.primaryObjectId === null ? [] : [event.primaryObjectId])];
  const losers = [...new Set(all)].filter((one) => one !== winner);
  if (losers.length === 0) return 'unknown';
  if (!isSubjectKind(objectType)) return { wanted: [{ objectType, externalId: winner, links: true }] };
  return {
    heard: losers.map((loser) => ({
      signal: {
        ...commonOf(event, origin, objectType, winner),
        key: mergeKey(origin, objectType, winner, loser),
        kind: 'crm.merged',
        data: { from: [loser] },
      },
    })),
  };
}

/** Comes for both sides, and again for the primary link: up to four events for one act of a user. */
function linked(event: HubspotEvent, origin: string): Meaning {
  const names = event.associationType?.split('_TO_') ?? [];
  const fromType = typeOfId(event.fromObjectTypeId) ?? typeOfName(names[0] ?? '');
  const toType = typeOfId(event.toObjectTypeId) ?? typeOfName(names[1] ?? '');
  if (event.fromObjectId === null || event.toObjectId === null) return 'unknown';
  if (fromType === null || toType === null) return 'unused';
  const sides = [
    { objectType: fromType, externalId: event.fromObjectId },
    { objectType: toType, externalId: event.toObjectId },
  ];
  const engagements = sides.filter((side) => !isSubjectKind(side.objectType));
  // Who an engagement is with stands in the engagement; its subject did not change.
  if (engagements.length > 0) return { wanted: engagements.map((side) => ({ ...side, links: true })) };
  return {
    heard: sides.flatMap(({ objectType, externalId }, nr) => {
      if (!isSubjectKind(objectType)) return [];
      const common = commonOf(event, origin, objectType, externalId);
      const key = `${common.key}:${nr}`;
      return [{ signal: { ...common, key, kind: 'crm.changed' as const, data: { why: 'linked' as const } } }];
    }),
  };
}

type Common = Pick<NewSignal, 'key' | 'origin' | 'objectType' | 'externalId' | 'occurredAt'>;
function commonOf(event: HubspotEvent, origin: string, objectType: SubjectKind, externalId: string): Common {
  return {
    key: eventKey(event, origin),
    origin,
    objectType,
    externalId,
    occurredAt: new Date(event.occurredAt),
  };
}

/** Equal for copies of one event: everything that tells events apart, without the number of the attempt. */
function eventKey(event: HubspotEvent, origin: string): string {
  const parts = [
    event.portalId,
    event.subscriptionId ?? event.subscriptionType,
    event.subscriptionType,
    event.objectTypeId,
    event.objectId,
    event.fromObjectId,
    event.toObjectId,
    event.eventId,
    event.occurredAt,
    event.propertyName,
    event.propertyValue,
  ];
  return `hubspot:${origin}:${hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 27)}`;
}
