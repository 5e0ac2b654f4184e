// Turns a change in a portal into the webhook events an app subscribed to, in both of HubSpot's dialects.
import { activeSubscriptions, type DeveloperApp, type Subscription } from './apps.ts';
import type { Change } from './change.ts';
import { findObjectType, type ObjectType, objectTypeOf } from './object-type.ts';

export type WebhookEvent = Readonly<Record<string, string | number | boolean | readonly number[] | null>>;

// hubspot.md 3.2: subscriptions to these are not possible.
const notSubscribable = new Set(['num_unique_conversion_events', 'hs_lastmodifieddate', 'lastmodifieddate']);
const notInGeneric = new Set(['hs_email_html', 'hs_email_subject']);

/** The events of one app for one change, one per subscription that wants it. */
export function eventsFor(
  app: DeveloperApp,
  portalId: number,
  change: Change,
  nextEventId: () => number,
): WebhookEvent[] {
  return activeSubscriptions(app)
    .filter((one) => wants(one, change))
    .map((one) => ({
      eventId: nextEventId(),
      subscriptionId: one.id,
      portalId,
      appId: app.appId,
      occurredAt: change.at,
      subscriptionType: one.subscriptionType,
      attemptNumber: 0,
      ...details(one, change),
      changeSource: change.source.changeSource,
      sourceId: change.source.sourceId,
    }));
}

function wants(subscription: Subscription, change: Change): boolean {
  const [subject = '', event] = subscription.subscriptionType.split('.');
  if (event !== change.kind) return false;
  const type = change.kind === 'associationChange' ? change.fromType : change.type;
  const wanted = findObjectType(
    subscription.dialect === 'generic' ? (subscription.objectType ?? '') : subject,
  );
  if (wanted?.name !== type) return false;
  if (subscription.dialect === 'classic' && !wanted.classic) return false;
  if (change.kind !== 'propertyChange') return true;
  if (notSubscribable.has(change.property)) return false;
  if (subscription.dialect === 'generic' && notInGeneric.has(change.property)) return false;
  return subscription.propertyName === change.property;
}

function details(subscription: Subscription, change: Change): WebhookEvent {
  const generic = subscription.dialect === 'generic';
  switch (change.kind) {
    case 'associationChange':
      return association(generic, change);
    case 'merge':
      return {
        objectId: change.newId,
        ...typed(generic, change.type),
        primaryObjectId: change.primaryId,
        mergedObjectIds: change.mergedIds,
        newObjectId: change.newId,
        numberOfPropertiesMoved: change.moved,
        changeFlag: 'MERGED',
      };
    case 'propertyChange':
      return {
        objectId: change.id,
        ...typed(generic, change.type),
        propertyName: change.property,
        propertyValue: change.value,
        ...(generic ? { isSensitive: false } : {}),
      };
    default:
      return { objectId: change.id, ...typed(generic, change.type), changeFlag: flags[change.kind] };
  }
}

const flags = {
  creation: 'CREATED',
  deletion: 'DELETED',
  restore: 'RESTORED',
  privacyDeletion: 'DELETED',
} as const;

function association(generic: boolean, change: Extract<Change, { kind: 'associationChange' }>): WebhookEvent {
  const from = objectTypeOf(change.fromType);
  const to = objectTypeOf(change.toType);
  return {
    associationType: `${word(from)}_TO_${word(to)}`,
    fromObjectId: change.fromId,
    toObjectId: change.toId,
    associationRemoved: change.removed,
    isPrimaryAssociation: change.primary,
    ...(generic
      ? {
          fromObjectTypeId: from.id,
          toObjectTypeId: to.id,
          associationTypeId: change.typeId,
          associationCategory: change.category,
        }
      : {}),
  };
}

function typed(generic: boolean, type: string): WebhookEvent {
  return generic ? { objectTypeId: objectTypeOf(type).id } : {};
}

function word(type: ObjectType): string {
  return type.singular.toUpperCase();
}
