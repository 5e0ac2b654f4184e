// A change of the log as the bytes that a subscriber gets: Avro, with bitmaps in the place of names.
import type { ChangeEvent, FieldValue } from '#sandbox/salesforce/change-event.ts';
import type { EventSchema, SchemaField } from './event-schema.ts';
import type { EventField } from './org.ts';

/** `sees`: whether the subscriber may see a field; what it may not see is not told of. */
export function eventPayload(
  event: ChangeEvent,
  schema: EventSchema,
  sees: (field: string) => boolean,
): Buffer {
  const { entity, recordIds, changeType, changeOrigin, transactionKey, sequenceNumber, commitUser } = event;
  const visible = (names: readonly string[]) => names.filter(sees);
  const ChangeEventHeader = {
    ...{
      entityName: entity,
      recordIds,
      changeType,
      changeOrigin,
      transactionKey,
      sequenceNumber,
      commitUser,
    },
    commitTimestamp: BigInt(event.commitTimestamp),
    commitNumber: event.commitNumber,
    nulledFields: bitmaps(schema.fields, visible(event.nulled)),
    diffFields: bitmaps(schema.fields, visible(event.diff)),
    // All of a new record's fields are there: none is named as changed.
    changedFields: changeType === 'UPDATE' ? bitmaps(schema.fields, visible(event.changed)) : [],
  };
  const value = (field: EventField) => (sees(field.name) ? encoded(field, event.values[field.name]) : null);
  const fields = schema.fields.map(({ name, field, parts }) => {
    if (field !== null) return [name, value(field)];
    const nested = parts.map((part) => [part.name, value(part.field)] as const);
    const empty = nested.every(([, one]) => one === null);
    return [name, empty ? null : Object.fromEntries(nested)];
  });
  return schema.type.toBuffer({ ChangeEventHeader, ...Object.fromEntries(fields) });
}

/** Bit i, from the right, stands for field i of the schema, the header being 0; nested ones follow by their compound. */
export function bitmaps(fields: readonly SchemaField[], names: readonly string[]): string[] {
  const wanted = new Set(names);
  const places = (list: readonly boolean[]) =>
    list.reduce((sum, is, place) => (is ? sum | (1n << BigInt(place)) : sum), 0n);
  const hex = (bits: bigint) => {
    const digits = bits.toString(16).toUpperCase();
    return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`;
  };
  const top = places([false, ...fields.map(({ field }) => field !== null && wanted.has(field.name))]);
  const nested = fields.flatMap(({ parts }, place) => {
    const bits = places(parts.map(({ field }) => wanted.has(field.name)));
    return bits === 0n ? [] : [`${place + 1}-${hex(bits)}`];
  });
  return top === 0n ? nested : [hex(top), ...nested];
}

function encoded({ name, type }: EventField, value: FieldValue | undefined) {
  if (value === undefined || value === null) return null;
  if (type === 'boolean') return value === true;
  if (['int', 'double', 'currency', 'percent'].includes(type)) return Number(value);
  if (type !== 'date' && type !== 'datetime') return String(value);
  const at = typeof value === 'number' ? value : Date.parse(String(value));
  if (Number.isNaN(at)) throw new TypeError(`${name} is no time: ${value}`);
  return BigInt(at);
}
