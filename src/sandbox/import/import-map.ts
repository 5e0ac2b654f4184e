// M.json of `revloop sandbox import`: which column of a CSV becomes which property or field.
import { z } from 'zod';
import { fail } from '#errors.ts';

const columnTypes = ['string', 'number', 'bool', 'date', 'enumeration'] as const;
export type ColumnType = (typeof columnTypes)[number];

const target = z.strictObject({
  property: z
    .string()
    .regex(/^[A-Za-z]\w{0,99}$/, 'must start with a letter and hold letters, digits and _ only'),
  /** Inferred from the values where left out. */
  type: z.enum(columnTypes).optional(),
  label: z.string().min(1).optional(),
  /** What a value of the column becomes; others are left out. */
  values: z.record(z.string(), z.string()).optional(),
});
export type Target = z.infer<typeof target>;

const importMap = z.strictObject({
  columns: z.record(z.string(), z.union([target, z.array(target).min(1)])).default({}),
  /** Columns that are not taken over. */
  skip: z.array(z.string()).default([]),
  /** Properties every row gets; `{row}` stands for its number. */
  constants: z.record(z.string(), z.string()).default({}),
  email: z.strictObject({ template: z.string().includes('{row}') }).optional(),
  /** Values that mean "not known", besides the empty one. */
  missing: z.array(z.string()).default([]),
  /** When records were created: a column with dates, or spread evenly in file order over so many days up to now. */
  created: z
    .union([z.strictObject({ column: z.string() }), z.strictObject({ days: z.number().positive() })])
    .optional(),
});
export type ImportMap = z.infer<typeof importMap>;

/** Reads M.json. Errors: IMPORT_INVALID, saying what is wrong and where. */
export function toImportMap(json: string): ImportMap {
  const read = (): unknown => {
    try {
      return JSON.parse(json);
    } catch (cause) {
      return fail('IMPORT_INVALID', { problem: `the map is not JSON: ${String(cause)}` }, { cause });
    }
  };
  const parsed = importMap.safeParse(read());
  if (parsed.success) return parsed.data;
  return fail('IMPORT_INVALID', { problem: `the map is wrong: ${z.prettifyError(parsed.error)}` });
}
