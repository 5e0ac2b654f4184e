// Values as a caller sends them, checked field by field as Salesforce checks them.
import type { Field } from './field.ts';
import type { ObjectType } from './object-type.ts';
import type { OrgContext } from './org-context.ts';
import { findRecord, type Value, type Values } from './record.ts';
import { refused } from './salesforce-error.ts';
import { idOf, prefixOf } from './salesforce-id.ts';
import { isDay, readStamp } from './stamp.ts';

/** `empties` are taken as "empty this field", as in a form; the API takes null for that. */
export function checkedValue(context: OrgContext, type: ObjectType, field: Field, given: unknown): Value {
  if (given === null || given === '') {
    if (field.type === 'boolean') throw wrongType(field, given);
    return null;
  }
  switch (field.type) {
    case 'boolean':
      if (given === true || given === 'true') return true;
      if (given === false || given === 'false') return false;
      throw wrongType(field, given);
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return checkedNumber(field, given);
    case 'date':
      if (typeof given === 'string' && isDay(given)) return given;
      if (typeof given === 'string') return readStamp(given)?.slice(0, 10) ?? fail(field, given);
      throw wrongType(field, given);
    case 'datetime':
      return (typeof given === 'string' ? readStamp(given) : undefined) ?? fail(field, given);
    case 'reference':
    case 'id':
      return checkedReference(context, type, field, given);
    default:
      return checkedText(field, given);
  }
}

/** Names of fields whose values are missing although the object requires them. */
export function missingFields(type: ObjectType, values: Values): string[] {
  return type.fields
    .filter((field) => !field.nillable && field.createable && field.type !== 'boolean')
    .filter((field) => (values[field.name] ?? null) === null)
    .map((field) => field.name);
}

function checkedNumber(field: Field, given: unknown): number {
  const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw wrongType(field, given);
  const whole = Math.max(1, (field.precision || 18) - (field.type === 'int' ? 0 : field.scale));
  if (Math.abs(number) >= 10 ** whole) {
    throw refused(
      'NUMBER_OUTSIDE_VALID_RANGE',
      `${field.label}: value outside of valid range on numeric field: ${number}`,
      [field.name],
    );
  }
  return Number(number.toFixed(field.type === 'int' ? 0 : field.scale));
}

function checkedText(field: Field, given: unknown): string {
  if (typeof given === 'object') throw wrongType(field, JSON.stringify(given));
  // As in a form: space around a value is not kept.
  const text = String(given).trim();
  if (field.length > 0 && text.length > field.length) {
    const shown = text.length > 255 ? `${text.slice(0, 255)}...` : text;
    throw refused(
      'STRING_TOO_LONG',
      `${field.label}: data value too large: ${shown} (max length=${field.length})`,
      [field.name],
    );
  }
  if (field.type === 'email' && !/^[^\s@<>()]+@[^\s@.<>()]+(\.[^\s@.<>()]+)+$/.test(text)) {
    throw refused('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${text}`, [field.name]);
  }
  if (field.restrictedPicklist) checkOptions(field, text);
  return text;
}

function checkOptions(field: Field, text: string): void {
  const chosen = field.type === 'multipicklist' ? text.split(';') : [text];
  const known = new Set(field.picklistValues.filter((one) => one.active).map((one) => one.value));
  const bad = chosen.filter((one) => !known.has(one));
  if (bad.length > 0) {
    throw refused(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `${field.label}: bad value for restricted picklist field: ${bad.join(';')}`,
      [field.name],
    );
  }
}

function checkedReference(context: OrgContext, type: ObjectType, field: Field, given: unknown): string {
  const id = typeof given === 'string' ? idOf(given) : undefined;
  if (id === undefined) {
    throw refused('MALFORMED_ID', `${field.label}: id value of incorrect type: ${String(given)}`, [
      field.name,
    ]);
  }
  const target = context.book.byPrefix(prefixOf(id));
  if (target === undefined || !field.referenceTo.includes(target.name)) {
    throw refused('FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${id}`, [
      field.name,
    ]);
  }
  const found = findRecord(context, target.name, id);
  if (found === undefined) throw refused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
  if (found.deleted) throw refused('ENTITY_IS_DELETED', 'entity is deleted', []);
  if (target.name === 'Lead' && found.values['IsConverted'] === true && type.name !== 'Lead') {
    throw refused('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead', [field.name]);
  }
  return id;
}

function fail(field: Field, given: unknown): never {
  throw wrongType(field, given);
}

function wrongType(field: Field, given: unknown) {
  return refused(
    'INVALID_TYPE_ON_FIELD_IN_RECORD',
    `${field.label}: value not of required type: ${String(given)}`,
    [field.name],
  );
}
