// Writes values to HubSpot records, a hundred a request; a record that is refused never holds the others back.
import { z } from 'zod';
import { isRevloopError } from '#errors.ts';
import type { Crm, WriteResult } from '#ports/crm.ts';
import type { SubjectKind } from '#sense/signal.ts';
import {
  absentProperties,
  codeOf,
  type ErrorEntry,
  idsOf,
  passing,
  problemOf,
  toErrorEntry,
} from './error-body.ts';
import { hubspotObjects, paths } from './paths.ts';
import { batchSize, chunks } from './read.ts';
import type { Request } from './request.ts';
import { faults, understood } from './understood.ts';

type Row = Parameters<Crm['write']>[1][number];
type Writing = { readonly request: Request; readonly type: SubjectKind };

const batchAnswer = z.looseObject({
  results: z.array(z.looseObject({ id: z.coerce.string() })),
  errors: faults,
});

/** Refusals of a whole batch for the sake of some of its records. */
const batchRefusals = [400, 404, 409];

/** Errors of a request that was not carried out at all are thrown; nothing was written then. */
export function writer(request: Request): Crm['write'] {
  return async (type, rows) => {
    const ends: WriteResult[] = [];
    for (const chunk of chunks(rows, batchSize)) {
      ends.push(...(await writeBatch({ request, type }, chunk, ends.length > 0)));
    }
    const byId = new Map(ends.map((end) => [end.id, end]));
    return rows.map((row) => byId.get(row.id) ?? lost(row));
  };
}

/** `begun`: other rows of the same call were written already, so a failure is told for each row instead of thrown. */
async function writeBatch(writing: Writing, rows: readonly Row[], begun: boolean): Promise<WriteResult[]> {
  const { request, type } = writing;
  if (rows.length === 0) return [];
  try {
    const reply = await request({
      method: 'POST',
      path: paths.batch(type, 'update'),
      body: { inputs: rows.map(({ id, properties }) => ({ id, properties })) },
      scope: hubspotObjects[type].writeScope,
      takes: batchRefusals,
    });
    if (batchRefusals.includes(reply.status)) {
      return await divide(writing, rows, reply.status, toErrorEntry(reply.body));
    }
    return await readEnds(writing, rows, understood(batchAnswer, reply));
  } catch (error) {
    if (!begun || !isRevloopError(error) || !['CRM_LIMIT', 'CRM_BUSY'].includes(error.code)) throw error;
    return rows.map((row) => refused(row, error.code, error.message, true));
  }
}

// 200, or 207 with an error for each record that was not written.
async function readEnds(
  writing: Writing,
  rows: readonly Row[],
  { results, errors }: z.output<typeof batchAnswer>,
): Promise<WriteResult[]> {
  const written = new Set(results.map((one) => one.id));
  const faults = new Map<string, ErrorEntry>();
  for (const entry of errors.map(toErrorEntry)) for (const id of idsOf(entry)) faults.set(id, entry);
  const ends: WriteResult[] = [];
  for (const row of rows) {
    const fault = faults.get(row.id);
    if (written.has(row.id)) ends.push({ id: row.id, ok: true });
    else if (fault === undefined || fault.category === 'OBJECT_NOT_FOUND')
      ends.push(await writeOne(writing, row));
    else ends.push(toRefused(row, fault));
  }
  return ends;
}

// HubSpot refused the batch as a whole: as few more requests as its words allow, by halves where they say nothing.
async function divide(
  writing: Writing,
  rows: readonly Row[],
  status: number,
  entry: ErrorEntry,
): Promise<WriteResult[]> {
  const absent = new Set(absentProperties(entry));
  const hasAbsent = (row: Row) => Object.keys(row.properties).some((name) => absent.has(name));
  const named = new Set(idsOf(entry));
  const isNamed = (row: Row) => named.has(row.id);
  if (rows.some(hasAbsent)) {
    const rest = await writeBatch(
      writing,
      rows.filter((row) => !hasAbsent(row)),
      true,
    );
    return [...rest, ...rows.filter(hasAbsent).map((row) => toRefused(row, entry))];
  }
  const [first] = rows;
  if (rows.length === 1 && first !== undefined) return [await endOfOne(writing, first, status, entry)];
  if (rows.some(isNamed) && !rows.every(isNamed)) {
    const bad = rows.filter(isNamed);
    const rest = await writeBatch(
      writing,
      rows.filter((row) => !isNamed(row)),
      true,
    );
    return [...rest, ...(await each(bad, (row) => endOfOne(writing, row, status, entry)))];
  }
  const middle = Math.ceil(rows.length / 2);
  const left = await writeBatch(writing, rows.slice(0, middle), true);
  return [...left, ...(await writeBatch(writing, rows.slice(middle), true))];
}

// An id that a batch does not know may be of a record that was merged: a single update still finds the winner.
function endOfOne(
  writing: Writing,
  row: Row,
  status: number,
  entry: ErrorEntry,
): Promise<WriteResult> | WriteResult {
  const unknown = status === 404 || entry.category === 'OBJECT_NOT_FOUND';
  return unknown ? writeOne(writing, row) : toRefused(row, entry);
}

async function writeOne({ request, type }: Writing, row: Row): Promise<WriteResult> {
  try {
    const reply = await request({
      method: 'PATCH',
      path: paths.object(type, row.id),
      body: { properties: row.properties },
      scope: hubspotObjects[type].writeScope,
      takes: batchRefusals,
    });
    if (reply.status < 400) return { id: row.id, ok: true };
    return toRefused(row, toErrorEntry(reply.body));
  } catch (error) {
    if (!isRevloopError(error) || !['CRM_LIMIT', 'CRM_BUSY'].includes(error.code)) throw error;
    return refused(row, error.code, error.message, true);
  }
}

function toRefused(row: Row, entry: ErrorEntry): WriteResult {
  return refused(row, codeOf(entry), problemOf(entry), passing.has(entry.category ?? ''));
}

function refused(row: Row, code: string, problem: string, again: boolean): WriteResult {
  return { id: row.id, ok: false, code, problem, again };
}

function lost(row: Row): WriteResult {
  return refused(row, 'UNKNOWN', 'HubSpot did not say what became of it', true);
}

async function each<T, R>(list: readonly T[], work: (one: T) => Promise<R> | R): Promise<R[]> {
  const made: R[] = [];
  for (const one of list) made.push(await work(one));
  return made;
}
