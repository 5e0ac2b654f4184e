// Bulk API 2.0 ingest: a job is made, gets its CSV once, is closed, runs by itself, and tells each row's result.
import { z } from 'zod';
import { ingested } from './bulk-ingest.ts';
import {
  allJobs,
  findJob,
  isOver,
  type Job,
  type JobPart,
  jobJson,
  keepJob,
  keepPart,
  partOf,
  removeJob,
} from './bulk-job.ts';
import { type Answer, bodyOf, type Call, type Endpoint } from './endpoint.ts';
import { idsBy } from './record-upsert.ts';
import { refused, SalesforceError } from './salesforce-error.ts';
import { stampOf } from './stamp.ts';
import { visibleObject } from './view.ts';

const LARGEST_FILE = 150 * 1_024 * 1_024;
const ingestJob = z.strictObject({
  object: z.string(),
  operation: z.enum(['insert', 'update', 'upsert', 'delete', 'hardDelete']),
  externalIdFieldName: z.string().optional(),
  assignmentRuleId: z.string().optional(),
  contentType: z.literal('CSV').default('CSV'),
  columnDelimiter: z.enum(['COMMA', 'SEMICOLON', 'TAB', 'PIPE', 'CARET', 'BACKQUOTE']).default('COMMA'),
  lineEnding: z.enum(['LF', 'CRLF']).default('LF'),
});
const close = z.strictObject({ state: z.enum(['UploadComplete', 'Aborted']) });

export const bulkIngestEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: '/jobs/ingest', answer: (call) => create(call, bodyOf(call, ingestJob)) },
  {
    ...{ method: 'GET', path: '/jobs/ingest' },
    answer: (call) => ({
      status: 200,
      body: {
        done: true,
        records: allJobs(call.view.context, 'ingest').map((job) => jobJson(job, call.base)),
        nextRecordsUrl: null,
      },
    }),
  },
  {
    ...{ method: 'GET', path: '/jobs/ingest/:id' },
    answer: (call) => ({ status: 200, body: jobJson(advanced(call), call.base) }),
  },
  { method: 'PUT', path: '/jobs/ingest/:id/batches', answer: upload },
  {
    ...{ method: 'PATCH', path: '/jobs/ingest/:id' },
    answer: (call) => {
      const { state } = bodyOf(call, close);
      const { context } = call.view;
      const job = advanced(call);
      if (isOver(job) || (state === 'UploadComplete' && job.state !== 'Open')) {
        throw refused('INVALIDJOBSTATE', `A job in state ${job.state} cannot become ${state}`);
      }
      return {
        status: 200,
        body: jobJson(keepJob(context, { ...job, state, handedOver: context.wall().getTime() }), call.base),
      };
    },
  },
  {
    ...{ method: 'DELETE', path: '/jobs/ingest/:id' },
    answer: (call) => {
      const job = advanced(call);
      if (!isOver(job)) throw refused('INVALIDJOBSTATE', 'Deleting a job that is not over is not allowed');
      removeJob(call.view.context, job.id);
      return { status: 204 };
    },
  },
  { method: 'GET', path: '/jobs/ingest/:id/successfulResults', answer: (call) => part(call, 'successful') },
  { method: 'GET', path: '/jobs/ingest/:id/failedResults', answer: (call) => part(call, 'failed') },
  { method: 'GET', path: '/jobs/ingest/:id/unprocessedrecords', answer: (call) => part(call, 'unprocessed') },
];

function create(call: Call, asked: z.infer<typeof ingestJob>): Answer {
  const { context, user } = call.view;
  const type = visibleObject(call.view, asked.object);
  if (type === undefined) throw refused('INVALIDENTITY', `Unable to find object: ${asked.object}`);
  const upserts = asked.operation === 'upsert';
  if (upserts !== (asked.externalIdFieldName !== undefined)) {
    throw refused('INVALIDJOB', 'externalIdFieldName is required for upsert, and only for upsert');
  }
  if (upserts && asked.externalIdFieldName?.toLowerCase() !== 'id') {
    idsBy(context, type, asked.externalIdFieldName ?? '', 'x');
  }
  const { contentType: _, ...job } = asked;
  const made = keepJob(context, {
    ...{ ...job, id: context.nextId('750'), kind: 'ingest', object: type.name, query: '' },
    ...{
      createdById: user.id,
      createdDate: stampOf(context.wall()),
      systemModstamp: '',
      apiVersion: Number(call.version),
    },
    ...{ state: 'Open', handedOver: 0, processed: 0, failed: 0 },
  });
  return { status: 200, body: jobJson(made, call.base) };
}

function upload(call: Call): Answer {
  const { context } = call.view;
  const job = findJob(context, 'ingest', call.param('id'));
  if (!call.header('content-type').startsWith('text/csv')) {
    throw new SalesforceError(415, 'UNSUPPORTED_MEDIA_TYPE', 'The CSV of a job is text/csv');
  }
  if (job.state !== 'Open' || partOf(context, job, 'content') !== undefined) {
    throw refused(
      'INVALIDJOBSTATE',
      'Found multiple contents for job: one upload is allowed, while the job is open',
    );
  }
  if (Buffer.byteLength(call.body) > LARGEST_FILE)
    throw refused('MAXFILESIZE_EXCEEDED', 'The file is larger than 150 MB');
  keepPart(context, job, 'content', call.body);
  return { status: 201 };
}

function advanced(call: Call): Job {
  const client = /(?:^|[,;\s])client=([^,;\s]+)/.exec(call.header('sforce-call-options'))?.[1] ?? '';
  return ingested(call.view, findJob(call.view.context, 'ingest', call.param('id')), call.version, client);
}

function part(call: Call, name: JobPart): Answer {
  const job = advanced(call);
  if (!isOver(job)) throw refused('INVALIDJOBSTATE', `Results of a job in state ${job.state} cannot be read`);
  return { status: 200, type: 'text/csv', body: partOf(call.view.context, job, name) ?? '' };
}
