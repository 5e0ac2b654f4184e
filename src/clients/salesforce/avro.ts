// Avro as change events use it: whole numbers of 64 bits are bigints, and what may be null is written without a wrapper.
import avsc from 'avsc';
import { z } from 'zod';
import type { NamedField } from './bitmap.ts';

const bytes = 8;

// A double holds no more than 53 bits, and commit numbers are longer.
const bigints = avsc.types.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer(value: bigint) {
    const buffer = Buffer.alloc(bytes);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: (value: string | number) => BigInt(value),
  toJSON: String,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => (a === b ? 0 : a < b ? -1 : 1),
});

const json = z.string().transform((text): unknown => JSON.parse(text));
const schema = json.pipe(
  z.custom<avsc.schema.RecordType>(
    (value) => z.looseObject({ type: z.literal('record'), name: z.string() }).safeParse(value).success,
    'it is not the schema of a record',
  ),
);

export type AvroType = avsc.Type;

/** The type that a schema defines. Throws where it is no schema of a record. */
export function avroType(schemaJson: string): AvroType {
  return avsc.Type.forSchema(schema.parse(schemaJson), {
    registry: { long: bigints },
    wrapUnions: 'auto',
    // They would stand among the fields.
    omitRecordMethods: true,
  });
}

/** The fields of an event's schema in their order. */
export function namedFields(type: AvroType): NamedField[] {
  return recordFields(type).map((field) => ({
    name: field.name,
    parts: branchesOf(field.type).flatMap((branch) => recordFields(branch).map(({ name }) => name)),
  }));
}

function recordFields(type: AvroType): readonly { readonly name: string; readonly type: AvroType }[] {
  return type instanceof avsc.types.RecordType ? type.fields : [];
}

function branchesOf(type: AvroType): readonly AvroType[] {
  return type instanceof avsc.types.UnwrappedUnionType || type instanceof avsc.types.WrappedUnionType
    ? type.types
    : [type];
}
