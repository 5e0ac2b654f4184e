// What records of an org were before, from the changes of the fields whose history an admin lets Salesforce keep.
import type { Crm } from '#ports/crm.ts';
import type { CrmRecord, PastState } from '#sense/record.ts';
import type { ObjectType } from '#sense/signal.ts';
import type { Describes, Field } from './describe.ts';
import { salesforceObjects } from './objects.ts';
import { allRowsOf, type Row } from './query.ts';
import { textAt } from './record.ts';
import type { Request } from './request.ts';
import { isId } from './salesforce-id.ts';
import { chunks, oneOf, quoted } from './soql.ts';
import { toInstant, toText } from './value.ts';

const idsAQuestion = 200;
/** An org without such an object, or a user who may not see it, has no history for us. */
const notTold = ['INVALID_TYPE', 'INVALID_FIELD', 'INSUFFICIENT_ACCESS', 'INVALID_TYPE_FOR_OPERATION'];

type Kept = { readonly object: string; readonly parent: string };
const histories: Readonly<Partial<Record<ObjectType, Kept>>> = {
  lead: { object: 'LeadHistory', parent: 'LeadId' },
  contact: { object: 'ContactHistory', parent: 'ContactId' },
  company: { object: 'AccountHistory', parent: 'AccountId' },
  deal: { object: 'OpportunityFieldHistory', parent: 'OpportunityId' },
  ticket: { object: 'CaseHistory', parent: 'CaseId' },
};

export function pastReader(request: Request, describes: Describes): Crm['past'] {
  const tracked = new Map<ObjectType, Promise<ReadonlySet<string>>>();
  return async (type, records, properties) => {
    const kept = histories[type];
    const described = kept === undefined ? null : await describes.maybe(type);
    if (kept === undefined || described === null) return new Map();
    const known = tracked.get(type) ?? trackedFields(request, type);
    tracked.set(type, known);
    const fields = new Map(
      properties.flatMap((name) => {
        const field = described.fields.get(name);
        return field === undefined ? [] : [[field.name, { ...field, property: name }] as const];
      }),
    );
    const changes = await changesOf(request, kept, records);
    const courses = type === 'deal' ? await coursesOf(request, records) : new Map<string, Row[]>();
    const names = await known;
    const told = records.map((record) => {
      const own = (changes.get(record.id) ?? []).toSorted((one, other) => one.at - other.at);
      const course = courses.get(record.id) ?? [];
      return [record.id, statesOf(record, own, course, { fields, tracked: names })] as const;
    });
    return new Map(told.filter(([, states]) => states.length > 0));
  };
}

/** API names of the fields that an admin has tracked, as far as the user may know. */
async function trackedFields(request: Request, type: ObjectType): Promise<ReadonlySet<string>> {
  const object = salesforceObjects[type].name;
  const question = {
    soql: `SELECT QualifiedApiName, IsFieldHistoryTracked FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = ${quoted(object)}`,
    ...{ purpose: 'read' as const, object, takes: notTold },
  };
  const rows = (await allRowsOf(request, [question])).flat();
  return new Set(
    rows.flatMap((row) => (row['IsFieldHistoryTracked'] === true ? [String(row['QualifiedApiName'])] : [])),
  );
}

type Change = {
  readonly at: number;
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
};

async function changesOf(
  request: Request,
  { object, parent }: Kept,
  records: readonly CrmRecord[],
): Promise<Map<string, Change[]>> {
  const questions = chunks(
    records.map(({ id }) => id),
    idsAQuestion,
  ).map((ids) => ({
    soql: `SELECT ${parent}, Field, OldValue, NewValue, CreatedDate FROM ${object} WHERE ${oneOf(parent, ids)} ORDER BY CreatedDate`,
    ...{ purpose: 'read' as const, object, takes: notTold },
  }));
  const changes = new Map<string, Change[]>();
  for (const row of (await allRowsOf(request, questions)).flat()) {
    const [id, at] = [textAt(row, parent), timeOf(row)];
    if (id === null || at === null) continue;
    const { Field: field, OldValue: before = null, NewValue: after = null } = row;
    changes.set(id, [...(changes.get(id) ?? []), { at, field: String(field), before, after }]);
  }
  return changes;
}

const courseFields = ['StageName', 'Amount', 'CloseDate', 'Probability'] as const;

/** Of each opportunity Salesforce keeps these four whenever one of them changes, whatever an admin has tracked. */
async function coursesOf(request: Request, records: readonly CrmRecord[]): Promise<Map<string, Row[]>> {
  const questions = chunks(
    records.map(({ id }) => id),
    idsAQuestion,
  ).map((ids) => ({
    soql: `SELECT OpportunityId, ${courseFields.join(', ')}, CreatedDate FROM OpportunityHistory WHERE ${oneOf('OpportunityId', ids)} ORDER BY CreatedDate`,
    ...{ purpose: 'read' as const, object: 'OpportunityHistory', takes: notTold },
  }));
  const rows = (await allRowsOf(request, questions)).flat();
  return Map.groupBy(rows, (row) => textAt(row, 'OpportunityId') ?? '');
}

type Known = {
  /** By API name. */
  readonly fields: ReadonlyMap<string, Field & { readonly property: string }>;
  readonly tracked: ReadonlySet<string>;
};

/**
 * The first state is of when the record was made: what a field was before its first change; where a tracked field never
 * changed, what it is. That a field was tracked all along is seen by the row that Salesforce writes when a record is made.
 */
function statesOf(
  record: CrmRecord,
  changes: readonly Change[],
  course: readonly Row[],
  { fields, tracked }: Known,
): PastState[] {
  const begun = record.createdAt.getTime();
  const whole = changes.some(({ field }) => field === 'created');
  const states = new Map<number, Record<string, string | null>>();
  const put = (at: number, name: string, value: string | null) =>
    states.set(Math.max(begun, at), { ...states.get(Math.max(begun, at)), [name]: value });
  const isCourse = (name: string) => course.length > 0 && courseFields.some((one) => one === name);
  for (const [name, field] of fields) {
    const now = record.properties[field.property] ?? null;
    const own = changes.filter((one) => one.field === name && isPlain(field, one));
    const known = isCourse(name)
      ? course.map((row) => ({ at: timeOf(row) ?? begun, value: toText(field, row[name] ?? null) }))
      : own.length > 0
        ? valuesOf(field, own, begun, now)
        : whole && tracked.has(name)
          ? [{ at: begun, value: now }]
          : [];
    for (const { at, value } of known) put(at, field.property, value);
  }
  return [...states]
    .sort(([one], [other]) => one - other)
    .map(([at, properties]) => ({ at: new Date(at), properties }));
}

/** Of long texts Salesforce keeps only that they changed: what is there now is there since the last time. */
function valuesOf(field: Field, own: readonly Change[], begun: number, now: string | null) {
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (isLong(field)) return [{ at: last.at, value: now }];
  return [
    { at: begun, value: toText(field, first.before) },
    ...own.map(({ at, after }) => ({ at, value: toText(field, after) })),
  ];
}

/** A lookup's change has two rows, one with the names of what it led to and one with the ids. */
function isPlain({ type }: Field, { before, after }: Change): boolean {
  const ids = [before, after].filter((value) => value !== null);
  return type !== 'reference' || ids.every((value) => isId(String(value)));
}

function isLong({ type, length }: Field): boolean {
  return type === 'multipicklist' || (type === 'textarea' && length > 255);
}

function timeOf(row: Row): number | null {
  const value = row['CreatedDate'];
  const time = typeof value === 'string' ? toInstant(value) : null;
  return time === null ? null : Date.parse(time);
}
