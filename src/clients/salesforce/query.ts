// Questions in SOQL: one page, or all of it; a question too long for an address goes in the body of a composite request.
import { z } from 'zod';
import type { Purpose } from './budget.ts';
import { paths } from './objects.ts';
import { partOf, type Reply, type Request } from './request.ts';
import { understood } from './understood.ts';

/** Fields of one row as Salesforce sends them in JSON. */
export type Row = Readonly<Record<string, unknown>>;

const page = z.looseObject({
  done: z.boolean(),
  records: z.array(z.record(z.string(), z.unknown())),
  totalSize: z.number().default(0),
  nextRecordsUrl: z.string().optional(),
});
export type QueryPage = z.infer<typeof page>;

const parts = z.looseObject({
  compositeResponse: z.array(z.looseObject({ httpStatusCode: z.number(), body: z.unknown() })),
});

export type Question = {
  readonly soql: string;
  /** Also what lies in the recycle bin. */
  readonly deleted?: boolean;
  readonly purpose: Purpose;
  readonly object: string;
  readonly takes?: readonly (number | string)[];
};

/**
 * Salesforce takes 16,384 bytes of address and headers together, and access tokens have up to 4,000; the text is
 * counted as it stands in the address.
 */
const longestAddress = 11_000;
/** Salesforce's limit of questions in one composite request. */
const together = 5;

/** Rows of the first page; null where the refusal is one that the caller takes. */
export async function firstPage(request: Request, question: Question): Promise<QueryPage | null> {
  const [found] = await firstPages(request, [question]);
  return found ?? null;
}

/** All rows of all pages. A refusal that the caller takes is no row. */
export async function allRows(request: Request, question: Question): Promise<Row[]> {
  return (await allRowsOf(request, [question]))[0] ?? [];
}

/** All rows of several questions, in their order; long ones are asked together. */
export async function allRowsOf(request: Request, questions: readonly Question[]): Promise<Row[][]> {
  const firsts = await firstPages(request, questions);
  const rows: Row[][] = [];
  for (const [at, question] of questions.entries()) {
    const own: Row[] = [];
    let found = firsts[at] ?? null;
    while (found !== null) {
      own.push(...found.records);
      if (found.done || found.nextRecordsUrl === undefined) break;
      found = understood(page, await request({ ...callOf(question), path: found.nextRecordsUrl }));
    }
    rows.push(own);
  }
  return rows;
}

async function firstPages(request: Request, questions: readonly Question[]): Promise<(QueryPage | null)[]> {
  const found: (QueryPage | null)[] = [];
  for (let at = 0; at < questions.length; ) {
    const question = questions[at];
    if (question === undefined) break;
    if (!isLong(question) && questions.length === 1) {
      const query = { q: question.soql };
      found.push(readPage(await request({ ...callOf(question), path: pathOf(question), query })));
      at += 1;
    } else {
      const some = questions.slice(at, at + together);
      found.push(...(await askTogether(request, some)));
      at += some.length;
    }
  }
  return found;
}

async function askTogether(request: Request, questions: readonly Question[]): Promise<(QueryPage | null)[]> {
  const [first] = questions;
  if (first === undefined) return [];
  const reply = await request({
    method: 'POST',
    path: paths.composite,
    body: {
      allOrNone: false,
      compositeRequest: questions.map((one, at) => ({
        method: 'GET',
        url: `${pathOf(one)}?${new URLSearchParams({ q: one.soql })}`,
        referenceId: `q${at}`,
      })),
    },
    purpose: first.purpose,
    object: first.object,
  });
  const answers = understood(parts, reply).compositeResponse;
  return questions.map((question, at) => {
    const { httpStatusCode = 500, body } = answers[at] ?? {};
    return readPage(partOf(question, httpStatusCode, body, new Date()));
  });
}

const pathOf = ({ deleted }: Question) => (deleted === true ? paths.queryAll : paths.query);
const isLong = ({ soql }: Question) => new URLSearchParams({ q: soql }).toString().length > longestAddress;

function callOf({ purpose, object, takes }: Question) {
  return { method: 'GET', purpose, object, ...(takes === undefined ? {} : { takes }) } as const;
}

function readPage(reply: Reply): QueryPage | null {
  return reply.status >= 400 ? null : understood(page, reply);
}
