// The endpoints for single records and for listing them.
import { z } from 'zod';
import {
  API_VERSION,
  bodyOf,
  type Call,
  type Endpoint,
  flag,
  limitParam,
  listParam,
  nextPage,
  propertyValues,
  reading,
  sourceOf,
  typeOf,
  writing,
} from './endpoint.ts';
import { missingScopes } from './gate.ts';
import { invalid, notFound } from './hubspot-error.ts';
import { objectTypeOf } from './object-type.ts';
import { idOf, recordAt, recordBehind, recordColumns, toRecord } from './record.ts';
import { recordBody, type Shown } from './record-body.ts';
import { archiveRecord } from './record-write.ts';
import { changeOne, createInput, createOne, idByProperty, wantedRecord } from './record-writes.ts';

const base = `/crm/objects/${API_VERSION}/:type`;
const LIST_PAGE = 100;
// hubspot.md, section 7: with history the page must be smaller; 50 is commonly reported.
export const HISTORY_PAGE = 50;

const text = z.union([z.string(), z.number()]).transform(String);

export const objectEndpoints: readonly Endpoint[] = [
  { method: 'get', path: base, scopes: reading, answer: list },
  { method: 'post', path: base, scopes: writing, answer: create },
  { method: 'post', path: `${base}/merge`, scopes: writing, answer: merge },
  { method: 'post', path: `${base}/gdpr-delete`, scopes: writing, answer: erase },
  { method: 'get', path: `${base}/:id`, scopes: reading, answer: read },
  { method: 'patch', path: `${base}/:id`, scopes: writing, answer: change },
  { method: 'delete', path: `${base}/:id`, scopes: writing, answer: archive },
];

/** Throws 403: whoever may not read a type may not see links to it either. */
function shownBy(call: Call): Shown {
  const associations = listParam(call, 'associations');
  const needed = (associations ?? []).flatMap((name) => objectTypeOf(name).readScopes);
  const missing = needed.filter((scope) => !call.grant.scopes.includes(scope));
  if (missing.length > 0) throw missingScopes([...new Set(missing)]);
  return {
    properties: listParam(call, 'properties'),
    history: listParam(call, 'propertiesWithHistory'),
    associations,
  };
}

function list(call: Call) {
  const type = typeOf(call);
  const shown = shownBy(call);
  const limit = limitParam(call, 10, shown.history === undefined ? LIST_PAGE : HISTORY_PAGE);
  const after = call.query.get('after') ?? '0';
  if (Number.isNaN(idOf(after))) throw invalid(`Invalid after value: ${after}`);
  const { database, portalId } = call.portal.context;
  const rows = database.all(
    `select ${recordColumns} from records where portal_id = ? and type = ? and archived = ?
     and merged_into is null and id > ? order by id limit ?`,
    ...[portalId, type.name, flag(call, 'archived') ? 1 : 0, idOf(after), limit + 1],
  );
  const records = rows.slice(0, limit).map(toRecord);
  const last = records.at(-1);
  const results = records.map((record) => recordBody(call.portal, type, record, shown));
  const more = rows.length > limit && last !== undefined;
  return { status: 200, body: { results, ...(more ? nextPage(call, String(last.id)) : {}) } };
}

function read(call: Call) {
  const type = typeOf(call);
  const { context } = call.portal;
  if (!flag(call, 'archived')) {
    const found = wantedRecord(call, type, call.param('id'), call.query.get('idProperty'));
    return { status: 200, body: recordBody(call.portal, type, found, shownBy(call)) };
  }
  const found = recordAt(context, type, idOf(call.param('id')));
  if (found === undefined || !found.archived) {
    throw notFound('Object not found.  objectId are usually numeric.', { objectId: [call.param('id')] });
  }
  return { status: 200, body: recordBody(call.portal, type, found, shownBy(call)) };
}

function create(call: Call) {
  const type = typeOf(call);
  const input = bodyOf(call, createInput);
  const made = createOne(call, type, input);
  const properties = [...type.shown, ...Object.keys(input.properties)];
  return { status: 201, body: recordBody(call.portal, type, made, { properties }) };
}

function change(call: Call) {
  const type = typeOf(call);
  const { properties } = bodyOf(call, z.object({ properties: propertyValues }));
  const record = wantedRecord(call, type, call.param('id'), call.query.get('idProperty'));
  const changed = changeOne(call, type, record, properties);
  const names = [...type.shown, ...Object.keys(properties)];
  return { status: 200, body: recordBody(call.portal, type, changed, { properties: names }) };
}

function archive(call: Call) {
  const type = typeOf(call);
  const { context } = call.portal;
  const record = recordBehind(context, type, idOf(call.param('id')));
  if (record === undefined) throw notFound('Object not found.', { objectId: [call.param('id')] });
  context.database.transaction(() => archiveRecord(context, type, record, sourceOf(call)));
  return { status: 204 };
}

function merge(call: Call) {
  const type = typeOf(call);
  const input = bodyOf(call, z.object({ primaryObjectId: text, objectIdToMerge: text }));
  const newId = call.chaos.read().mergeMakesNewId;
  const { primaryObjectId, objectIdToMerge } = input;
  const made = call.portal.merge(type.name, primaryObjectId, objectIdToMerge, sourceOf(call), { newId });
  return { status: 200, body: recordBody(call.portal, type, wantedRecord(call, type, made.id, null)) };
}

function erase(call: Call) {
  const type = typeOf(call);
  const input = bodyOf(call, z.object({ objectId: text, idProperty: z.string().optional() }));
  const { idProperty, objectId } = input;
  const id = idProperty === undefined ? objectId : idByProperty(call, type, idProperty, objectId);
  call.portal.erase(type.name, id, sourceOf(call));
  return { status: 204 };
}
