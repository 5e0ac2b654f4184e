// What the API's writes do to one record, single or within a batch.
import { z } from 'zod';
import { associationTypes } from './association-type.ts';
import { link } from './associations.ts';
import { propertyFaults } from './checked-properties.ts';
import { type Call, propertyValues, sourceOf } from './endpoint.ts';
import { invalid } from './hubspot-error.ts';
import { type ObjectType, objectTypes } from './object-type.ts';
import { type CrmRecord, idOf, liveRecord, type Properties, recordBehind } from './record.ts';
import { changeRecord, createRecord } from './record-write.ts';
import { keepRules } from './write-rules.ts';

export const createInput = z.object({
  properties: propertyValues,
  associations: z
    .array(
      z.object({
        to: z.object({ id: z.union([z.string(), z.number()]).transform(String) }),
        types: z
          .array(z.object({ associationCategory: z.string(), associationTypeId: z.number().int() }))
          .min(1),
      }),
    )
    .optional(),
  objectWriteTraceId: z.string().optional(),
});
export type CreateInput = z.infer<typeof createInput>;

export function createOne(call: Call, type: ObjectType, input: CreateInput): CrmRecord {
  const { context } = call.portal;
  return context.database.transaction(() => {
    requireTimestamp(call, type, input.properties);
    keepRules(call, type, {}, input.properties);
    const source = sourceOf(call);
    const made = createRecord(context, type, input.properties, { source, strictness: 'api' });
    for (const { to, types } of input.associations ?? []) {
      for (const { associationTypeId } of types) {
        const toType = targetOf(call, type, associationTypeId);
        const toId = existing(call, toType, to.id);
        const ends = { fromType: type.name, fromId: made.id, toType: toType.name, toId };
        link(context, ends, associationTypeId, source);
      }
    }
    return made;
  });
}

// hubspot.md 2.6: an activity says when it was, or is due.
function requireTimestamp(call: Call, type: ObjectType, given: Properties): void {
  if (type.created !== 'hs_createdate' || given['hs_timestamp']) return;
  const message = 'Property "hs_timestamp" is required';
  throw propertyFaults(call.portal.portalId, [
    { name: 'hs_timestamp', code: 'REQUIRED_PROPERTY_MISSING', message },
  ]);
}

export function changeOne(
  call: Call,
  type: ObjectType,
  record: CrmRecord,
  properties: Properties,
): CrmRecord {
  const { context } = call.portal;
  return context.database.transaction(() => {
    keepRules(call, type, record.properties, properties);
    return changeRecord(context, type, record, properties, { source: sourceOf(call), strictness: 'api' });
  });
}

/** The live record of a path or an input: by id, or by a unique property where one is named. */
export function wantedRecord(call: Call, type: ObjectType, id: string, idProperty: string | null): CrmRecord {
  return liveRecord(
    call.portal.context,
    type,
    idProperty === null ? id : idByProperty(call, type, idProperty, id),
  );
}

/** The id behind a unique value; '' where nobody has it. Throws 400 for a property that is not unique. */
export function idByProperty(call: Call, type: ObjectType, property: string, value: string): string {
  if (property === 'hs_object_id') return value;
  const { book, database, portalId } = call.portal.context;
  if (book.get(type.name, property)?.hasUniqueValue !== true) {
    throw invalid(`idProperty ${property} is not a unique identifier property of ${type.name}`);
  }
  const row = database.get(
    'select id from unique_values where portal_id = ? and type = ? and property = ? and value = ?',
    ...[portalId, type.name, property, value.trim().toLowerCase()],
  );
  return row === undefined ? '' : String(row['id']);
}

// The type id alone says which kind of object is meant.
function targetOf(call: Call, from: ObjectType, typeId: number): ObjectType {
  const { database, portalId } = call.portal.context;
  const found = objectTypes.find((to) =>
    associationTypes(database, portalId, from.name, to.name).some((one) => one.typeId === typeId),
  );
  if (found !== undefined) return found;
  throw invalid(`${typeId} is not a valid association type from ${from.name}`, [
    { message: 'invalid association type', code: 'INVALID_ASSOCIATION_TYPE' },
  ]);
}

function existing(call: Call, type: ObjectType, id: string): number {
  const found = recordBehind(call.portal.context, type, idOf(id));
  if (found !== undefined && !found.archived) return found.id;
  throw invalid(`Cannot associate with ${type.singular} ${id}: it does not exist.`, [
    {
      message: `${type.singular} ${id} does not exist`,
      code: 'ASSOCIATION_TARGET_NOT_FOUND',
      context: { ids: [id] },
    },
  ]);
}
