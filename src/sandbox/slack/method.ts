// A Web API method of the simulated Slack: the scopes and rate it has, and what it does.
import { z } from 'zod';
import type { Sender } from './dispatch.ts';
import type { RateLimit, Tier } from './rate-limit.ts';
import { refuse } from './refusal.ts';
import type { Install, RegisteredApp } from './registered-app.ts';

export type Call = {
  readonly sender: Sender;
  readonly limit: RateLimit;
  readonly install: Install;
  readonly app: RegisteredApp;
  /** The arguments as sent: text from a form body, anything from a JSON body. */
  readonly args: Readonly<Record<string, unknown>>;
};
export type Method = {
  /** One of these scopes is needed; none when empty. */
  readonly scopes: readonly string[];
  readonly tier: Tier | 'own';
  readonly run: (call: Call) => Record<string, unknown> | Promise<Record<string, unknown>>;
};

/** Too many calls: answered 429 with Retry-After. */
export class TooMany extends Error {
  readonly seconds: number;
  constructor(seconds: number) {
    super('ratelimited');
    this.name = 'TooMany';
    this.seconds = seconds;
  }
}

export const optionalText = z.coerce.string().optional();
export const flag = z.union([z.boolean(), z.stringbool()]).optional();

/** Checks the arguments; refuses with `invalid_arguments` and what is wrong with them. */
export function read<T>(call: Call, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(call.args);
  if (parsed.success) return parsed.data;
  const messages = parsed.error.issues.map((issue) => {
    const missing = issue.code === 'invalid_type' && issue.message.includes('undefined');
    const name = issue.path.map(String).join('/');
    return missing
      ? `[ERROR] missing required field: ${name}`
      : `[ERROR] ${issue.message} [json-pointer:/${name}]`;
  });
  refuse('invalid_arguments', { response_metadata: { messages } });
}

/** Refuses with `missing_scope` unless one of `scopes` was granted. */
export function needScope(install: Install, scopes: readonly string[]): void {
  if (scopes.length === 0 || scopes.some((scope) => install.scopes.includes(scope))) return;
  refuse('missing_scope', { needed: scopes.join(','), provided: install.scopes.join(',') });
}

const paging = z.object({
  cursor: optionalText,
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** One page of `items`, and the cursor to the next one as Slack gives it (empty at the end). */
export function pageOf<T>(call: Call, items: readonly T[]): { readonly page: T[]; readonly next: string } {
  const { cursor, limit } = read(call, paging);
  const start = cursor ? Number(Buffer.from(cursor, 'base64').toString().replace('at:', '')) : 0;
  if (Number.isNaN(start)) refuse('invalid_cursor');
  const end = start + limit;
  const next = end < items.length ? Buffer.from(`at:${end}`).toString('base64') : '';
  return { page: items.slice(start, end), next };
}
