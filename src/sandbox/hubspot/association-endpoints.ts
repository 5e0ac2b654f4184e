// The endpoints for associations: reading, creating and removing links, and their labels.
import { z } from 'zod';
import { associationTypes, defaultAssociation } from './association-type.ts';
import { type Ends, link, linkedWith, unlink } from './associations.ts';
import { type BatchFault, batchAnswer, checkInputs, faultOf } from './batch-answer.ts';
import { API_VERSION, bodyOf, type Call, type Endpoint, limitParam, nextPage, sourceOf } from './endpoint.ts';
import { invalid } from './hubspot-error.ts';
import { scopes, typeBody } from './label-endpoints.ts';
import { type ObjectType, objectTypeOf } from './object-type.ts';
import { idOf, liveRecord } from './record.ts';

const one = `/crm/objects/${API_VERSION}/:type/:id/associations`;
const many = `/crm/associations/${API_VERSION}/:type/:toType`;
// hubspot.md 2.4: 1,000 inputs to read, 2,000 to create.
const READ_INPUTS = 1_000;
const WRITE_INPUTS = 2_000;
const PAGE = 500;

const readable = (param: (name: string) => string) => scopes(param, 'readScopes');
const writable = (param: (name: string) => string) => scopes(param, 'writeScopes');

const text = z.union([z.string(), z.number()]).transform(String);
const reference = z.object({ id: text });
const specs = z
  .array(z.object({ associationCategory: z.string(), associationTypeId: z.number().int() }))
  .min(1);
const pairs = z.object({ inputs: z.array(z.object({ from: reference, to: reference })) });
const typedPairs = z.object({ inputs: z.array(z.object({ from: reference, to: reference, types: specs })) });
const archivals = z.object({ inputs: z.array(z.object({ from: reference, to: z.array(reference) })) });

export const associationEndpoints: readonly Endpoint[] = [
  { method: 'get', path: `${one}/:toType`, scopes: readable, answer: read },
  { method: 'put', path: `${one}/default/:toType/:toId`, scopes: writable, answer: linkDefault },
  { method: 'put', path: `${one}/:toType/:toId`, scopes: writable, answer: linkTyped },
  { method: 'delete', path: `${one}/:toType/:toId`, scopes: writable, answer: remove },
  { method: 'post', path: `${many}/batch/read`, scopes: readable, reads: true, answer: readMany },
  { method: 'post', path: `${many}/batch/create`, scopes: writable, answer: linkMany },
  { method: 'post', path: `${many}/batch/associate/default`, scopes: writable, answer: linkManyDefault },
  { method: 'post', path: `${many}/batch/archive`, scopes: writable, answer: removeMany },
  { method: 'post', path: `${many}/batch/labels/archive`, scopes: writable, answer: removeLabels },
];

function types(call: Call): { from: ObjectType; to: ObjectType } {
  return { from: objectTypeOf(call.param('type')), to: objectTypeOf(call.param('toType')) };
}

function endsOf(call: Call, fromId: string, toId: string): Ends {
  const { from, to } = types(call);
  const { context } = call.portal;
  const fromRecord = liveRecord(context, from, fromId);
  const toRecord = liveRecord(context, to, toId);
  return { fromType: from.name, fromId: fromRecord.id, toType: to.name, toId: toRecord.id };
}

function page(call: Call, fromId: number, after: number, limit: number) {
  const { from, to } = types(call);
  const ends = { fromType: from.name, fromId, toType: to.name };
  const linked = linkedWith(call.portal.context, ends, after, limit + 1);
  const shown = linked.slice(0, limit);
  const last = shown.at(-1);
  return {
    results: shown.map(({ toId, types: kinds }) => ({
      toObjectId: String(toId),
      associationTypes: kinds.map(typeBody),
    })),
    after: linked.length > limit && last !== undefined ? String(last.toId) : undefined,
  };
}

function read(call: Call) {
  const record = liveRecord(call.portal.context, types(call).from, call.param('id'));
  const after = Number(call.query.get('after') ?? 0);
  const { results, after: next } = page(call, record.id, after, limitParam(call, PAGE, PAGE));
  return { status: 200, body: { results, ...(next === undefined ? {} : nextPage(call, next)) } };
}

function readMany(call: Call) {
  const { from, to } = types(call);
  const { inputs } = bodyOf(
    call,
    z.object({ inputs: z.array(z.object({ id: text, after: text.optional() })) }),
  );
  checkInputs(
    inputs.map((input) => input.id),
    READ_INPUTS,
  );
  const faults: BatchFault[] = [];
  const results = inputs.flatMap(({ id, after }) => {
    const { results: found, after: next } = page(call, idOf(id) || -1, Number(after ?? 0), PAGE);
    if (found.length === 0) {
      faults.push(noneLinked(from, to, id));
      return [];
    }
    return [
      { from: { id }, to: found, ...(next === undefined ? {} : { paging: { next: { after: next } } }) },
    ];
  });
  return batchAnswer(call, results, faults);
}

