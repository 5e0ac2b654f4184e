// Keeps what an org remembers of a record's past, as Salesforce does: rows of changes, never the state itself.
import type { Field } from './field.ts';
import { courseFields, courseObject, trackable } from './history-objects.ts';
import type { ObjectType } from './object-type.ts';
import type { OrgContext } from './org-context.ts';
import { findRecord, saveRecord, type Value, type Values } from './record.ts';

type Write = {
  readonly id: string;
  readonly before: Values | null;
  readonly after: Values;
  /** Of a change that nobody names a user for, the first one's. */
  readonly by: string;
  readonly at: string;
};

/** After each write: a row for every tracked field that changed; one for the record itself when it was made. */
export function keepHistory(context: OrgContext, type: ObjectType, write: Write): void {
  const { id, before, after } = write;
  const kept = trackable[type.name];
  if (kept === undefined) return;
  const tracked = trackedOf(context, type);
  const changed = (name: string) => (before?.[name] ?? null) !== (after[name] ?? null);
  const put = (field: string, old: Value, now: Value) =>
    save(context, kept.object, write, { [kept.parent]: id, Field: field, OldValue: old, NewValue: now });
  if (before === null && tracked.length > 0) put('created', null, null);
  for (const field of before === null ? [] : tracked.filter(({ name }) => changed(name))) {
    const [old, now] = [before?.[field.name] ?? null, after[field.name] ?? null];
    if (isLong(field)) put(field.name, null, null);
    else put(field.name, old, now);
    // Of a lookup there is a second row, with the names of what it led to.
    if (field.type === 'reference') put(field.name, nameOf(context, field, old), nameOf(context, field, now));
  }
  if (type.name !== 'Opportunity' || !courseFields.some(changed)) return;
  const course = Object.fromEntries(courseFields.map((name) => [name, after[name] ?? null]));
  save(context, courseObject, write, { OpportunityId: id, ...course });
}

/** Which fields there are, and which of them are tracked; written anew whenever somebody asks. */
export function saveFieldDefinitions(context: OrgContext): void {
  const { database, orgId } = context;
  database.transaction(() => {
    for (const name of ['FieldDefinition', 'EntityDefinition']) {
      database.run('delete from links where org = ? and type = ?', orgId, name);
      database.run('delete from records where org = ? and type = ?', orgId, name);
    }
    const write = { by: context.users.first().id, at: '2026-01-01T00:00:00.000+0000' };
    for (const name of Object.keys(trackable)) {
      const type = context.book.object(name);
      if (type === undefined) continue;
      const tracked = new Set(trackedOf(context, type).map((field) => field.name));
      const told = { QualifiedApiName: type.name, Label: type.label };
      const entity = save(context, 'EntityDefinition', write, told);
      for (const field of type.fields)
        save(context, 'FieldDefinition', write, {
          ...{ QualifiedApiName: field.name, Label: field.label, EntityDefinitionId: entity },
          IsFieldHistoryTracked: tracked.has(field.name),
        });
    }
  });
}

function trackedOf(context: OrgContext, type: ObjectType): Field[] {
  const names = new Set((context.facts().trackedFields[type.name] ?? []).map((name) => name.toLowerCase()));
  return type.fields.filter(({ name, formula }) => formula === undefined && names.has(name.toLowerCase()));
}

/** Of these Salesforce keeps that they changed, and not from what to what. */
function isLong({ type, length }: Field): boolean {
  return type === 'multipicklist' || (type === 'textarea' && length > 255);
}

function nameOf(context: OrgContext, { referenceTo }: Field, id: Value): Value {
  if (typeof id !== 'string') return null;
  for (const type of referenceTo) {
    const found = findRecord(context, type, id)?.values['Name'];
    if (found !== undefined) return found;
  }
  return id;
}

function save(
  context: OrgContext,
  name: string,
  { at, by }: Pick<Write, 'at' | 'by'>,
  values: Values,
): string {
  const type = context.book.object(name);
  if (type === undefined) throw new Error(`There is no object ${name}`);
  const id = context.nextId(type.keyPrefix);
  const stamps = { CreatedDate: at, LastModifiedDate: at, SystemModstamp: at };
  const audit = { ...stamps, CreatedById: by, LastModifiedById: by, IsDeleted: false };
  saveRecord(context, type, { type: name, id, deleted: false, values: { Id: id, ...audit, ...values } });
  return id;
}
