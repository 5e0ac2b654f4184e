// The one way a record of an org is made, changed, deleted and brought back: checked, derived, kept, told.

import { afterActivity } from './activity-dates.ts';
import { checkedValue, missingFields } from './checked-values.ts';
import { defaultsOf, derive } from './derived-values.ts';
import { keepHistory } from './field-history.ts';
import type { ObjectType } from './object-type.ts';
import { isPerson, mirrored } from './person-account.ts';
import {
  claimUnique,
  findRecord,
  type SalesforceRecord,
  saveRecord,
  type Value,
  type Values,
} from './record.ts';
import { refused } from './salesforce-error.ts';
import type { Transaction } from './transaction.ts';
import { rightOnField, rightsOn } from './user.ts';
import { assignedOwner, checkDuplicates, checkLocks, checkRules } from './write-rules.ts';

/** Returns the id of the new record. */
export function createRecord(transaction: Transaction, type: ObjectType, given: Values): string {
  const { context, user, stamp } = transaction;
  if (transaction.checked && !rightsOn(user, type).create) throw noAccess();
  const id = transaction.id ?? context.nextId(type.keyPrefix);
  const named = checkedValues(transaction, type, given, 'create');
  const person = isPerson(context, type, named) && transaction.mirror !== true;
  const audit = {
    Id: id,
    ...(person ? { IsPersonAccount: true, PersonContactId: context.nextId('003') } : {}),
    CreatedDate: transaction.system ? (given['CreatedDate'] ?? stamp) : stamp,
    CreatedById: user.id,
    IsDeleted: false,
  };
  const owner = type.owned ? { OwnerId: user.id } : {};
  const currency =
    context.book.field(type, 'CurrencyIsoCode') === undefined
      ? {}
      : { CurrencyIsoCode: context.facts().currency };
  const begun = { ...defaultsOf(context, type), ...owner, ...currency, ...named, ...audit };
  const assigned = transaction.autoAssign ? assignedOwner(context, type) : {};
  const derived = derive(context, type, {}, { ...begun, ...assigned }, stamp);
  const values = { ...begun, ...assigned, ...derived, ...touched(transaction) };
  checkWhole(transaction, type, { type: type.name, id, values, deleted: false }, null);
  keep(transaction, type, null, { type: type.name, id, values, deleted: false });
  const other = person ? mirrored(type, values, named) : undefined;
  const contact = other && context.book.object(other.type);
  if (other !== undefined && contact !== undefined) {
    const half = { ...transaction, id: other.id, checked: false, autoAssign: false, mirror: true };
    createRecord(half, contact, { ...other.values, AccountId: id, IsPersonAccount: true });
  }
  return id;
}

