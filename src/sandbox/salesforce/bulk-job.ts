// A job of Bulk API 2.0: what was asked, and how far it is.
import { z } from 'zod';
import { textOf } from '#sandbox/sqlite.ts';
import type { OrgContext } from './org-context.ts';
import { SalesforceError } from './salesforce-error.ts';
import { idOf } from './salesforce-id.ts';
import { stampOf } from './stamp.ts';

const jobShape = z.object({
  id: z.string(),
  kind: z.enum(['query', 'ingest']),
  operation: z.enum(['query', 'queryAll', 'insert', 'update', 'upsert', 'delete', 'hardDelete']),
  object: z.string(),
  query: z.string().default(''),
  externalIdFieldName: z.string().optional(),
  assignmentRuleId: z.string().optional(),
  createdById: z.string(),
  createdDate: z.string(),
  systemModstamp: z.string(),
  apiVersion: z.number(),
  lineEnding: z.enum(['LF', 'CRLF']),
  columnDelimiter: z.enum(['COMMA', 'SEMICOLON', 'TAB', 'PIPE', 'CARET', 'BACKQUOTE']),
  state: z.enum(['Open', 'UploadComplete', 'InProgress', 'JobComplete', 'Failed', 'Aborted']),
  /** When it was handed over, in ms of the real time. */
  handedOver: z.number().default(0),
  processed: z.number().default(0),
  failed: z.number().default(0),
  errorMessage: z.string().optional(),
});

export type Job = Readonly<z.infer<typeof jobShape>>;
export type JobPart = 'content' | 'ids' | 'successful' | 'failed' | 'unprocessed';

const KEPT_MS = 7 * 86_400_000;

export const isOver = ({ state }: Job) =>
  state === 'JobComplete' || state === 'Failed' || state === 'Aborted';

export function keepJob(context: OrgContext, job: Job): Job {
  const kept = { ...job, systemModstamp: stampOf(context.wall()) };
  context.database.run(
    `insert into jobs (org, id, kind, definition, made) values (?, ?, ?, ?, ?)
     on conflict (org, id) do update set definition = excluded.definition`,
    ...[context.orgId, job.id, job.kind, JSON.stringify(kept), context.wall().getTime()],
  );
  return kept;
}

/** Throws where there is none of that kind; jobs are forgotten after seven days. */
export function findJob(context: OrgContext, kind: Job['kind'], given: string): Job {
  const row = context.database.get(
    'select definition from jobs where org = ? and kind = ? and id = ? and made > ?',
    ...[context.orgId, kind, idOf(given) ?? '', context.wall().getTime() - KEPT_MS],
  );
  if (row === undefined) throw new SalesforceError(404, 'NOT_FOUND', `Unable to find object: ${given}`);
  return jobShape.parse(JSON.parse(textOf(row, 'definition')));
}

export function allJobs(context: OrgContext, kind: Job['kind']): Job[] {
  return context.database
    .all(
      'select definition from jobs where org = ? and kind = ? and made > ? order by id',
      ...[context.orgId, kind, context.wall().getTime() - KEPT_MS],
    )
    .map((row) => jobShape.parse(JSON.parse(textOf(row, 'definition'))));
}

export function removeJob({ database, orgId }: OrgContext, id: string): void {
  database.run('delete from jobs where org = ? and id = ?', orgId, id);
  database.run('delete from job_parts where org = ? and job = ?', orgId, id);
}

export function keepPart({ database, orgId }: OrgContext, job: Job, part: JobPart, content: string): void {
  database.run(
    `insert into job_parts (org, job, part, content) values (?, ?, ?, ?)
     on conflict (org, job, part) do update set content = excluded.content`,
    ...[orgId, job.id, part, content],
  );
}

export function partOf({ database, orgId }: OrgContext, job: Job, part: JobPart): string | undefined {
  const row = database.get(
    'select content from job_parts where org = ? and job = ? and part = ?',
    ...[orgId, job.id, part],
  );
  return row && textOf(row, 'content');
}

/** Where a job that was handed over is by now, as far as time alone tells. */
export function progressOf({ chaos, wall }: OrgContext, job: Job): 'waits' | 'runs' | 'ends' {
  const { bulkJobMs, bulkJobs } = chaos.read();
  const age = wall().getTime() - job.handedOver;
  if (bulkJobs === 'stuck') return age < bulkJobMs / 3 ? 'waits' : 'runs';
  if (age >= bulkJobMs) return 'ends';
  return age < bulkJobMs / 3 ? 'waits' : 'runs';
}

export function jobJson(job: Job, base: string) {
  const { handedOver: _, processed, failed, query, kind, errorMessage, ...rest } = job;
  return {
    ...rest,
    ...{ concurrencyMode: 'Parallel', contentType: 'CSV', retries: 0, totalProcessingTime: 0 },
    ...(kind === 'ingest'
      ? {
          ...{ jobType: 'V2Ingest', contentUrl: `${base.slice(1)}/jobs/ingest/${job.id}/batches` },
          ...{
            numberRecordsProcessed: processed,
            numberRecordsFailed: failed,
            apexProcessingTime: 0,
            apiActiveProcessingTime: 0,
          },
        }
      : { jobType: 'V2Query', numberRecordsProcessed: processed, isPkChunkingSupported: true, query }),
    ...(errorMessage === undefined ? {} : { errorMessage }),
  };
}
