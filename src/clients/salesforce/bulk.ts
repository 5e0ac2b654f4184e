// Query jobs of the Bulk API 2.0: many rows for few requests, prepared by Salesforce while nobody waits.
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { fail } from '#errors.ts';
import { paths } from './objects.ts';
import type { Row } from './query.ts';
import type { Request } from './request.ts';
import { understood } from './understood.ts';

const job = z.looseObject({
  id: z.string(),
  state: z.string(),
  numberRecordsProcessed: z.number().default(0),
});

export type JobState =
  | { readonly state: 'preparing' }
  | { readonly state: 'ready'; readonly rows: number }
  /** It failed, was stopped, or is no longer known: the rows have to come in another way. */
  | { readonly state: 'lost' };

export type JobPage = {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Null at the end. */
  readonly next: string | null;
};

/** Rows a request; Salesforce gives what it thinks best where this is absent. */
const rowsAPage = 25_000;
const about = { purpose: 'backfill' } as const;
/** Objects without bulk, orgs without it, and the day's jobs used up: all of them leave the ordinary way. */
const noJob = [400, 403, 404, 409];

/** The id of the job; null where the org takes none for this. */
export async function startJob(
  request: Request,
  object: string,
  query: string,
  withArchive: boolean,
): Promise<string | null> {
  const operation = withArchive ? 'queryAll' : 'query';
  const reply = await request({
    ...about,
    method: 'POST',
    path: paths.jobs,
    object,
    body: { operation, query, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' },
    takes: noJob,
    // A second job would only cost its preparation.
    repeatable: true,
  });
  return reply.status >= 400 ? null : understood(job, reply).id;
}

export async function lookAtJob(request: Request, object: string, id: string): Promise<JobState> {
  const reply = await request({ ...about, method: 'GET', path: paths.job(id), object, takes: noJob });
  if (reply.status >= 400) return { state: 'lost' };
  const { state, numberRecordsProcessed } = understood(job, reply);
  if (state === 'JobComplete') return { state: 'ready', rows: numberRecordsProcessed };
  return state === 'Failed' || state === 'Aborted' ? { state: 'lost' } : { state: 'preparing' };
}

export async function stopJob(request: Request, object: string, id: string): Promise<void> {
  const body = { state: 'Aborted' };
  await request({ ...about, method: 'PATCH', path: paths.job(id), object, body, takes: noJob });
}

/** Null when the results are gone: they are kept for seven days. */
export async function readResults(
  request: Request,
  object: string,
  id: string,
  locator: string | null,
): Promise<JobPage | null> {
  const reply = await request({
    ...about,
    method: 'GET',
    path: paths.results(id),
    query: { maxRecords: String(rowsAPage), ...(locator === null ? {} : { locator }) },
    headers: { accept: 'text/csv' },
    object,
    takes: noJob,
    large: true,
  });
  if (reply.status >= 400) return null;
  const lines: string[][] = parse(reply.text, { skipEmptyLines: true, relaxColumnCount: true });
  const [header = [], ...rows] = lines;
  // A file that was cut off between two lines reads like a whole one.
  const promised = reply.headers.get('sforce-numberofrecords');
  if (promised !== null && Number(promised) !== rows.length) {
    const problem = `${rows.length} of ${promised} rows came`;
    return fail('CRM_BUSY', { problem, waitMs: 5_000 });
  }
  const next = reply.headers.get('sforce-locator');
  return { header, rows, next: next === null || next === 'null' || next === '' ? null : next };
}

export function toRow(header: readonly string[], line: readonly string[]): Row {
  return Object.fromEntries(header.map((name, at) => [name, line[at] ?? null]));
}
