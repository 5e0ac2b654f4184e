// The endpoints for the labels associations can carry in a portal.
import { z } from 'zod';
import { type AssociationType, associationTypes, defineLabel } from './association-type.ts';
import { API_VERSION, bodyOf, type Call, type Endpoint } from './endpoint.ts';
import { objectTypeOf } from './object-type.ts';

const path = `/crm/associations/${API_VERSION}/:type/:toType/labels`;

export const labelEndpoints: readonly Endpoint[] = [
  { method: 'get', path, scopes: (param) => scopes(param, 'readScopes'), answer: labels },
  { method: 'post', path, scopes: (param) => scopes(param, 'writeScopes'), answer: createLabel },
];

/** Both ends' scopes: an association is read or written on both. */
export function scopes(param: (name: string) => string, kind: 'readScopes' | 'writeScopes') {
  const types = [objectTypeOf(param('type')), objectTypeOf(param('toType'))];
  return types.flatMap((type) => type[kind].map((scope) => [scope]));
}

export function typeBody(type: AssociationType) {
  return { category: type.category, typeId: type.typeId, label: type.label };
}

function labels(call: Call) {
  const [from, to] = [objectTypeOf(call.param('type')), objectTypeOf(call.param('toType'))];
  const { database, portalId } = call.portal.context;
  return {
    status: 200,
    body: { results: associationTypes(database, portalId, from.name, to.name).map(typeBody) },
  };
}

function createLabel(call: Call) {
  const [from, to] = [objectTypeOf(call.param('type')), objectTypeOf(call.param('toType'))];
  const wanted = bodyOf(
    call,
    z.object({ name: z.string(), label: z.string(), inverseLabel: z.string().optional() }),
  );
  const { inverseLabel, ...rest } = wanted;
  const label = { fromType: from.name, toType: to.name, ...rest, ...(inverseLabel ? { inverseLabel } : {}) };
  const { database, portalId } = call.portal.context;
  const ids = defineLabel(database, portalId, label);
  const results = ids.map((typeId) => ({ category: 'USER_DEFINED', typeId, label: wanted.label }));
  return { status: 200, body: { results } };
}
