// A route: method, path, what it takes and gives, and the handler; one route, one file.
import { z } from 'zod';
import { fail } from '#errors.ts';
import type { Caller } from '#ports/access.ts';
import { inWords } from '#texts/in-words.ts';
import { callerOf } from './caller.ts';
import type { HttpDeps } from './deps.ts';
import { json, type Reply } from './reply.ts';
import type { HttpRequest } from './request.ts';

export type Method = 'get' | 'post' | 'patch' | 'delete' | 'options';

export type Route = {
  readonly method: Method;
  /** As Express writes it: `/api/subjects/:id`. */
  readonly path: string;
  /** The largest body it takes; 1 MB unless told. */
  readonly limitBytes?: number;
  readonly handle: (deps: HttpDeps, request: HttpRequest) => Promise<Reply>;
  /** What openapi.json says of it; absent where the route is not part of the API. */
  readonly api?: ApiDescription;
};

export type ApiDescription = {
  readonly name: string;
  readonly summary: string;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly body: z.ZodType | null;
  readonly answer: z.ZodType;
  readonly open: boolean;
};

/** Stands where a route takes no params, no query or no body. */
export const none = z.object({});

type Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
  readonly caller: Caller;
  readonly now: Date;
  readonly request: HttpRequest;
};

/** A route of the API for a caller of one tenant. Errors: UNAUTHENTICATED, CROSS_SITE, INPUT_INVALID. */
export function apiRoute<
  A extends z.ZodType,
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
>(definition: {
  method: Method;
  path: string;
  name: string;
  summary: string;
  takes: { params: P; query: Q; body: B };
  answer: A;
  handle: (deps: HttpDeps, input: Input<P, Q, B>) => Promise<z.input<A>>;
}): Route {
  const { method, path, name, summary, takes, answer, handle } = definition;
  return {
    method,
    path,
    api: {
      name,
      summary,
      params: takes.params,
      query: takes.query,
      body: method === 'get' || method === 'delete' ? null : takes.body,
      answer,
      open: false,
    },
    async handle(deps, request) {
      const now = deps.clock.now();
      const caller = await callerOf(deps, request, now);
      const value = await handle(deps, {
        params: parsed(takes.params, request.params, 'address'),
        query: parsed(takes.query, request.query, 'query'),
        body: parsed(takes.body, jsonOf(request.body), 'body'),
        caller,
        now,
        request,
      });
      return json(answer.parse(value));
    },
  };
}

/** What came, as the schema says. Errors: INPUT_INVALID, naming the first thing that is wrong. */
export function parsed<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const at = [where, ...(issue?.path ?? [])].join('.');
  // Rules of our own have one message; what the library says it says in Chinese too.
  const again = schema.safeParse(value, { error: inChinese }).error?.issues[0];
  const nothing = inWords('refusal.problem.notUnderstood');
  const problem = {
    en: issue?.message ?? nothing.en,
    'zh-CN': again?.message ?? issue?.message ?? nothing['zh-CN'],
  };
  return fail('INPUT_INVALID', { problem: inWords('refusal.problem.at', { at, problem }) });
}

const inChinese = z.locales.zhCN().localeError;

/** The body as JSON; nothing at all counts as an empty object. Errors: INPUT_INVALID. */
export function jsonOf(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    return fail('INPUT_INVALID', { problem: inWords('refusal.problem.json') }, { cause });
  }
}
