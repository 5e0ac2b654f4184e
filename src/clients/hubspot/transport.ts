// One request to HubSpot and its answer, by HubSpot's own client. No limits, no retries: those are ours.
import { Client } from '@hubspot/api-client';
import { type OnCall, secondsSince } from '#clients/on-call.ts';
import { fail } from '#errors.ts';

export type Sending = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly accessToken?: string;
  readonly timeoutMs: number;
  readonly onCall?: OnCall | undefined;
};

/** `status` 0: no answer came. `arrived` is false when the request surely did not reach HubSpot. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly arrived: boolean;
};

const neverArrived = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export async function send(basePath: string, sending: Sending): Promise<Answer> {
  const began = performance.now();
  const answer = await trySending(basePath, sending);
  sending.onCall?.('hubspot', answer.status, secondsSince(began));
  return answer;
}

async function trySending(basePath: string, sending: Sending): Promise<Answer> {
  try {
    return await within(sending.timeoutMs, exchange(basePath, sending));
  } catch (error) {
    const { message, code } = toFault(error);
    return { status: 0, headers: new Headers(), body: { message }, arrived: !neverArrived.has(code) };
  }
}

async function exchange(basePath: string, sending: Sending): Promise<Answer> {
  const { method, path, query, body, form, accessToken } = sending;
  // A client for each request: the library's limiter and retry are shared by all clients of the process, so they
  // stay off, and a token set on a shared client could be used for another portal.
  const client = new Client({ basePath, ...(accessToken === undefined ? {} : { accessToken }) });
  const response = await client.apiRequest({
    method,
    path,
    ...(query === undefined ? {} : { qs: { ...query } }),
    ...(form === undefined ? { body } : { body: new URLSearchParams(form), defaultJson: false }),
  });
  const text = await response.text();
  const parsed = toBody(text);
  // An answer in the 200s that is no JSON is not HubSpot's own: something stands between.
  const status = response.ok && !parsed.readable ? 502 : response.status;
  return { status, headers: response.headers, body: parsed.body, arrived: true };
}

// The library's request takes no abort signal, so it is left to itself when its time is over.
function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function toBody(text: string): { body: unknown; readable: boolean } {
  if (text === '') return { body: {}, readable: true };
  try {
    return { body: JSON.parse(text), readable: true };
  } catch {
    return { body: { message: text.slice(0, 200) }, readable: false };
  }
}

function toFault(error: unknown): { message: string; code: string } {
  if (!(error instanceof Error)) return fail('INTERNAL', { id: 'transport' }, { cause: error });
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return { message: cause.message || error.message, code };
}