function noneLinked(from: ObjectType, to: ObjectType, id: string): BatchFault & { subCategory: string } {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No ${to.singular} is associated with ${from.singular} ${id}.`,
    context: { fromObjectId: [id], fromObjectType: [from.singular], toObjectType: [to.singular] },
  };
}

function linkDefault(call: Call) {
  const ends = endsOf(call, call.param('id'), call.param('toId'));
  return batchAnswer(call, linkByDefault(call, ends), []);
}

function linkByDefault(call: Call, ends: Ends) {
  const { context } = call.portal;
  context.database.transaction(() => link(context, ends, undefined, sourceOf(call)));
  const kind = defaultAssociation(ends.fromType, ends.toType);
  const spec = (associationTypeId: number) => ({ associationCategory: 'HUBSPOT_DEFINED', associationTypeId });
  const from = { id: String(ends.fromId) };
  const to = { id: String(ends.toId) };
  return [
    { from, to, associationSpec: spec(kind?.typeId ?? 0) },
    { from: to, to: from, associationSpec: spec(kind?.inverseId ?? 0) },
  ];
}

function linkTyped(call: Call) {
  const ends = endsOf(call, call.param('id'), call.param('toId'));
  return { status: 201, body: linkByTypes(call, ends, bodyOf(call, specs)) };
}

function linkByTypes(call: Call, ends: Ends, wanted: z.infer<typeof specs>) {
  const { context } = call.portal;
  context.database.transaction(() => {
    for (const { associationTypeId } of wanted) link(context, ends, associationTypeId, sourceOf(call));
  });
  const { from, to } = types(call);
  return {
    fromObjectTypeId: from.id,
    fromObjectId: String(ends.fromId),
    toObjectTypeId: to.id,
    toObjectId: String(ends.toId),
    labels: associationTypes(context.database, context.portalId, from.name, to.name)
      .filter((kind) => wanted.some((spec) => spec.associationTypeId === kind.typeId))
      .flatMap((kind) => kind.label ?? []),
  };
}

function remove(call: Call) {
  const ends = endsOf(call, call.param('id'), call.param('toId'));
  const { context } = call.portal;
  context.database.transaction(() => unlink(context, ends, undefined, sourceOf(call)));
  return { status: 204 };
}

function linkMany(call: Call) {
  const { inputs } = bodyOf(call, typedPairs);
  return eachPair(call, inputs, 201, (ends, input) => [linkByTypes(call, ends, input.types)]);
}

function linkManyDefault(call: Call) {
  const { inputs } = bodyOf(call, pairs);
  return eachPair(call, inputs, 200, (ends) => linkByDefault(call, ends));
}

type Pair = z.infer<typeof pairs>['inputs'][number];

function eachPair<P extends Pair>(
  call: Call,
  inputs: readonly P[],
  status: number,
  work: (ends: Ends, input: P) => readonly unknown[],
) {
  if (inputs.length > WRITE_INPUTS) throw invalid(`The maximum number of inputs is ${WRITE_INPUTS}`);
  const faults: BatchFault[] = [];
  const results = inputs.flatMap((input) => {
    try {
      return work(endsOf(call, input.from.id, input.to.id), input);
    } catch (error) {
      faults.push(faultOf(error, { fromObjectId: [input.from.id], toObjectId: [input.to.id] }));
      return [];
    }
  });
  return batchAnswer(call, results, faults, status);
}

function removeMany(call: Call) {
  const { inputs } = bodyOf(call, archivals);
  const { from, to } = types(call);
  const { context } = call.portal;
  context.database.transaction(() => {
    for (const input of inputs) {
      for (const target of input.to) {
        const ends = {
          fromType: from.name,
          fromId: idOf(input.from.id),
          toType: to.name,
          toId: idOf(target.id),
        };
        unlink(context, ends, undefined, sourceOf(call));
      }
    }
  });
  return { status: 204 };
}

function removeLabels(call: Call) {
  const { inputs } = bodyOf(call, typedPairs);
  const { context } = call.portal;
  for (const input of inputs) {
    const ends = endsOf(call, input.from.id, input.to.id);
    for (const { associationTypeId } of input.types) unlink(context, ends, associationTypeId, sourceOf(call));
  }
  return { status: 204 };
}
