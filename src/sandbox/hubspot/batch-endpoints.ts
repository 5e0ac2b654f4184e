// The batch endpoints: read, create, update, upsert and archive up to 100 records at once.
import { z } from 'zod';
import { type BatchFault, batchAnswer, checkInputs, faultOf, missingFault } from './batch-answer.ts';
import {
  API_VERSION,
  bodyOf,
  type Call,
  type Endpoint,
  propertyValues,
  reading,
  sourceOf,
  typeOf,
  writing,
} from './endpoint.ts';
import { HubspotError, invalid } from './hubspot-error.ts';
import { HISTORY_PAGE } from './object-endpoints.ts';
import type { ObjectType } from './object-type.ts';
import { type CrmRecord, idOf, recordAt, recordBehind } from './record.ts';
import { recordBody } from './record-body.ts';
import { archiveRecord } from './record-write.ts';
import { changeOne, createInput, createOne, idByProperty } from './record-writes.ts';

const base = `/crm/objects/${API_VERSION}/:type/batch`;
const text = z.union([z.string(), z.number()]).transform(String);

const readBody = z.object({
  inputs: z.array(z.object({ id: text })),
  properties: z.array(z.string()).optional(),
  propertiesWithHistory: z.array(z.string()).optional(),
  idProperty: z.string().optional(),
});
const createBody = z.object({ inputs: z.array(createInput) });
const changeInput = z.object({
  id: text,
  idProperty: z.string().optional(),
  properties: propertyValues,
  objectWriteTraceId: z.string().optional(),
});
const changeBody = z.object({ inputs: z.array(changeInput) });

export const batchEndpoints: readonly Endpoint[] = [
  { method: 'post', path: `${base}/read`, scopes: reading, reads: true, answer: readMany },
  { method: 'post', path: `${base}/create`, scopes: writing, answer: createMany },
  { method: 'post', path: `${base}/update`, scopes: writing, answer: changeMany },
  { method: 'post', path: `${base}/upsert`, scopes: writing, answer: upsertMany },
  { method: 'post', path: `${base}/archive`, scopes: writing, answer: archiveMany },
];

function readMany(call: Call) {
  const type = typeOf(call);
  const input = bodyOf(call, readBody);
  const history = input.propertiesWithHistory?.length ? input.propertiesWithHistory : undefined;
  const ids = input.inputs.map((one) => one.id);
  checkInputs(ids, history === undefined ? undefined : HISTORY_PAGE);
  const { context } = call.portal;
  const follows = call.chaos.read().mergedInBatchRead === 'winner';
  const found = new Map<number, CrmRecord>();
  const missing: string[] = [];
  for (const id of ids) {
    const key = input.idProperty === undefined ? id : idByProperty(call, type, input.idProperty, id);
    const record = follows ? recordBehind(context, type, idOf(key)) : recordAt(context, type, idOf(key));
    if (record === undefined || record.archived || record.mergedInto !== undefined) missing.push(id);
    else found.set(record.id, record);
  }
  const shown = { properties: input.properties, history };
  const results = [...found.values()].map((record) => recordBody(call.portal, type, record, shown));
  return batchAnswer(call, results, missingFault(type, missing));
}

function createMany(call: Call) {
  const type = typeOf(call);
  const { inputs } = bodyOf(call, createBody);
  checkInputs(inputs.map((one) => one.objectWriteTraceId ?? ''));
  // hubspot.md 2.2: without a trace id per input one fault fails the whole batch.
  const traced = inputs.every((one) => one.objectWriteTraceId !== undefined);
  return runMany(call, inputs, {
    whole: !traced,
    status: 201,
    one: (input) =>
      body(call, type, createOne(call, type, input), input.properties, input.objectWriteTraceId),
    context: (input) => ({ objectWriteTraceId: [input.objectWriteTraceId ?? ''] }),
  });
}

