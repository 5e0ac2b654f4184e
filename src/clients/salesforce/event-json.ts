// A change event as JSON: names for bitmaps, text for whole numbers of 64 bits and for bytes, nothing for what is not told.
import { z } from 'zod';
import { type AvroType, namedFields } from './avro.ts';
import { fieldsOf } from './bitmap.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

const bitmaps = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);
const header = z.looseObject({ changedFields: bitmaps, nulledFields: bitmaps, diffFields: bitmaps });
const event = z.object({ ChangeEventHeader: header }).catchall(z.unknown());

/** The event of this payload. Throws when the bytes are none of this schema. */
export function eventJson(type: AvroType, payload: Uint8Array): Json {
  const { ChangeEventHeader, ...fields } = event.parse(type.fromBuffer(Buffer.from(payload)));
  const schema = namedFields(type);
  // What cannot be read stays as it came: the reader sees that nothing is known of it.
  const named = (bitmaps: readonly string[]) => fieldsOf(bitmaps, schema) ?? bitmaps;
  const nulledFields = named(ChangeEventHeader.nulledFields);
  const names = {
    changedFields: named(ChangeEventHeader.changedFields),
    nulledFields,
    diffFields: named(ChangeEventHeader.diffFields),
  };
  return {
    ChangeEventHeader: { ...toObject(ChangeEventHeader, () => true), ...names },
    ...toObject(fields, (name) => nulledFields.includes(name)),
  };
}

/** An unchanged field comes as null: only a null that is told of is kept. */
function toObject(value: object, keepsNull: (name: string) => boolean): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => {
      const json = toJson(one);
      return json === null && !keepsNull(name) ? [] : [[name, json]];
    }),
  );
}

function toJson(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object') return toObject(value, () => false);
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  return String(value);
}
