// A row of our values as the org's fields take them: by their names there, and in their types.
import type { WriteResult } from '#ports/crm.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { Described, Field } from './describe.ts';
import { isIdOf } from './objects.ts';
import { codeForPort } from './write-code.ts';

export type Fitted = {
  readonly id: string;
  readonly values: Readonly<Record<string, string | number | boolean | null>>;
  /** Why it is not sent at all: one such value would have the whole request refused. */
  readonly refused: WriteResult | null;
};

type Row = { readonly id: string; readonly properties: Readonly<Record<string, string>> };

export function fitRow(
  type: SubjectKind,
  { name: object, fields }: Described,
  { id, properties }: Row,
): Fitted {
  const values: Record<string, string | number | boolean | null> = {};
  const refuse = (code: string, problem: string): Fitted => ({
    id,
    values: {},
    refused: { id, ok: false, code, problem, again: false },
  });
  if (!isIdOf(type, id)) return refuse(codeForPort.absentRecord, `${id} is no id of ${object}`);
  for (const [name, text] of Object.entries(properties)) {
    const field = fields.get(name);
    if (field === undefined || !field.updateable) {
      const problem = `the connected user cannot write ${name} on ${object}: assign the permission set Revloop Integration, or update the package`;
      return refuse(codeForPort.absentField, problem);
    }
    const value = toValue(field, text);
    if (value === undefined) return refuse('INVALID_VALUE', `${name} takes no "${text.slice(0, 50)}"`);
    values[field.name] = value;
  }
  return { id, values, refused: null };
}

/** Empty text clears a field. Undefined: the field takes no such value. */
function toValue({ type }: Field, text: string): string | number | boolean | null | undefined {
  if (text === '') return null;
  switch (type) {
    case 'double':
    case 'currency':
    case 'percent':
    case 'int':
      return Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'datetime':
      return Number.isNaN(Date.parse(text)) ? undefined : new Date(text).toISOString();
    default:
      return text;
  }
}
