// Writes our fields to records of an org, two hundred a request; a record that is refused never holds the others back.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isRevloopError } from '#errors.ts';
import type { Crm, WriteResult } from '#ports/crm.ts';
import type { ObjectType, SubjectKind } from '#sense/signal.ts';
import type { Described, Describes } from './describe.ts';
import { codeOf, type ErrorEntry, problemOf } from './error-body.ts';
import { paths } from './objects.ts';
import { allRowsOf } from './query.ts';
import { batchSize } from './read.ts';
import { idOf, textAt } from './record.ts';
import type { Request } from './request.ts';
import { chunks, oneOf } from './soql.ts';
import { understood } from './understood.ts';
import { codeForPort, isCrowding } from './write-code.ts';
import { type Fitted, fitRow } from './written-value.ts';

type Rows = Parameters<Crm['write']>[1];
type Writing = {
  readonly request: Request;
  readonly describes: Describes;
  readonly type: SubjectKind;
  readonly described: Described;
};

/**
 * Salesforce runs assignment rules on every update by the API unless it is told not to: a score would change owners. A
 * duplicate that is there already is no reason not to write a score to it.
 */
export const writeHeaders = {
  'Sforce-Auto-Assign': 'FALSE',
  'Sforce-Duplicate-Rule-Header': 'allowSave=true',
} as const;

/** Records that were locked, or too much at once for the org's own automation, are tried again in fewer. */
const smaller = [
  { size: 50, waitMs: 500 },
  { size: 10, waitMs: 2_000 },
] as const;
const idsAQuestion = 300;

const saved = z.array(
  z.looseObject({
    success: z.boolean(),
    errors: z
      .array(
        z.looseObject({
          statusCode: z.string().optional(),
          message: z.string().optional(),
          fields: z.array(z.string()).optional(),
        }),
      )
      .default([]),
  }),
);

/** Errors of a request that was not carried out at all are thrown; nothing was written then. */
export function writer(request: Request, describes: Describes): Crm['write'] {
  return async (type, rows) => {
    const ends = new Map<string, WriteResult>();
    for (const chunk of chunks(rows, batchSize)) {
      const writing: Writing = { request, describes, type, described: await describes.of(type) };
      const good = fitted(writing, chunk, ends);
      await writeChunk(writing, good, ends, chunk);
      await writeAgain(writing, good, ends);
    }
    if ([...ends.values()].some((end) => !end.ok && end.code === codeForPort.absentField))
      describes.forget(type);
    return rows.map(({ id }) => ends.get(id) ?? lost(id));
  };
}

/** The rows as the org's fields take them; the others end here. */
function fitted({ type, described }: Writing, rows: Rows, ends: Map<string, WriteResult>): Fitted[] {
  return rows.flatMap((row) => {
    const one = fitRow(type, described, row);
    if (one.refused === null) return [one];
    ends.set(one.id, one.refused);
    return [];
  });
}

async function writeAgain(
  writing: Writing,
  rows: readonly Fitted[],
  ends: Map<string, WriteResult>,
): Promise<void> {
  for (const { size, waitMs } of smaller) {
    const left = rows.filter(({ id }) => isCrowding(ends.get(id)));
    if (left.length === 0) return;
    await sleep(waitMs * (1 + Math.random() / 2));
    for (const chunk of chunks(await byParent(writing, left), size)) await writeChunk(writing, chunk, ends);
  }
}

/**
 * Ends are noted as they come; a failure after others were written is told for each row instead of thrown. `asked`: what
 * the rows were made of, where a field that is gone makes it worth looking at the object anew.
 */
async function writeChunk(
  writing: Writing,
  rows: readonly Fitted[],
  ends: Map<string, WriteResult>,
  asked: Rows | null = null,
): Promise<void> {
  const { request, described } = writing;
  if (rows.length === 0) return;
  try {
    const reply = await request({
      method: 'PATCH',
      path: paths.collections,
      headers: writeHeaders,
      body: {
        allOrNone: false,
        records: rows.map(({ id, values }) => ({ attributes: { type: described.name }, id, ...values })),
      },
      purpose: 'write',
      object: described.name,
      takes: [400],
    });
    if (reply.status === 400) {
      const stale = asked !== null && codeForPort.isFieldGone(codeOf(reply.refused));
      return stale ? await writeAnew(writing, asked, ends) : await divide(writing, rows, ends, reply.refused);
    }
    const results = understood(saved, reply);
    for (const [at, { id }] of rows.entries()) {
      const end = results[at];
      if (end === undefined) ends.set(id, lost(id));
      else ends.set(id, end.success ? { id, ok: true } : toRefused(id, end.errors));
    }
  } catch (error) {
    noteFailure(error, rows, ends);
  }
}

function noteFailure(error: unknown, rows: readonly Fitted[], ends: Map<string, WriteResult>): void {
  if (ends.size === 0 || !isRevloopError(error)) throw error;
  if (!['CRM_LIMIT', 'CRM_BUSY'].includes(error.code)) throw error;
  for (const { id } of rows) {
    if (ends.get(id)?.ok === true) continue;
    ends.set(id, { id, ok: false, code: error.code, problem: error.message, again: true });
  }
}

/** A field was removed, or hidden, since the object was looked at: every row would be refused for it, one by one. */
async function writeAnew(before: Writing, asked: Rows, ends: Map<string, WriteResult>): Promise<void> {
  before.describes.forget(before.type);
  const writing = { ...before, described: await before.describes.of(before.type) };
  await writeChunk(writing, fitted(writing, asked, ends), ends);
}

/** The request as a whole was refused, for the sake of some of its records: by halves it is found which. */
async function divide(
  writing: Writing,
  rows: readonly Fitted[],
  ends: Map<string, WriteResult>,
  refused: readonly ErrorEntry[],
): Promise<void> {
  const [first] = rows;
  if (rows.length === 1 && first !== undefined) {
    ends.set(first.id, toRefused(first.id, refused));
    return;
  }
  const middle = Math.ceil(rows.length / 2);
  await writeChunk(writing, rows.slice(0, middle), ends);
  await writeChunk(writing, rows.slice(middle), ends);
}

const withParent: ReadonlySet<ObjectType> = new Set(['contact', 'deal', 'ticket']);

/** Records of one account lock it: side by side in one request they do not get in each other's way. */
async function byParent({ request, type, described }: Writing, rows: readonly Fitted[]): Promise<Fitted[]> {
  if (!withParent.has(type)) return [...rows].sort((a, b) => compare(a.id, b.id));
  const questions = chunks(
    rows.map(({ id }) => id),
    idsAQuestion,
  ).map((some) => ({
    soql: `SELECT Id, AccountId FROM ${described.name} WHERE ${oneOf('Id', some)}`,
    purpose: 'write' as const,
    object: described.name,
  }));
  const found = (await allRowsOf(request, questions)).flat();
  const parents = new Map(found.map((row) => [idOf(row), textAt(row, 'AccountId') ?? '']));
  const parentOf = ({ id }: Fitted) => `${parents.get(id) ?? ''} ${id}`;
  return [...rows].sort((a, b) => compare(parentOf(a), parentOf(b)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function toRefused(id: string, errors: readonly ErrorEntry[]): WriteResult {
  const code = codeOf(errors);
  const { portCode, again } = codeForPort.of(code, problemOf(errors));
  return { id, ok: false, code: portCode, problem: `${code}: ${problemOf(errors)}`, again };
}

function lost(id: string): WriteResult {
  const problem = 'Salesforce did not say what became of it';
  return { id, ok: false, code: 'UNKNOWN', problem, again: true };
}
