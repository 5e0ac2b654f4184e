// Bulk API 2.0 queries: a job is made, runs by itself, and its rows are fetched page by page as CSV.
import { z } from 'zod';
import {
  allJobs,
  findJob,
  isOver,
  type Job,
  jobJson,
  keepJob,
  keepPart,
  partOf,
  progressOf,
  removeJob,
} from './bulk-job.ts';
import { csvCell, csvLine, delimiters, lineEndings } from './csv.ts';
import { type Answer, bodyOf, type Call, type Endpoint } from './endpoint.ts';
import { findRecord } from './record.ts';
import { refused, SalesforceError } from './salesforce-error.ts';
import { isAggregate } from './soql-aggregate.ts';
import { columnValue } from './soql-column.ts';
import { parseSoql } from './soql-parser.ts';
import { columnsOfQuery, findIds, objectOfQuery } from './soql-run.ts';
import { stampOf } from './stamp.ts';

const USUAL_PAGE = 10_000;
const queryJob = z.strictObject({
  operation: z.enum(['query', 'queryAll']),
  query: z.string(),
  contentType: z.literal('CSV').default('CSV'),
  columnDelimiter: z.literal(keysOf(delimiters)).default('COMMA'),
  lineEnding: z.literal(keysOf(lineEndings)).default('LF'),
});
const abort = z.strictObject({ state: z.literal('Aborted') });

export const bulkQueryEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: '/jobs/query', answer: (call) => create(call, bodyOf(call, queryJob)) },
  {
    ...{ method: 'GET', path: '/jobs/query' },
    answer: (call) => ({
      status: 200,
      body: {
        done: true,
        records: allJobs(call.view.context, 'query').map((job) => jobJson(job, call.base)),
        nextRecordsUrl: null,
      },
    }),
  },
  {
    ...{ method: 'GET', path: '/jobs/query/:id' },
    answer: (call) => ({ status: 200, body: jobJson(advanced(call), call.base) }),
  },
  {
    ...{ method: 'PATCH', path: '/jobs/query/:id' },
    answer: (call) => {
      bodyOf(call, abort);
      const job = advanced(call);
      if (isOver(job)) throw refused('INVALIDJOBSTATE', `Aborting already ${job.state} Job not allowed`);
      return {
        status: 200,
        body: jobJson(keepJob(call.view.context, { ...job, state: 'Aborted' }), call.base),
      };
    },
  },
  {
    ...{ method: 'DELETE', path: '/jobs/query/:id' },
    answer: (call) => {
      const job = advanced(call);
      if (!isOver(job)) throw refused('INVALIDJOBSTATE', 'Deleting a job that is not over is not allowed');
      removeJob(call.view.context, job.id);
      return { status: 204 };
    },
  },
  { method: 'GET', path: '/jobs/query/:id/results', answer: results },
];

function create(call: Call, asked: z.infer<typeof queryJob>): Answer {
  const { context, user } = call.view;
  const soql = parseSoql(asked.query);
  const type = objectOfQuery(call.view, soql);
  if (isAggregate(soql) || soql.offset !== undefined) {
    throw new SalesforceError(
      400,
      'API_ERROR',
      'GROUP BY, OFFSET and aggregate functions are not supported in Bulk Query',
    );
  }
  const columns = columnsOfQuery(call.view, type, soql);
  // Answered at once where it cannot be asked at all, and in the job where the columns cannot be had in bulk.
  findIds(call.view, type, { ...soql, limit: 0 }, asked.operation === 'queryAll');
  const compound = columns.some(
    ({ field, hops }) => field.type === 'address' || (hops.length === 0 && isMadeOfParts(field, type.fields)),
  );
  const job = keepJob(context, {
    ...{
      id: context.nextId('750'),
      kind: 'query',
      operation: asked.operation,
      object: type.name,
      query: asked.query,
    },
    ...{
      createdById: user.id,
      createdDate: stampOf(context.wall()),
      systemModstamp: '',
      apiVersion: Number(call.version),
    },
    ...{ lineEnding: asked.lineEnding, columnDelimiter: asked.columnDelimiter, state: 'UploadComplete' },
    ...{ handedOver: context.wall().getTime(), processed: 0, failed: 0 },
    ...(compound
      ? { errorMessage: 'FUNCTIONALITY_NOT_ENABLED: Selecting compound data not supported in Bulk Query' }
      : {}),
  });
  return { status: 200, body: jobJson(job, call.base) };
}

