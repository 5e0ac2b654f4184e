// One event of HubSpot's webhooks, in both dialects: classic `contact.creation` and generic `object.creation`.
import { z } from 'zod';

/** Ids come as numbers in most events and as text in some. */
const id = z.union([z.number().int(), z.string().regex(/^[\w-]+$/)]).transform(String);
const maybeId = id.nullish().transform((value) => value ?? null);
const maybeText = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

/**
 * Fields that we read; unknown ones are ignored. `occurredAt` is in milliseconds. `eventId` is not unique by itself,
 * and `attemptNumber` differs between copies of one event. Association events have no `objectId`.
 */
export const hubspotEvent = z.object({
  eventId: maybeId,
  subscriptionId: maybeId,
  portalId: id,
  appId: maybeId,
  occurredAt: z.number().int().positive(),
  subscriptionType: z.string().min(1),
  objectId: maybeId,
  objectTypeId: maybeText,
  changeSource: maybeText,
  sourceId: maybeId.catch(null),
  propertyName: maybeText,
  propertyValue: z
    .union([z.string(), z.number(), z.boolean()])
    .nullish()
    .transform((value) => (value === null || value === undefined ? null : String(value))),
  primaryObjectId: maybeId,
  mergedObjectIds: z
    .array(id)
    .nullish()
    .transform((value) => value ?? []),
  newObjectId: maybeId,
  associationType: maybeText,
  fromObjectId: maybeId,
  toObjectId: maybeId,
  fromObjectTypeId: maybeText,
  toObjectTypeId: maybeText,
});
export type HubspotEvent = z.infer<typeof hubspotEvent>;
