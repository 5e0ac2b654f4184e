// One endpoint of the simulated REST API, as data: method, path and what it answers.
import type { z } from 'zod';
import type { ObjectType } from './object-type.ts';
import type { Org } from './org.ts';
import type { QueryCursors } from './query-cursors.ts';
import { notFound, SalesforceError } from './salesforce-error.ts';
import { idOf } from './salesforce-id.ts';
import type { Writing } from './transaction.ts';
import { type View, visibleObject } from './view.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

export type Call = {
  readonly org: Org;
  readonly view: View;
  readonly cursors: QueryCursors;
  /** Path of the API version, such as /services/data/v67.0. */
  readonly base: string;
  readonly version: string;
  readonly query: URLSearchParams;
  /** The text of the body. */
  readonly body: string;
  /** A header of the request, '' where it was not sent. */
  readonly header: (name: string) => string;
  /** The path parameter of that name; '' where the path has none. */
  readonly param: (name: string) => string;
  /** Answers another call within this one, as composite does. */
  readonly within: (call: { method: Method; url: string; body: string }) => Answer;
};

export type Answer = {
  readonly status: number;
  /** JSON, unless `type` says otherwise. */
  readonly body?: unknown;
  readonly type?: 'text/csv';
  readonly headers?: Readonly<Record<string, string>>;
};

export type Endpoint = {
  readonly method: Method;
  /** Below the version; `:name` stands for one part. */
  readonly path: string;
  readonly answer: (call: Call) => Answer;
};

/** The parsed JSON body; throws Salesforce's 400 where it has another shape. */
export function bodyOf<T>(call: Pick<Call, 'body'>, shape: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(call.body);
  } catch {
    throw new SalesforceError(
      400,
      'JSON_PARSER_ERROR',
      'Unexpected character or end of input at [line:1, column:1]',
    );
  }
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SalesforceError(
    400,
    'JSON_PARSER_ERROR',
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  );
}

/** The object the path names; 404 where the user sees none. */
export function typeOf(call: Pick<Call, 'view' | 'param'>): ObjectType {
  const type = visibleObject(call.view, call.param('type'));
  if (type === undefined) throw notFound();
  return type;
}

/** The id the path names, with 18 characters. */
export function pathId(call: Pick<Call, 'param'>): string {
  const id = idOf(call.param('id'));
  if (id === undefined)
    throw new SalesforceError(
      404,
      'NOT_FOUND',
      `Provided external ID field does not exist or is not accessible: ${call.param('id')}`,
    );
  return id;
}

/** How the call's headers have a record written. */
export function writingOf(call: Pick<Call, 'view' | 'header' | 'version'>): Writing {
  const client = /(?:^|[,;\s])client=([^,;\s]+)/.exec(call.header('sforce-call-options'))?.[1];
  return {
    user: call.view.user,
    origin: `com/salesforce/api/rest/${call.version}${client === undefined ? '' : `;client=${client}`}`,
    checked: true,
    autoAssign: call.header('sforce-auto-assign').toUpperCase() !== 'FALSE',
    allowDuplicates: /allowSave=true/i.test(call.header('sforce-duplicate-rule-header')),
  };
}