function isMadeOfParts(
  field: { readonly name: string },
  all: readonly { readonly compoundFieldName: string | null }[],
): boolean {
  return all.some((one) => one.compoundFieldName === field.name);
}

// The job runs when somebody looks: nobody can tell the difference.
function advanced(call: Call): Job {
  const { context } = call.view;
  const job = findJob(context, 'query', call.param('id'));
  if (isOver(job)) return job;
  const progress = progressOf(context, job);
  if (progress === 'waits') return job;
  if (progress === 'runs')
    return job.state === 'InProgress' ? job : keepJob(context, { ...job, state: 'InProgress' });
  if (job.errorMessage !== undefined) return keepJob(context, { ...job, state: 'Failed' });
  if (context.chaos.read().bulkJobs === 'fail') {
    return keepJob(context, {
      ...job,
      state: 'Failed',
      errorMessage: 'InternalServerError : Retried more than fifteen times',
    });
  }
  const soql = parseSoql(job.query);
  const ids = findIds(call.view, objectOfQuery(call.view, soql), soql, job.operation === 'queryAll');
  keepPart(context, job, 'ids', JSON.stringify(ids));
  return keepJob(context, { ...job, state: 'JobComplete', processed: ids.length });
}

function results(call: Call): Answer {
  const { context } = call.view;
  const job = advanced(call);
  if (job.state !== 'JobComplete')
    throw refused('INVALIDJOBSTATE', `Results of a job in state ${job.state} cannot be read`);
  const ids = z.array(z.string()).parse(JSON.parse(partOf(context, job, 'ids') ?? '[]'));
  const locator = call.query.get('locator');
  const from = locator === null || locator === '' ? 0 : placeOf(locator);
  const most = Number(call.query.get('maxRecords') ?? USUAL_PAGE);
  const known = Number.isInteger(most) && most > 0 && from !== undefined && (from === 0 || from < ids.length);
  if (!known) throw refused('API_ERROR', 'Invalid locator or maxRecords');
  const soql = parseSoql(job.query);
  const type = objectOfQuery(call.view, soql);
  const columns = columnsOfQuery(call.view, type, soql);
  const style = { delimiter: job.columnDelimiter, lineEnding: job.lineEnding };
  const page = ids.slice(from, from + most);
  const lines = page.flatMap((id) => {
    const record = findRecord(context, type.name, id);
    if (record === undefined) return [];
    return [
      csvLine(
        columns.map((column) => csvCell(columnValue(context, record, column), column.field)),
        style,
      ),
    ];
  });
  const next = from + most;
  const headers = {
    'Sforce-NumberOfRecords': String(lines.length),
    'Sforce-Locator': next < ids.length ? Buffer.from(`rows:${next}`).toString('base64url') : 'null',
  };
  const head = csvLine(
    columns.map((column) => column.path.join('.')),
    style,
  );
  return { status: 200, type: 'text/csv', body: head + lines.join(''), headers };
}

function placeOf(locator: string): number | undefined {
  const place = /^rows:(\d+)$/.exec(Buffer.from(locator, 'base64url').toString())?.[1];
  return place === undefined ? undefined : Number(place);
}

function keysOf<T extends object>(of: T): (keyof T & string)[] {
  const keys: (keyof T & string)[] = [];
  for (const key in of) keys.push(key);
  return keys;
}
