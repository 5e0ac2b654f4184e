// Fills an org with records in bulk and in silence: no change events, no rules, the stamps as given.
import { afterActivity } from './activity-dates.ts';
import { checkedValue } from './checked-values.ts';
import { defaultsOf, derive } from './derived-values.ts';
import { keepHistory } from './field-history.ts';
import type { ObjectType } from './object-type.ts';
import type { OrgContext } from './org-context.ts';
import { claimUnique, saveRecord, type Value, type Values } from './record.ts';
import { refused } from './salesforce-error.ts';
import { dayIn, stampOf } from './stamp.ts';

export type SeedRecord = {
  readonly type: string;
  /** Fields nobody may write are taken too: a lead can be converted from the start. */
  readonly values: Values;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** What fields were, each from a moment on, in any order; before the first of them they were that too. */
  readonly history?: readonly { readonly field: string; readonly value: Value; readonly at: Date }[];
};

/** Returns the ids in the order of `records`. */
export function seedRecords(context: OrgContext, records: readonly SeedRecord[]): string[] {
  const by = context.users.first().id;
  return context.database.transaction(() => records.map((record) => seedOne(context, record, by)));
}

function seedOne(
  context: OrgContext,
  { type: name, values: given, createdAt, updatedAt, history = [] }: SeedRecord,
  by: string,
): string {
  const type = context.book.object(name);
  if (type === undefined) throw refused('INVALID_TYPE', `sObject type '${name}' is not supported.`);
  const id = context.nextId(type.keyPrefix);
  const named: Record<string, Value> = {};
  const [created, updated] = [stampOf(createdAt), stampOf(updatedAt)];
  for (const [key, value] of Object.entries({
    ...given,
    ...convertedInto(context, name, given, createdAt, by),
  })) {
    const field = context.book.field(type, key);
    if (field === undefined)
      throw refused('INVALID_FIELD', `No such column '${key}' on sobject of type ${name}`, [key]);
    named[field.name] = checkedValue(context, type, field, value);
  }
  const audit = {
    ...{ Id: id, IsDeleted: false, CreatedDate: created, CreatedById: by },
    ...{ LastModifiedDate: updated, LastModifiedById: by, SystemModstamp: updated },
  };
  const owner = type.owned ? { OwnerId: by } : {};
  const begun = { ...defaultsOf(context, type), ...owner, ...named, ...audit };
  const values = { ...begun, ...derive(context, type, {}, begun, updated) };
  const record = { type: type.name, id, values, deleted: false };
  const taken = claimUnique(context, type, record);
  if (taken !== undefined)
    throw refused('DUPLICATE_VALUE', `${taken.field} duplicates value on record with id: ${taken.id}`);
  saveRecord(context, type, record);
  afterActivity(context, type, values);
  if (history.length > 0) seedHistory(context, type, { id, values, by, created, history });
  return id;
}

type Lived = Required<Pick<SeedRecord, 'history' | 'values'>> & {
  readonly id: string;
  readonly by: string;
  readonly created: string;
};

/** As if each change had been made at its time. */
function seedHistory(
  context: OrgContext,
  type: ObjectType,
  { id, values, by, created, history }: Lived,
): void {
  const ordered = [...history].sort((one, other) => one.at.getTime() - other.at.getTime());
  const begun: Record<string, Value> = { ...values };
  for (const { field, value } of ordered.toReversed()) begun[field] = value;
  keepHistory(context, type, { id, by, at: created, before: null, after: begun });
  let before: Values = begun;
  for (const { field, value, at } of ordered) {
    const after = { ...before, [field]: value };
    keepHistory(context, type, { id, by, at: stampOf(at), before, after });
    before = after;
  }
}

// A lead that is converted has an account and a contact, made here where nobody names them.
function convertedInto(context: OrgContext, type: string, given: Values, at: Date, by: string): Values {
  const converted =
    String(given['IsConverted'] ?? '') === 'true' && (given['ConvertedContactId'] ?? null) === null;
  if (type !== 'Lead' || !converted) return {};
  const seed = (one: string, values: Values) =>
    seedOne(context, { type: one, values, createdAt: at, updatedAt: at }, by);
  const account = seed('Account', { Name: given['Company'] ?? null });
  const person = { FirstName: given['FirstName'] ?? null, LastName: given['LastName'] ?? null };
  const contact = seed('Contact', { ...person, Email: given['Email'] ?? null, AccountId: account });
  return {
    ConvertedDate: dayIn(context.facts().timeZone, at),
    ...{ ConvertedAccountId: account, ConvertedContactId: contact },
  };
}
