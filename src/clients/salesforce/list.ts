// Lists the records of an org: the first two thousand by a question, the rest by a query job, slow but sure by ids else.
import { z } from 'zod';
import type { Crm, CrmPage } from '#ports/crm.ts';
import { crmTrouble } from '#ports/crm-trouble.ts';
import type { Clock } from '#ports.ts';
import type { CrmRecord } from '#sense/record.ts';
import type { ObjectType, SubjectKind } from '#sense/signal.ts';
import { type JobPage, lookAtJob, readResults, startJob, stopJob, toRow } from './bulk.ts';
import { type Described, type Describes, isCompound } from './describe.ts';
import { whereOf, withFields } from './fields.ts';
import type { Held } from './held.ts';
import { salesforceObjects } from './objects.ts';
import { firstPage, type Row } from './query.ts';
import { columnsOf, idOf, toRecord } from './record.ts';
import type { Request } from './request.ts';
import { quoted } from './soql.ts';

/** What the process holds of the listings of one org. */
export type ListMemory = { readonly rows: Held<RowPage>; readonly jobs: Held<JobPage> };
type RowPage = { readonly rows: readonly Row[]; readonly last: boolean };

export type ListNeeds = {
  readonly request: Request;
  readonly clock: Clock;
  readonly describes: Describes;
  readonly links: Crm['links'];
  readonly memory: ListMemory;
};

/**
 * ids: by questions, after this id; `slow` when there is no job to come. start: a job is to be made for what comes after
 * this id. job: the job is prepared, or its results are read: from this locator, `skip` rows of them are handed out.
 */
const cursor = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('ids'), after: z.string(), slow: z.boolean() }),
  z.strictObject({ by: z.literal('start'), after: z.string(), before: z.number() }),
  z.strictObject({
    by: z.literal('job'),
    id: z.string(),
    after: z.string(),
    before: z.number(),
    begunAt: z.number(),
    looks: z.number(),
    ready: z.boolean(),
    locator: z.string().nullable(),
    skip: z.number(),
  }),
]);
type Cursor = z.infer<typeof cursor>;
type JobCursor = Extract<Cursor, { by: 'job' }>;

/** Salesforce's most for one page of a question. */
const rowsAQuestion = 2_000;
/** Activities are asked for with the archive, and so with the recycle bin, which is left out again. */
const live = 'IsDeleted = false';
/** Records handed out at once: what is kept of them is one transaction. */
const partSize = 1_000;
const firstLookMs = 2_000;
const longestLookMs = 30_000;
/** A job that is prepared longer than this hangs. */
const stuckMs = 30 * 60_000;

type Input = Parameters<Crm['list']>[1];
type Listed = { rows: readonly Row[]; next: Cursor | null; total?: number; waitMs?: number };

export function lister(needs: ListNeeds): Crm['list'] {
  return (type, input) =>
    withFields(needs.describes, type, async (described) => {
      const from: Cursor =
        input.after === null ? { by: 'ids', after: '', slow: false } : cursor.parse(JSON.parse(input.after));
      const { rows, next, total, waitMs } = await step(needs, type, described, input, from);
      const records = rows.map((row) => toRecord(type, described, row, input.properties));
      return {
        records: await linked(needs, type, input, records),
        next: next === null ? null : JSON.stringify(next),
        ...(total === undefined ? {} : { total }),
        ...(waitMs === undefined ? {} : { waitMs }),
      } satisfies CrmPage;
    });
}

function step(
  needs: ListNeeds,
  type: ObjectType,
  described: Described,
  input: Input,
  from: Cursor,
): Promise<Listed> {
  switch (from.by) {
    case 'ids':
      return byIds(needs, type, described, input, from);
    case 'start':
      return start(needs, type, described, input, from);
    case 'job':
      return from.ready ? results(needs, type, from) : look(needs, type, from);
  }
}

async function byIds(
  { request, memory }: ListNeeds,
  type: ObjectType,
  described: Described,
  input: Input,
  { after, slow }: Extract<Cursor, { by: 'ids' }>,
): Promise<Listed> {
  const archived = input.archived === true;
  const keyOf = (id: string) => `${type} ${archived} ${id}`;
  const page = memory.rows.get(keyOf(after)) ?? (await ask(request, type, described, input, after));
  const rows = page.rows.slice(0, partSize);
  const rest = page.rows.slice(partSize);
  const last = rows.at(-1);
  if (last === undefined || (rest.length === 0 && page.last)) {
    return { rows, next: null, ...(after === '' ? { total: rows.length } : {}) };
  }
  const id = idOf(last);
  if (rest.length > 0) memory.rows.put(keyOf(id), { rows: rest, last: page.last });
  if (rest.length > 0 || slow || archived) return { rows, next: { by: 'ids', after: id, slow } };
  return { rows, next: { by: 'start', after: id, before: rowsAQuestion } };
}

