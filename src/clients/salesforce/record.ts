// A row of Salesforce, read into the noun.
import { fail } from '#errors.ts';
import type { CrmRecord } from '#sense/record.ts';
import { type ObjectType, type SubjectKind, subjectKinds } from '#sense/signal.ts';
import { type Described, isReadable } from './describe.ts';
import { keyPrefixes, salesforceObjects } from './objects.ts';
import type { Row } from './query.ts';
import { toId18 } from './salesforce-id.ts';
import { toInstant, toText } from './value.ts';

/** Read with every record. */
const always = ['Id', 'CreatedDate', 'SystemModstamp'] as const;

/** What is asked for: names of Salesforce, each once. `hidden` are wanted, but the user does not see them. */
export type Columns = { readonly names: readonly string[]; readonly hidden: readonly string[] };

export function columnsOf(type: ObjectType, { fields }: Described, wanted: readonly string[]): Columns {
  const lookups = Object.values(salesforceObjects[type].lookups).flat();
  const names = new Set<string>(always);
  for (const name of lookups) {
    const field = fields.get(name);
    if (field !== undefined) names.add(field.name);
  }
  const hidden: string[] = [];
  for (const name of wanted) {
    const field = fields.get(name);
    if (field === undefined || !isReadable(field)) hidden.push(name);
    else names.add(field.name);
  }
  return { names: [...names], hidden };
}

/** Only the wanted properties, null where the org has no value, so that a record reads the same by every way. */
export function toRecord(
  type: ObjectType,
  { fields }: Described,
  row: Row,
  wanted: readonly string[],
): CrmRecord {
  const properties = wanted.map((name) => {
    const field = fields.get(name);
    return [name, field === undefined ? null : toText(field, row[field.name])] as const;
  });
  return {
    objectType: type,
    id: idOf(row),
    properties: Object.fromEntries(properties),
    createdAt: timeOf(row, 'CreatedDate'),
    modifiedAt: timeOf(row, 'SystemModstamp'),
    archived: row['IsDeleted'] === true || row['IsDeleted'] === 'true',
    links: linksOf(type, { fields }, row),
  };
}

export function idOf(row: Row): string {
  const id = textAt(row, 'Id');
  return id === null
    ? fail('CRM_REFUSED', { status: 200, category: 'UNREADABLE_ANSWER', problem: 'a row has no Id' })
    : id;
}

/** An id in a row, in the form of 18 characters. */
export function textAt(row: Row, name: string): string | null {
  const value = row[name];
  return typeof value === 'string' && value !== '' ? toId18(value) : null;
}

function timeOf(row: Row, name: string): Date {
  const value = row[name];
  const time = typeof value === 'string' ? toInstant(value) : null;
  if (time !== null) return new Date(time);
  return fail('CRM_REFUSED', { status: 200, category: 'UNREADABLE_ANSWER', problem: `a row has no ${name}` });
}

/** Links that stand on the row itself; a lookup of many kinds is told by the beginning of the id. */
export function linksOf(
  type: ObjectType,
  { fields }: Pick<Described, 'fields'>,
  row: Row,
): Partial<Record<SubjectKind, string[]>> {
  const links: Partial<Record<SubjectKind, string[]>> = {};
  for (const [to, names] of lookupsOf(type)) {
    const ids = names.flatMap((name) => textAt(row, fields.get(name)?.name ?? name) ?? []);
    links[to] = [...new Set(ids.filter((id) => id.startsWith(keyPrefixes[to])))];
  }
  return links;
}

function lookupsOf(type: ObjectType): (readonly [SubjectKind, readonly string[]])[] {
  const { lookups } = salesforceObjects[type];
  return subjectKinds.flatMap((to) => {
    const names = lookups[to];
    return names === undefined ? [] : [[to, names] as const];
  });
}
