// Makes the properties that Revloop writes, in a group of their own; tells the admin what is in the way.
import { z } from 'zod';
import type { Crm, FieldDefinition, FieldReport } from '#ports/crm.ts';
import type { SubjectKind } from '#sense/signal.ts';
import { problemOf, toErrorEntry } from './error-body.ts';
import { hubspotObjects, paths } from './paths.ts';
import type { Request } from './request.ts';
import { understood } from './understood.ts';

const propertyGroup = { name: 'revloop', label: 'Revloop' } as const;

const option = z.looseObject({ label: z.string(), value: z.string() });
const definition = z.looseObject({
  name: z.string(),
  type: z.string(),
  fieldType: z.string().optional(),
  calculated: z.boolean().optional(),
  options: z.array(option).optional(),
  modificationMetadata: z.looseObject({ readOnlyValue: z.boolean().optional() }).optional(),
});
type Definition = z.infer<typeof definition>;
const definitions = z.looseObject({ results: z.array(definition) });
const limits = z.looseObject({
  byObjectType: z
    .array(z.looseObject({ objectTypeId: z.string(), limit: z.number(), usage: z.number() }))
    .default([]),
});

const hubspotTypes: Readonly<Record<FieldDefinition['type'], { type: string; fieldType: string }>> = {
  number: { type: 'number', fieldType: 'number' },
  string: { type: 'string', fieldType: 'text' },
  text: { type: 'string', fieldType: 'textarea' },
  datetime: { type: 'datetime', fieldType: 'date' },
  enumeration: { type: 'enumeration', fieldType: 'select' },
};

/** Doing it again changes nothing: one request for each object type whose properties are all there. */
export function provisioner(request: Request): Crm['provision'] {
  return async (fields) => {
    const reports: FieldReport[] = [];
    for (const type of new Set(fields.map((field) => field.objectType))) {
      const own = fields.filter((field) => field.objectType === type);
      reports.push(...(await provisionType(request, type, own)));
    }
    return reports;
  };
}

async function provisionType(
  request: Request,
  type: SubjectKind,
  fields: readonly FieldDefinition[],
): Promise<FieldReport[]> {
  const present = await readDefinitions(request, type, false);
  const reports: FieldReport[] = [];
  for (const field of fields) {
    const one = present.get(field.name);
    if (one !== undefined) reports.push(await checkPresent(request, field, one));
  }
  const absent = fields.filter((field) => !present.has(field.name));
  if (absent.length === 0) return reports;
  const room = await roomFor(request, type);
  const archived = await readDefinitions(request, type, true);
  await makeGroup(request, type);
  for (const [index, field] of absent.entries()) {
    reports.push(
      index < room
        ? await make(request, field, archived.has(field.name))
        : conflict(field, 'The account has no room for more custom properties of this object.'),
    );
  }
  return reports;
}

async function readDefinitions(
  request: Request,
  type: SubjectKind,
  archived: boolean,
): Promise<Map<string, Definition>> {
  const reply = await request({
    method: 'GET',
    path: paths.properties(type),
    query: { archived: String(archived) },
    scope: hubspotObjects[type].readScope,
  });
  return new Map(understood(definitions, reply).results.map((one) => [one.name, one]));
}

// The customer's own property of the same name is never changed, except that missing options are added.
async function checkPresent(request: Request, field: FieldDefinition, one: Definition): Promise<FieldReport> {
  const { type } = hubspotTypes[field.type];
  if (one.type !== type) {
    return conflict(field, `A property of this name has the type ${one.type}, and Revloop needs ${type}.`);
  }
  if (one.calculated === true || one.modificationMetadata?.readOnlyValue === true) {
    return conflict(field, 'A property of this name cannot be written.');
  }
  const there: FieldReport = {
    objectType: field.objectType,
    name: field.name,
    state: 'there',
    problem: null,
  };
  const known = new Set((one.options ?? []).map((each) => each.value));
  if (type !== 'enumeration' || (field.options ?? []).every((each) => known.has(each.value))) return there;
  const added = (field.options ?? []).filter((each) => !known.has(each.value));
  const reply = await request({
    method: 'PATCH',
    path: paths.property(field.objectType, field.name),
    body: { options: [...(one.options ?? []), ...toOptions(added, known.size)] },
    scope: schemaScope(field.objectType),
    takes: [400, 404, 409],
  });
  return reply.status < 400 ? there : conflict(field, problemOf(toErrorEntry(reply.body)));
}

async function make(request: Request, field: FieldDefinition, wasArchived: boolean): Promise<FieldReport> {
  const reply = await request({
    method: 'POST',
    path: paths.properties(field.objectType),
    body: {
      name: field.name,
      label: field.label,
      groupName: propertyGroup.name,
      ...hubspotTypes[field.type],
      formField: false,
      ...(field.options === undefined ? {} : { options: toOptions(field.options, 0) }),
    },
    scope: schemaScope(field.objectType),
    takes: [400, 409],
  });
  const { objectType, name } = field;
  if (reply.status < 400)
    return { objectType, name, state: wasArchived ? 'restored' : 'made', problem: null };
  const words = problemOf(toErrorEntry(reply.body));
  if (wasArchived) {
    return conflict(
      field,
      `An archived property keeps this name; restore it in HubSpot's settings. (${words})`,
    );
  }
  // Another process may have made it in between.
  const now = (await readDefinitions(request, objectType, false)).get(name);
  return now === undefined ? conflict(field, words) : checkPresent(request, field, now);
}

async function makeGroup(request: Request, type: SubjectKind): Promise<void> {
  await request({
    method: 'POST',
    path: paths.propertyGroups(type),
    body: { ...propertyGroup, displayOrder: -1 },
    scope: schemaScope(type),
    takes: [409],
  });
}

/** How many more custom properties the object may have; without an answer HubSpot itself will refuse. */
async function roomFor(request: Request, type: SubjectKind): Promise<number> {
  const reply = await request({
    method: 'GET',
    path: paths.propertyLimits,
    scope: hubspotObjects[type].readScope,
    takes: [400, 403, 404],
  });
  const { byObjectType } = limits.catch({ byObjectType: [] }).parse(reply.body);
  const own = byObjectType.find((one) => one.objectTypeId === hubspotObjects[type].typeId);
  return own === undefined ? Number.POSITIVE_INFINITY : Math.max(0, own.limit - own.usage);
}

function toOptions(options: NonNullable<FieldDefinition['options']>, from: number) {
  return options.map(({ value, label }, index) => ({
    value,
    label,
    displayOrder: from + index,
    hidden: false,
  }));
}

function conflict({ objectType, name }: FieldDefinition, problem: string): FieldReport {
  return { objectType, name, state: 'conflict', problem };
}

function schemaScope(type: SubjectKind): string {
  return type === 'ticket' ? 'tickets' : `crm.schemas.${hubspotObjects[type].name}.write`;
}
