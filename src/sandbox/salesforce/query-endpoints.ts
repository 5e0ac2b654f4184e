// Queries over REST: the first page, the next pages, deleted records too where asked for.
import type { Answer, Call, Endpoint } from './endpoint.ts';
import { findRecord } from './record.ts';
import { recordJson } from './record-json.ts';
import { refused, SalesforceError } from './salesforce-error.ts';
import { aggregated, isAggregate } from './soql-aggregate.ts';
import { parseSoql } from './soql-parser.ts';
import { columnsOfQuery, type Found, findIds, objectOfQuery } from './soql-run.ts';

const USUAL_PAGE = 2_000;
const SMALLEST_PAGE = 200;

const query =
  (deleted: boolean) =>
  (call: Call): Answer => {
    const text = call.query.get('q');
    if (text === null || text.trim() === '') {
      throw new SalesforceError(400, 'MALFORMED_QUERY', 'A query string must be specified');
    }
    const soql = parseSoql(text);
    const type = objectOfQuery(call.view, soql);
    if (isAggregate(soql)) {
      const rows = aggregated(call.view, type, soql, deleted);
      const records = typeof rows === 'number' ? [] : rows;
      const totalSize = typeof rows === 'number' ? rows : rows.length;
      return { status: 200, body: { totalSize, done: true, records } };
    }
    const columns = columnsOfQuery(call.view, type, soql);
    const found: Found = { type, columns, ids: findIds(call.view, type, soql, deleted) };
    const pageSize = pageSizeOf(call, found);
    if (found.ids.length <= pageSize) return page(call, found, 0, pageSize, '');
    const opened = { ...found, org: call.org.orgId, user: call.view.user.id, pageSize };
    return page(call, found, 0, pageSize, call.cursors.open(opened, call.view.context.wall()));
  };

const more = (call: Call): Answer => {
  const [locator = '', from = ''] = call.param('locator').split('-');
  const open = call.cursors.find(locator, call.view.context.wall());
  const start = Number(from);
  const mine = open?.org === call.org.orgId && open.user === call.view.user.id;
  if (open === undefined || !mine || !Number.isInteger(start) || start >= open.ids.length) {
    throw refused('INVALID_QUERY_LOCATOR', 'invalid query locator');
  }
  return page(call, open, start, open.pageSize, locator);
};

// Wide texts make pages shorter than asked for.
function pageSizeOf(call: Call, found: Found): number {
  const asked = Number(/batchSize=(\d+)/i.exec(call.header('sforce-query-options'))?.[1] ?? USUAL_PAGE);
  const size = Math.min(USUAL_PAGE, Math.max(SMALLEST_PAGE, asked));
  const wide = found.columns.some(({ field }) => field.type === 'textarea' && field.length > 255);
  return wide ? Math.max(SMALLEST_PAGE, Math.floor(size / 2)) : size;
}

function page(call: Call, found: Found, from: number, size: number, locator: string): Answer {
  const { context } = call.view;
  const ids = found.ids.slice(from, from + size);
  const records = ids.flatMap((id) => {
    const record = findRecord(context, found.type.name, id);
    return record === undefined ? [] : [recordJson(context, record, found.columns, call.base)];
  });
  const next = from + size;
  const done = next >= found.ids.length;
  return {
    status: 200,
    body: {
      totalSize: found.ids.length,
      done,
      ...(done ? {} : { nextRecordsUrl: `${call.base}/query/${locator}-${next}` }),
      records,
    },
  };
}

export const queryEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/query', answer: query(false) },
  { method: 'GET', path: '/queryAll', answer: query(true) },
  { method: 'GET', path: '/query/:locator', answer: more },
  { method: 'GET', path: '/queryAll/:locator', answer: more },
];
