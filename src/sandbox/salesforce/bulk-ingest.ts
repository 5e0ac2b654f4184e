// Runs an ingest job: reads its CSV row by row, writes each record, and keeps who succeeded and who did not.
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { isOver, type Job, keepJob, keepPart, partOf, progressOf } from './bulk-job.ts';
import { csvLine, delimiters } from './csv.ts';
import type { ObjectType } from './object-type.ts';
import type { Value, Values } from './record.ts';
import { deleteRecord } from './record-deletion.ts';
import { upsertRecord } from './record-upsert.ts';
import { changeRecord, createRecord } from './record-write.ts';
import { SalesforceError } from './salesforce-error.ts';
import { idOf } from './salesforce-id.ts';
import { inStep, inTransaction, type Transaction, type Writing } from './transaction.ts';
import type { View } from './view.ts';

const rowsShape = z.array(z.record(z.string(), z.string()));
/** Rows written in one transaction. */
const CHUNK = 200;

/** The job as far as it is; run when its time has come. */
export function ingested(view: View, job: Job, version: string, client: string): Job {
  const { context } = view;
  if (job.state === 'Open' || isOver(job)) return job;
  const progress = progressOf(context, job);
  if (progress === 'waits') return job;
  if (progress === 'runs') return keepJob(context, { ...job, state: 'InProgress' });
  const content = partOf(context, job, 'content') ?? '';
  if (context.chaos.read().bulkJobs === 'fail') {
    keepPart(context, job, 'unprocessed', content);
    return keepJob(context, {
      ...job,
      state: 'Failed',
      errorMessage: 'InternalServerError : Retried more than ten times',
    });
  }
  return run(view, job, content, {
    ...{
      user: view.user,
      checked: true,
      autoAssign: job.assignmentRuleId !== undefined,
      allowDuplicates: false,
    },
    origin: `com/salesforce/api/bulk/${version}${client === '' ? '' : `;client=${client}`}`,
  });
}

function run({ context }: View, job: Job, content: string, writing: Writing): Job {
  const type = context.book.object(job.object);
  const rows = rowsOf(job, content);
  if (type === undefined || rows === undefined) {
    keepPart(context, job, 'unprocessed', content);
    return keepJob(context, { ...job, state: 'Failed', errorMessage: 'InvalidBatch : Failed to parse CSV' });
  }
  const style = { delimiter: job.columnDelimiter, lineEnding: job.lineEnding };
  const names = Object.keys(rows[0] ?? {});
  const good = [csvLine(['sf__Id', 'sf__Created', ...names], style)];
  const bad = [csvLine(['sf__Id', 'sf__Error', ...names], style)];
  for (let from = 0; from < rows.length; from += CHUNK) {
    inTransaction(context, writing, (transaction) => {
      for (const row of rows.slice(from, from + CHUNK)) {
        const cells = names.map((name) => row[name] ?? '');
        try {
          const { id, created } = inStep(transaction, () => write(transaction, type, job, row));
          good.push(csvLine([id, String(created), ...cells], style));
        } catch (error) {
          if (!(error instanceof SalesforceError)) throw error;
          const fields = error.fields.length > 0 ? `:${error.fields.join(',')}` : '';
          bad.push(
            csvLine([row['Id'] ?? '', `${error.errorCode}:${error.message}${fields} --`, ...cells], style),
          );
        }
      }
    });
  }
  keepPart(context, job, 'successful', good.join(''));
  keepPart(context, job, 'failed', bad.join(''));
  keepPart(context, job, 'unprocessed', csvLine(names, style));
  return keepJob(context, { ...job, state: 'JobComplete', processed: rows.length, failed: bad.length - 1 });
}

function rowsOf(job: Job, content: string): z.infer<typeof rowsShape> | undefined {
  try {
    return rowsShape.parse(
      parse(content, {
        bom: true,
        columns: true,
        delimiter: delimiters[job.columnDelimiter],
        skip_empty_lines: true,
      }),
    );
  } catch {
    return undefined;
  }
}

// An empty cell leaves the field as it is; #N/A empties it.
function valuesOf(row: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, cell]): [string, Value][] =>
      cell === '' ? [] : [[name, cell === '#N/A' ? null : cell]],
    ),
  );
}

function write(
  transaction: Transaction,
  type: ObjectType,
  job: Job,
  row: Readonly<Record<string, string>>,
): { readonly id: string; readonly created: boolean } {
  const values = valuesOf(row);
  if (job.operation === 'insert') return { id: createRecord(transaction, type, values), created: true };
  if (job.operation === 'upsert')
    return upsertRecord(transaction, type, job.externalIdFieldName ?? 'Id', values);
  const { Id: given, ...rest } = values;
  const id = idOf(String(given ?? ''));
  if (id === undefined)
    throw new SalesforceError(400, 'MISSING_ARGUMENT', 'Id not specified in an update call');
  if (job.operation === 'update') changeRecord(transaction, type, id, rest);
  else deleteRecord(transaction, type, id);
  return { id, created: false };
}