function changeMany(call: Call) {
  const type = typeOf(call);
  const { inputs } = bodyOf(call, changeBody);
  checkInputs(inputs.map((one) => one.id));
  refuseUnknownProperties(call, type, inputs);
  const missing: string[] = [];
  const present = inputs.flatMap((input) => {
    const id =
      input.idProperty === undefined ? input.id : idByProperty(call, type, input.idProperty, input.id);
    // Unlike a single PATCH, a batch does not follow an id that was merged away.
    const record = recordAt(call.portal.context, type, idOf(id));
    if (record !== undefined && !record.archived && record.mergedInto === undefined)
      return [{ input, record }];
    missing.push(input.id);
    return [];
  });
  return runMany(call, present, {
    whole: call.chaos.read().batchFaults === 'batch',
    one: ({ input, record }) =>
      body(
        call,
        type,
        changeOne(call, type, record, input.properties),
        input.properties,
        input.objectWriteTraceId,
      ),
    context: ({ input }) => named(input),
    missing: missingFault(type, missing),
  });
}

function upsertMany(call: Call) {
  const type = typeOf(call);
  const { inputs } = bodyOf(call, changeBody);
  checkInputs(inputs.map((one) => one.id.toLowerCase()));
  // hubspot.md 2.2: no partial upsert by email.
  const whole = inputs.some((one) => one.idProperty === 'email' || one.objectWriteTraceId === undefined);
  return runMany(call, inputs, {
    whole,
    one: (input) => {
      const { idProperty, properties, objectWriteTraceId } = input;
      if (idProperty === undefined) throw invalid('idProperty is required for upsert');
      const id = idByProperty(call, type, idProperty, input.id);
      const found = recordBehind(call.portal.context, type, idOf(id));
      const isNew = found === undefined || found.archived;
      const record = isNew
        ? createOne(call, type, { properties: { ...properties, [idProperty]: input.id } })
        : changeOne(call, type, found, properties);
      return { ...body(call, type, record, properties, objectWriteTraceId), new: isNew };
    },
    context: named,
  });
}

function archiveMany(call: Call) {
  const type = typeOf(call);
  const { inputs } = bodyOf(call, z.object({ inputs: z.array(z.object({ id: text })) }));
  checkInputs(inputs.map((one) => one.id));
  const { context } = call.portal;
  context.database.transaction(() => {
    for (const { id } of inputs) {
      const record = recordAt(context, type, idOf(id));
      if (record !== undefined) archiveRecord(context, type, record, sourceOf(call));
    }
  });
  return { status: 204 };
}

type Plan<Input> = {
  readonly whole: boolean;
  readonly status?: number;
  readonly one: (input: Input) => unknown;
  readonly context: (input: Input) => BatchFault['context'];
  readonly missing?: readonly BatchFault[];
};

function runMany<Input>(call: Call, inputs: readonly Input[], plan: Plan<Input>) {
  const faults: BatchFault[] = [...(plan.missing ?? [])];
  const results = call.portal.context.database.transaction(() =>
    inputs.flatMap((input) => {
      try {
        return [plan.one(input)];
      } catch (error) {
        if (plan.whole) throw error;
        faults.push(faultOf(error, plan.context(input)));
        return [];
      }
    }),
  );
  return batchAnswer(call, results, faults, plan.status);
}

function named(input: { id: string; objectWriteTraceId?: string | undefined }): BatchFault['context'] {
  const trace = input.objectWriteTraceId;
  return { ids: [input.id], ...(trace === undefined ? {} : { objectWriteTraceId: [trace] }) };
}

function body(
  call: Call,
  type: ObjectType,
  record: CrmRecord,
  properties: Readonly<Record<string, string>>,
  trace: string | undefined,
) {
  const shown = recordBody(call.portal, type, record, {
    properties: [...type.shown, ...Object.keys(properties)],
  });
  return { ...shown, ...(trace === undefined ? {} : { objectWriteTraceId: trace }) };
}

// A property the portal does not have fails the batch as a whole, whoever's input names it.
function refuseUnknownProperties(
  call: Call,
  type: ObjectType,
  inputs: readonly { readonly properties: Readonly<Record<string, string>> }[],
): void {
  const known = call.portal.context.book.all(type.name);
  const names = new Set(inputs.flatMap((one) => Object.keys(one.properties)));
  const unknown = [...names].filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  const errors = unknown.map((name) => ({
    message: `Property "${name}" does not exist`,
    code: 'PROPERTY_DOESNT_EXIST',
    context: { propertyName: [name] },
  }));
  const listed = errors.map(({ message, code, context }) => ({
    isValid: false,
    message,
    error: code,
    name: context.propertyName[0],
  }));
  throw new HubspotError(400, `Property values were not valid: ${JSON.stringify(listed)}`, {
    category: 'VALIDATION_ERROR',
    errors,
  });
}
