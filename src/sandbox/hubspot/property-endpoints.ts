// The endpoints for property definitions and property groups.
import { z } from 'zod';
import { type BatchFault, batchAnswer, checkInputs, faultOf } from './batch-answer.ts';
import { API_VERSION, bodyOf, type Call, type Endpoint, flag, typeOf } from './endpoint.ts';
import { HubspotError, invalid, notFound } from './hubspot-error.ts';
import { objectTypeOf } from './object-type.ts';
import { fieldTypes, type PropertyInput, propertyBody, propertyOption, propertyTypes } from './property.ts';

const base = `/crm/properties/${API_VERSION}/:type`;
const readable = (param: (name: string) => string) => [objectTypeOf(param('type')).schemaRead];
const writable = (param: (name: string) => string) => [objectTypeOf(param('type')).schemaWrite];

// Read loosely here; the property book says what is wrong with it, in HubSpot's words.
const input = z.object({
  name: z.string(),
  label: z.string(),
  groupName: z.string(),
  type: z.enum(propertyTypes),
  fieldType: z.enum(fieldTypes),
  description: z.string().optional(),
  displayOrder: z.number().int().optional(),
  formField: z.boolean().optional(),
  hasUniqueValue: z.boolean().optional(),
  hidden: z.boolean().optional(),
  options: z.array(propertyOption).optional(),
  externalOptions: z.boolean().optional(),
  referencedObjectType: z.string().optional(),
  calculationFormula: z.string().optional(),
  dataSensitivity: z.enum(['non_sensitive', 'sensitive', 'highly_sensitive']).optional(),
});
const names = z.object({ inputs: z.array(z.object({ name: z.string() })), archived: z.boolean().optional() });
const group = z.object({
  name: z.string().min(1),
  label: z.string().min(1),
  displayOrder: z.number().int().optional(),
});

export const propertyEndpoints: readonly Endpoint[] = [
  { method: 'get', path: base, scopes: readable, answer: list },
  { method: 'post', path: base, scopes: writable, answer: (call) => made(define(call, bodyOf(call, input))) },
  { method: 'get', path: `${base}/groups`, scopes: readable, answer: groups },
  { method: 'post', path: `${base}/groups`, scopes: writable, answer: defineGroup },
  { method: 'get', path: `${base}/groups/:name`, scopes: readable, answer: readGroup },
  { method: 'delete', path: `${base}/groups/:name`, scopes: writable, answer: archiveGroup },
  { method: 'post', path: `${base}/batch/read`, scopes: readable, reads: true, answer: readMany },
  { method: 'post', path: `${base}/batch/create`, scopes: writable, answer: createMany },
  { method: 'post', path: `${base}/batch/archive`, scopes: writable, answer: archiveMany },
  { method: 'get', path: `${base}/:name`, scopes: readable, answer: read },
  { method: 'patch', path: `${base}/:name`, scopes: writable, answer: change },
  { method: 'delete', path: `${base}/:name`, scopes: writable, answer: archive },
];

function made(body: unknown) {
  return { status: 201, body };
}

function list(call: Call) {
  const type = typeOf(call).name;
  const { book } = call.portal.context;
  const archived = flag(call, 'archived');
  const found = archived ? book.archived(type) : [...book.all(type).values()];
  return { status: 200, body: { results: found.map((one) => propertyBody(one, archived)) } };
}

function read(call: Call) {
  const type = typeOf(call).name;
  const name = call.param('name');
  const { book } = call.portal.context;
  const archived = flag(call, 'archived');
  const found = archived ? book.archived(type).find((one) => one.name === name) : book.get(type, name);
  if (found === undefined) throw notFound(`Property ${name} does not exist`, { propertyName: [name] });
  return { status: 200, body: propertyBody(found, archived) };
}

function define(call: Call, wanted: PropertyInput) {
  const type = typeOf(call).name;
  const { book } = call.portal.context;
  const own = [...book.all(type).values()].filter((one) => !one.hubspotDefined);
  const most = call.chaos.read().customPropertiesPerObject;
  if (own.length >= most) {
    throw new HubspotError(400, `You have reached the limit of ${most} custom properties for ${type}.`, {
      category: 'VALIDATION_ERROR',
      subCategory: 'Properties.PROPERTY_LIMIT_REACHED',
    });
  }
  return propertyBody(book.define(type, wanted), false);
}

function change(call: Call) {
  const patch = bodyOf(call, input.partial());
  const kept = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const changed = call.portal.context.book.change(typeOf(call).name, call.param('name'), kept);
  return { status: 200, body: propertyBody(changed, false) };
}

function archive(call: Call) {
  call.portal.context.book.archive(typeOf(call).name, call.param('name'));
  return { status: 204 };
}

function readMany(call: Call) {
  const type = typeOf(call).name;
  const asked = bodyOf(call, names);
  checkInputs(asked.inputs.map((one) => one.name));
  const { book } = call.portal.context;
  const missing = asked.inputs.map((one) => one.name).filter((name) => book.get(type, name) === undefined);
  const faults: BatchFault[] = missing.map((name) => ({
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: `Property ${name} does not exist`,
    context: { name: [name] },
  }));
  const found = asked.inputs.flatMap(({ name }) => book.get(type, name) ?? []);
  return batchAnswer(
    call,
    found.map((one) => propertyBody(one, false)),
    faults,
  );
}

function createMany(call: Call) {
  const { inputs } = bodyOf(call, z.object({ inputs: z.array(input) }));
  checkInputs(inputs.map((one) => one.name));
  const faults: BatchFault[] = [];
  const results = inputs.flatMap((one) => {
    try {
      return [define(call, one)];
    } catch (error) {
      faults.push(faultOf(error, { name: [one.name] }));
      return [];
    }
  });
  return batchAnswer(call, results, faults, 201);
}

function archiveMany(call: Call) {
  const { inputs } = bodyOf(call, names);
  const { book } = call.portal.context;
  for (const { name } of inputs) book.archive(typeOf(call).name, name);
  return { status: 204 };
}

function groups(call: Call) {
  const all = call.portal.context.book.groups(typeOf(call).name);
  return { status: 200, body: { results: all.filter((one) => one.archived === flag(call, 'archived')) } };
}

function readGroup(call: Call) {
  const found = call.portal.context.book
    .groups(typeOf(call).name)
    .find((one) => one.name === call.param('name'));
  if (found === undefined || found.archived)
    throw notFound(`Property group ${call.param('name')} does not exist`);
  return { status: 200, body: found };
}

function defineGroup(call: Call) {
  const wanted = bodyOf(call, group);
  if (!/^[a-z][a-z0-9_]*$/.test(wanted.name)) throw invalid('The group name must hold a-z, 0-9 and _ only');
  const type = typeOf(call).name;
  return made(call.portal.context.book.defineGroup(type, wanted.name, wanted.label, wanted.displayOrder));
}

function archiveGroup(call: Call) {
  call.portal.context.book.archiveGroup(typeOf(call).name, call.param('name'));
  return { status: 204 };
}