async function ask(
  request: Request,
  type: ObjectType,
  described: Described,
  input: Input,
  after: string,
): Promise<RowPage> {
  const archived = input.archived === true;
  const { archives } = salesforceObjects[type];
  const where = whereOf(type, described, [
    ...(archived ? ['IsDeleted = true'] : archives ? [live] : []),
    ...(after === '' ? [] : [`Id > ${quoted(after)}`]),
  ]);
  const soql = `${selection(type, described, input)}${where} ORDER BY Id LIMIT ${rowsAQuestion}`;
  const purpose = archived ? 'read' : 'backfill';
  const deleted = archived || archives;
  const found = await firstPage(request, { soql, deleted, purpose, object: described.name });
  const { records = [], done = true } = found ?? {};
  return { rows: records, last: done && records.length < rowsAQuestion };
}

async function start(
  { request, clock }: ListNeeds,
  type: ObjectType,
  described: Described,
  input: Input,
  { after, before }: Extract<Cursor, { by: 'start' }>,
): Promise<Listed> {
  const { archives } = salesforceObjects[type];
  const where = whereOf(type, described, [...(archives ? [live] : []), `Id > ${quoted(after)}`]);
  const soql = `${selection(type, described, input)}${where}`;
  const inBulk = !isCompound(described, columnsOf(type, described, input.properties).names);
  const id = inBulk ? await startJob(request, described.name, soql, archives) : null;
  if (id === null) return { rows: [], next: { by: 'ids', after, slow: true } };
  const begunAt = clock.now().getTime();
  const at = { ready: false, looks: 0, locator: null, skip: 0 };
  return { rows: [], next: { by: 'job', id, after, before, begunAt, ...at }, waitMs: firstLookMs };
}

async function look({ request, clock }: ListNeeds, type: ObjectType, from: JobCursor): Promise<Listed> {
  const object = salesforceObjects[type].name;
  const job = await lookAtJob(request, object, from.id);
  const slowly: Cursor = { by: 'ids', after: from.after, slow: true };
  if (job.state === 'lost') return { rows: [], next: slowly };
  if (job.state === 'ready') {
    return { rows: [], next: { ...from, ready: true }, total: from.before + job.rows };
  }
  if (clock.now().getTime() - from.begunAt > stuckMs) {
    await stopJob(request, object, from.id);
    return { rows: [], next: slowly };
  }
  const waitMs = Math.min(longestLookMs, firstLookMs * 2 ** (from.looks + 1));
  return { rows: [], next: { ...from, looks: from.looks + 1 }, waitMs };
}

async function results({ request, memory }: ListNeeds, type: ObjectType, from: JobCursor): Promise<Listed> {
  const key = `${from.id} ${from.locator}`;
  let page: JobPage | null | undefined = memory.jobs.get(key);
  if (page === undefined) {
    page = await readResults(request, salesforceObjects[type].name, from.id, from.locator);
    if (page === null) return { rows: [], next: { by: 'ids', after: from.after, slow: true } };
    memory.jobs.put(key, page);
  }
  const { header, rows, next } = page;
  const part = rows.slice(from.skip, from.skip + partSize).map((line) => toRow(header, line));
  const skip = from.skip + part.length;
  if (skip < rows.length) return { rows: part, next: { ...from, skip } };
  return { rows: part, next: next === null ? null : { ...from, locator: next, skip: 0 } };
}

function selection(type: ObjectType, described: Described, input: Input): string {
  const { names } = columnsOf(type, described, input.properties);
  const more = input.archived === true ? ['IsDeleted'] : [];
  return `SELECT ${[...names, ...more].join(', ')} FROM ${described.name}`;
}

/** Links that stand on the records come for nothing; those of a deal's contacts are a question for each part. */
async function linked(
  { links }: ListNeeds,
  type: ObjectType,
  { linksTo, archived }: Input,
  records: readonly CrmRecord[],
): Promise<CrmRecord[]> {
  const kept = records.map((record) => ({ ...record, links: pick(record.links, linksTo) }));
  if (type !== 'deal' || !linksTo.includes('contact') || archived === true || kept.length === 0) return kept;
  const ids = kept.map(({ id }) => id);
  const people = await links(type, ids, 'contact').catch((error: unknown) => {
    // Who does not see the roles has deals all the same: of their contacts nothing is said.
    if (crmTrouble(error)?.what === 'scope') return null;
    throw error;
  });
  if (people === null) return kept;
  return kept.map((record) => ({
    ...record,
    links: { ...record.links, contact: people.get(record.id) ?? [] },
  }));
}

function pick(links: CrmRecord['links'], wanted: readonly SubjectKind[]): NonNullable<CrmRecord['links']> {
  return Object.fromEntries(
    wanted.flatMap((to) => (links?.[to] === undefined ? [] : [[to, links[to]] as const])),
  );
}
