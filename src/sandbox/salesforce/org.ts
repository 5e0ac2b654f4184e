// One org: everything a person (or the demo company) can do in it, done at once and without HTTP.
import { numberOf } from '#sandbox/sqlite.ts';
import type { FieldInput } from './field.ts';
import { lateness, putOff } from './late-writes.ts';
import { type Conversion, type Converted, convertLead } from './lead-conversion.ts';
import type { ObjectType } from './object-type.ts';
import type { OrgContext } from './org-context.ts';
import type { OrgFacts } from './org-facts.ts';
import { savePermissions } from './permission-records.ts';
import { findRecord, purgeRecord, type SalesforceRecord, type Values } from './record.ts';
import { deleteRecord, restoreRecord } from './record-deletion.ts';
import { type Merge, mergeRecords } from './record-merge.ts';
import { changeRecord, createRecord } from './record-write.ts';
import { refused } from './salesforce-error.ts';
import { idOf } from './salesforce-id.ts';
import { type SeedRecord, seedRecords } from './seed.ts';
import { saveSetup, saveUserRecord } from './setup-records.ts';
import { byPerson, inTransaction, type Writing } from './transaction.ts';
import type { User, UserInput } from './user.ts';
import { toUser } from './users.ts';

/** `lateMs`: committed that much later than its stamp says. */
type How = Partial<Writing> & { readonly lateMs?: number | undefined };

export type Org = {
  readonly orgId: string;
  readonly context: OrgContext;
  readonly facts: () => OrgFacts;
  /** Where the org is reached by somebody who came to `url`. */
  instanceUrl(url: string): string;
  /** Bulk and silent: no change events. Returns the ids in order. */
  seed(records: readonly SeedRecord[]): string[];
  /** Returns the new record's id. */
  create(type: string, values: Values, how?: How): string;
  update(type: string, id: string, values: Values, how?: How): void;
  remove(type: string, id: string, how?: How): void;
  undelete(type: string, id: string, how?: Partial<Writing>): void;
  /** Merges the losers into the winner, which gets `values` on top. */
  merge(type: string, merge: Merge, how?: Partial<Writing>): void;
  convert(conversion: Conversion, how?: Partial<Writing>): Converted;
  /** Out of the recycle bin for good, without an event. */
  purge(id: string): void;
  /** The record, deleted ones included; undefined where it never was. */
  read(type: string, id: string): SalesforceRecord | undefined;
  /** How many live records there are. */
  count(type: string): number;
  addUser(input: UserInput): User;
  /** Changes what a user may do, or ends the account. */
  changeUser(id: string, patch: Partial<UserInput>): User;
  /** Returns the queue's id. */
  addQueue(name: string, objects: readonly string[]): string;
  defineField(type: string, input: FieldInput): void;
  /** Replaces the values of a picklist, of Salesforce's own ones too. */
  defineOptions(type: string, field: string, values: readonly string[]): void;
};

export function toOrg(context: OrgContext): Org {
  const typeOf = (name: string): ObjectType => {
    const type = context.book.object(name);
    if (type === undefined) throw refused('INVALID_TYPE', `sObject type '${name}' is not supported.`);
    return type;
  };
  const long = (id: string) => {
    const found = idOf(id);
    if (found === undefined) throw refused('MALFORMED_ID', `bad id ${id}`);
    return found;
  };
  const as = ({ lateMs: _, ...how }: How = {}): Writing => ({ ...byPerson(context), ...how });

  return {
    orgId: context.orgId,
    context,
    facts: context.facts,
    instanceUrl(url) {
      const { host } = context.facts();
      if (host === undefined) return url;
      const moved = new URL(url);
      moved.hostname = host;
      return moved.origin;
    },
    seed: (records) => seedRecords(context, records),
    create(typeName, values, how = {}) {
      const type = typeOf(typeName);
      const ms = how.lateMs ?? lateness(context);
      if (ms === 0)
        return inTransaction(context, as(how), (transaction) => createRecord(transaction, type, values));
      const id = context.nextId(type.keyPrefix);
      putOff(context, { kind: 'create', type: type.name, id, values, user: as(how).user.id }, ms);
      return id;
    },
    update(typeName, given, values, how = {}) {
      const [type, id] = [typeOf(typeName), long(given)];
      const ms = how.lateMs ?? lateness(context);
      if (ms > 0) putOff(context, { kind: 'update', type: type.name, id, values, user: as(how).user.id }, ms);
      else inTransaction(context, as(how), (transaction) => changeRecord(transaction, type, id, values));
    },
    remove(typeName, given, how = {}) {
      const [type, id] = [typeOf(typeName), long(given)];
      const ms = how.lateMs ?? lateness(context);
      if (ms > 0)
        putOff(context, { kind: 'delete', type: type.name, id, values: {}, user: as(how).user.id }, ms);
      else inTransaction(context, as(how), (transaction) => deleteRecord(transaction, type, id));
    },
    undelete: (type, id, how) =>
      inTransaction(context, as(how), (transaction) => restoreRecord(transaction, typeOf(type), long(id))),
    merge: (type, merge, how) =>
      mergeRecords(
        context,
        typeOf(type),
        { ...merge, winner: long(merge.winner), losers: merge.losers.map(long) },
        as(how),
      ),
    convert: (conversion, how) =>
      convertLead(context, { ...conversion, leadId: long(conversion.leadId) }, as(how)),
    purge: (id) => void purgeRecord(context, long(id)),
    read: (type, id) => findRecord(context, typeOf(type).name, long(id)),
    count: (type) => {
      const row = context.database.get(
        'select count(*) as n from records where org = ? and type = ? and deleted = 0',
        ...[context.orgId, typeOf(type).name],
      );
      return numberOf(row ?? {}, 'n');
    },
    addUser(input) {
      const user = context.users.keep(toUser(context.nextId('005'), input));
      saveUserRecord(context, user);
      savePermissions(context);
      return user;
    },
    changeUser(id, patch) {
      const before = context.users.get(long(id));
      if (before === undefined) throw refused('INVALID_CROSS_REFERENCE_KEY', `There is no user ${id}`);
      const user = context.users.keep(toUser(before.id, { ...before, ...patch }));
      saveUserRecord(context, user);
      savePermissions(context);
      return user;
    },
    addQueue(name, objects) {
      const developerName = name.replace(/\W+/g, '_');
      const id = saveSetup(context, 'Group', { Name: name, DeveloperName: developerName, Type: 'Queue' });
      for (const type of objects)
        saveSetup(context, 'QueueSobject', { QueueId: id, SobjectType: typeOf(type).name });
      return id;
    },
    defineOptions: (type, field, values) => context.book.defineOptions(type, field, values),
    defineField: (type, input) => void context.book.defineField(type, input),
  };
}
