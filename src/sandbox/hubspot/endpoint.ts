// One endpoint of the simulated API, as data: method, path, scopes and what it answers.
import { z } from 'zod';
import type { DeveloperApp } from './apps.ts';
import type { Source } from './change.ts';
import type { Chaos } from './chaos.ts';
import { invalid } from './hubspot-error.ts';
import { type ObjectType, objectTypeOf } from './object-type.ts';
import type { Portal } from './portal.ts';
import type { Grant } from './tokens.ts';

export const API_VERSION = '2026-09';

export type Call = {
  readonly portal: Portal;
  readonly app: DeveloperApp;
  readonly grant: Grant;
  readonly chaos: Chaos;
  /** Scheme, host and path of the request, for paging links. */
  readonly url: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly startedAt: Date;
  /** The path parameter of that name; '' where the path has none. */
  param(name: string): string;
  uninstall(): void;
};

export type Answer = { readonly status: number; readonly body?: unknown };

export type Endpoint = {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  /** Every group must be met by at least one of its scopes. */
  readonly scopes: (param: (name: string) => string) => readonly (readonly string[])[];
  /** Counts against the search limit instead of the general one. */
  readonly search?: boolean;
  /** A POST that changes nothing. */
  readonly reads?: boolean;
  readonly answer: (call: Call) => Answer;
};

export function typeOf(call: Pick<Call, 'param'>): ObjectType {
  return objectTypeOf(call.param('type'));
}

/** What comes back from the app's own writes: hubspot.md 3.2. */
export function sourceOf(call: Pick<Call, 'app'>): Source {
  return { changeSource: 'INTEGRATION', sourceId: String(call.app.appId) };
}

export const reading = (param: (name: string) => string) =>
  objectTypeOf(param('type')).readScopes.map((one) => [one]);
export const writing = (param: (name: string) => string) =>
  objectTypeOf(param('type')).writeScopes.map((one) => [one]);

/** The parsed JSON body; throws HubSpot's 400 where it has another shape. */
export function bodyOf<T>(call: Pick<Call, 'body'>, shape: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(call.body === '' ? '{}' : call.body);
  } catch {
    throw invalid('Invalid input JSON on line 1, column 1: the body could not be read');
  }
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalid(`Invalid input JSON: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, [
    { message: issue?.message ?? '', in: issue?.path.join('.') ?? '' },
  ]);
}

/** A comma separated or repeated query parameter; undefined where it was not sent. */
export function listParam(call: Pick<Call, 'query'>, name: string): string[] | undefined {
  if (!call.query.has(name)) return undefined;
  return call.query
    .getAll(name)
    .flatMap((one) => one.split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

export function flag(call: Pick<Call, 'query'>, name: string): boolean {
  return call.query.get(name) === 'true';
}

/** The `limit` of the query; throws 400 above `most`. */
export function limitParam(call: Pick<Call, 'query'>, usual: number, most: number): number {
  const text = call.query.get('limit');
  if (text === null) return usual;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1)
    throw invalid(`limit must be a whole number above 0, got ${text}`);
  if (limit > most) throw invalid(`limit must be at most ${most}, got ${text}`);
  return limit;
}

/** The paging block, with the link HubSpot gives. */
export function nextPage(call: Pick<Call, 'url' | 'query'>, after: string) {
  const query = new URLSearchParams(call.query);
  query.set('after', after);
  return { paging: { next: { after, link: `${call.url}?${query}` } } };
}

/** Property values as a caller may write them; HubSpot keeps all of them as text. */
export const propertyValues = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .transform((given) =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value === null ? '' : String(value)]),
    ),
  );