/** Changes the named fields; null empties one. */
export function changeRecord(transaction: Transaction, type: ObjectType, id: string, given: Values): void {
  const { context, user, stamp } = transaction;
  const before = liveRecord(transaction, type, id);
  if (transaction.checked && !rightsOn(user, type).edit) throw noAccess(id);
  if (type.name === 'Lead' && before.values['IsConverted'] === true && transaction.system !== true) {
    throw refused('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
  }
  const named = checkedValues(transaction, type, given, 'update');
  const assigned = transaction.autoAssign ? assignedOwner(context, type) : {};
  const wanted = { ...before.values, ...named, ...assigned };
  const derived = derive(context, type, before.values, wanted, stamp);
  const values = { ...wanted, ...derived, ...touched(transaction) };
  const after = { ...before, values };
  checkWhole(transaction, type, after, before);
  keep(transaction, type, before, after);
  const other = transaction.mirror === true ? undefined : mirrored(type, values, named);
  const half = other && context.book.object(other.type);
  if (other !== undefined && half !== undefined) {
    changeRecord(
      { ...transaction, checked: false, autoAssign: false, mirror: true },
      half,
      other.id,
      other.values,
    );
  }
}

/** The record; throws where there is none or it was deleted. */
export function liveRecord(
  { context }: Pick<Transaction, 'context'>,
  type: ObjectType,
  id: string,
): SalesforceRecord {
  const found = findRecord(context, type.name, id);
  if (found === undefined) throw refused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  if (found.deleted) throw refused('ENTITY_IS_DELETED', 'entity is deleted');
  return found;
}

function checkedValues(
  transaction: Transaction,
  type: ObjectType,
  given: Values,
  how: 'create' | 'update',
): Values {
  const { context, checked, user } = transaction;
  const values: Record<string, Value> = {};
  const closed: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const field = context.book.field(type, name);
    const right = field === undefined ? 'none' : checked ? rightOnField(user, type, field) : 'edit';
    if (field === undefined || right === 'none') {
      throw refused('INVALID_FIELD', `No such column '${name}' on sobject of type ${type.name}`, [name]);
    }
    const open = how === 'create' ? field.createable : field.updateable;
    if (right === 'read' || (checked && !open)) closed.push(field.name);
    else values[field.name] = checkedValue(context, type, field, value);
  }
  if (closed.length > 0) {
    throw refused(
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      `Unable to create/update fields: ${closed.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
      closed,
    );
  }
  return values;
}

function checkWhole(
  transaction: Transaction,
  type: ObjectType,
  after: SalesforceRecord,
  before: SalesforceRecord | null,
): void {
  const missing = missingFields(type, after.values);
  if (missing.length > 0) {
    throw refused('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
  }
  checkLocks(transaction, type, after);
  if (transaction.system !== true) checkRules(transaction.context, type, after.values);
  if (before === null && !transaction.allowDuplicates) checkDuplicates(transaction.context, type, after);
}

function keep(
  transaction: Transaction,
  type: ObjectType,
  before: SalesforceRecord | null,
  after: SalesforceRecord,
): void {
  const { context, stamp, user, origin } = transaction;
  claim(transaction, type, after);
  saveRecord(context, type, after);
  // The event of a conversion does not name the time of its last change.
  const converts =
    before !== null && before.values['IsConverted'] !== true && after.values['IsConverted'] === true;
  const changed = type.fields
    .filter((field) => field.formula === undefined && !(converts && field.name.startsWith('LastModified')))
    .map((field) => field.name)
    .filter((name) => (before?.values[name] ?? null) !== (after.values[name] ?? null))
    .filter((name) => name !== 'SystemModstamp' && name !== 'Id');
  if (before !== null) {
    for (const field of changed.filter((name) => !name.startsWith('LastModified'))) {
      context.database.run(
        'insert into history (org, type, id, field, value, at, user, origin) values (?, ?, ?, ?, ?, ?, ?, ?)',
        ...[context.orgId, type.name, after.id, field, text(before.values[field]), stamp, user.id, origin],
      );
    }
  }
  const past = { id: after.id, before: before?.values ?? null, after: after.values };
  keepHistory(context, type, { ...past, by: user.id, at: stamp });
  told(transaction, type, before === null ? 'CREATE' : 'UPDATE', after.id, changed, after.values);
  afterActivity(context, type, after.values);
}

export function told(
  transaction: Transaction,
  type: ObjectType,
  changeType: 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE',
  id: string,
  changed: readonly string[],
  values: Values,
): void {
  const nulled = changed.filter((name) => (values[name] ?? null) === null);
  const sent = Object.fromEntries(changed.map((name) => [name, values[name] ?? null]));
  transaction.changes.push({
    entity: type.name,
    changeType,
    recordIds: [id],
    changed: changeType === 'DELETE' ? [] : changed,
    nulled: changeType === 'UPDATE' ? nulled : [],
    values: changeType === 'DELETE' ? {} : sent,
  });
}

export function claim(transaction: Transaction, type: ObjectType, record: SalesforceRecord): void {
  const taken = claimUnique(transaction.context, type, record);
  if (taken !== undefined) {
    throw refused(
      'DUPLICATE_VALUE',
      `duplicate value found: ${taken.field} duplicates value on record with id: ${taken.id}`,
      [taken.field],
    );
  }
}

export function touched({ stamp, user }: Transaction): Values {
  return { LastModifiedDate: stamp, LastModifiedById: user.id, SystemModstamp: stamp };
}

export function noAccess(id?: string) {
  return refused(
    'INSUFFICIENT_ACCESS_OR_READONLY',
    id === undefined ? 'insufficient access rights on object' : 'insufficient access rights on object id',
  );
}

function text(value: Value | undefined): string | null {
  return value === undefined || value === null ? null : String(value);
}
