// The search endpoint with all its limits, over what the index has seen so far.
import { z } from 'zod';
import { numberOf } from '#sandbox/sqlite.ts';
import { API_VERSION, bodyOf, type Call, type Endpoint, reading, typeOf } from './endpoint.ts';
import { invalid } from './hubspot-error.ts';
import type { ObjectType } from './object-type.ts';
import { toRecord } from './record.ts';
import { recordBody } from './record-body.ts';
import { type Condition, condition, fieldOf, filterShape } from './search-filter.ts';
import { catchUp, searchable } from './search-index.ts';

// hubspot.md 2.3.
const PAGE = 200;
const REACH = 10_000;
const GROUPS = 5;
const FILTERS_PER_GROUP = 6;
const FILTERS = 18;
const BODY = 3_000;

const sortShape = z.union([
  z.string(),
  z.object({ propertyName: z.string(), direction: z.enum(['ASCENDING', 'DESCENDING']).default('ASCENDING') }),
]);

const searchBody = z.object({
  filterGroups: z.array(z.object({ filters: z.array(filterShape).default([]) })).default([]),
  filters: z.array(filterShape).optional(),
  sorts: z.array(sortShape).default([]),
  query: z.string().max(3_000).optional(),
  properties: z.array(z.string()).optional(),
  limit: z.number().int().min(1).default(10),
  after: z.union([z.string(), z.number()]).optional(),
});
type Search = z.infer<typeof searchBody>;

export const searchEndpoints: readonly Endpoint[] = [
  {
    method: 'post',
    path: `/crm/objects/${API_VERSION}/:type/search`,
    scopes: reading,
    search: true,
    reads: true,
    answer: search,
  },
];

function search(call: Call) {
  const type = typeOf(call);
  if (call.body.length > BODY) throw invalid(`The request body is too long: at most ${BODY} characters.`);
  const asked = bodyOf(call, searchBody);
  const after = checkLimits(asked);
  const { context, portalId } = call.portal;
  catchUp(context, call.chaos.read().searchLagMs);
  const pending = context.database.get(
    'select 1 from unindexed where portal_id = ? and type = ? limit 1',
    ...[portalId, type.name],
  );
  const source = searchable(pending !== undefined);
  const where = whereOf(call, type, asked);
  const params = [
    ...Array.from({ length: source.times }, () => [portalId, type.name]).flat(),
    ...where.params,
  ];
  const from = `from (${source.sql}) seen where ${where.sql}`;
  const total = numberOf(context.database.get(`select count(*) as n ${from}`, ...params) ?? {}, 'n');
  const rows = context.database.all(
    `select id, properties, created, updated, 0 as archived ${from} order by ${orderOf(call, type, asked)} limit ? offset ?`,
    ...params,
    asked.limit,
    after,
  );
  const results = rows.map((row) =>
    recordBody(call.portal, type, toRecord(row), { properties: asked.properties }),
  );
  const next = after + results.length;
  return {
    status: 200,
    body: { total, results, ...(next < total ? { paging: { next: { after: String(next) } } } : {}) },
  };
}

function checkLimits(asked: Search): number {
  if (asked.limit > PAGE) throw invalid(`limit must be at most ${PAGE}, got ${asked.limit}`);
  const after = Number(asked.after ?? 0);
  if (!Number.isInteger(after) || after < 0)
    throw invalid(`after must be a whole number, got ${asked.after}`);
  if (after + asked.limit > REACH) {
    throw invalid(`A search reaches ${REACH} results at most: after + limit is ${after + asked.limit}.`);
  }
  if (asked.sorts.length > 1) throw invalid('Only one sort is allowed.');
  if (asked.filterGroups.length > GROUPS) throw invalid(`At most ${GROUPS} filterGroups are allowed.`);
  const counts = asked.filterGroups.map((group) => group.filters.length);
  if (Math.max(0, ...counts) > FILTERS_PER_GROUP) {
    throw invalid(`At most ${FILTERS_PER_GROUP} filters are allowed in a group.`);
  }
  if (counts.reduce((sum, one) => sum + one, 0) > FILTERS)
    throw invalid(`At most ${FILTERS} filters are allowed.`);
  return after;
}

function whereOf(call: Call, type: ObjectType, asked: Search): Condition {
  const groups = [...asked.filterGroups, ...(asked.filters === undefined ? [] : [{ filters: asked.filters }])]
    .map((group) => group.filters.map((filter) => condition(call, type, filter)))
    .filter((group) => group.length > 0);
  const parts: Condition[] = [];
  if (groups.length > 0) {
    parts.push({
      sql: `(${groups.map((group) => `(${group.map((one) => one.sql).join(' and ')})`).join(' or ')})`,
      params: groups.flat().flatMap((one) => one.params),
    });
  }
  if (asked.query) {
    const wanted = `%${asked.query.replaceAll(/[\\%_]/g, '\\$&')}%`;
    const looked = type.searched.map((name) => `properties ->> '$.${name}' like ? escape '\\'`);
    parts.push({ sql: `(${looked.join(' or ')})`, params: type.searched.map(() => wanted) });
  }
  if (parts.length === 0) return { sql: '1', params: [] };
  return { sql: parts.map((one) => one.sql).join(' and '), params: parts.flatMap((one) => one.params) };
}

function orderOf(call: Call, type: ObjectType, asked: Search): string {
  const sort = asked.sorts[0];
  if (sort === undefined) return 'id';
  const given =
    typeof sort === 'string'
      ? { name: sort.replace(/^-/, ''), down: sort.startsWith('-') }
      : { name: sort.propertyName, down: sort.direction === 'DESCENDING' };
  const direction = given.down ? 'desc' : 'asc';
  const field = fieldOf(call, type, given.name);
  return field.sql === 'id' ? `id ${direction}` : `${field.sql} ${direction} nulls last, id`;
}
