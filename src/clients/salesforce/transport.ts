// One request to Salesforce and its answer, by jsforce. No retries, no renewals, no redirects: those are ours.
import { Connection } from 'jsforce/lib/connection.js';
import { HttpApi } from 'jsforce/lib/http-api.js';
import { OAuth2 } from 'jsforce/lib/oauth2.js';
import { setDefaults, setDispatcher } from 'jsforce/lib/request.js';
import { Transport } from 'jsforce/lib/transport.js';
import { type OnCall, secondsSince } from '#clients/on-call.ts';
import { fail } from '#errors.ts';
import { SALESFORCE_API_VERSION } from './objects.ts';
import { wholeAnswers } from './whole-answers.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export type Sending = {
  readonly method: Method;
  /** From /services/ on. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly accessToken: string;
  readonly instanceUrl: string;
  readonly timeoutMs: number;
  readonly onCall?: OnCall | undefined;
};

/** `status` 0: no answer came. `arrived` is false when the request surely did not reach Salesforce. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly arrived: boolean;
};

type Raw = { readonly statusCode: number; readonly headers: Record<string, string>; readonly body: string };

// jsforce would follow a redirect with the token in hand, and make a pool for every request where a proxy is set.
setDefaults({ followRedirect: false, retry: { maxRetries: 0 } });
setDispatcher(wholeAnswers());

/** The client's name: in CDC's changeOrigin it tells our own writes. */
const client = 'Revloop';
const userAgent = 'Revloop/1 (+jsforce)';

const neverArrived = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export async function send(sending: Sending): Promise<Answer> {
  const { method, path, query, body, headers, accessToken, instanceUrl, timeoutMs, onCall } = sending;
  // A connection for each request, without anything to renew by: jsforce's own renewal forgets the rotated refresh
  // token and has no end, and a token set on a shared connection could be used for another org.
  const connection = new Connection({
    accessToken,
    instanceUrl,
    version: SALESFORCE_API_VERSION,
    callOptions: { client },
  });
  const search = query === undefined ? '' : `?${new URLSearchParams(query)}`;
  return answered(timeoutMs, onCall, async (heard) => {
    const api = new HttpApi(connection, { timeout: timeoutMs, responseType: 'text/plain' });
    api.on('response', heard);
    await api.request({
      method,
      url: `${instanceUrl}${path}${search}`,
      headers: {
        'user-agent': userAgent,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  });
}

type OAuthCall = {
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri?: string;
  readonly timeoutMs: number;
  readonly onCall?: OnCall | undefined;
};

/** A fresh OAuth2 for each call: jsforce adds the verifier of the first exchange to everything else that it sends. */
export function sendOAuth(call: OAuthCall, work: (oauth: OAuth2) => Promise<unknown>): Promise<Answer> {
  const { timeoutMs, onCall } = call;
  return answered(timeoutMs, onCall, async (heard) => {
    const oauth = oauthOf(call);
    const transport = new Transport();
    const plain = transport.httpRequest.bind(transport);
    oauth._transport = Object.assign(transport, {
      httpRequest: (request: Parameters<typeof plain>[0]) => {
        const headers = { ...request.headers, 'user-agent': userAgent, accept: 'application/json' };
        const answer = plain({ ...request, headers }, { timeout: timeoutMs });
        answer.then(heard, () => undefined);
        return answer;
      },
    });
    await work(oauth);
  });
}

export function oauthOf({
  loginUrl,
  clientId,
  clientSecret,
  redirectUri,
}: Omit<OAuthCall, 'timeoutMs'>): OAuth2 {
  return new OAuth2({
    loginUrl,
    clientId,
    clientSecret,
    ...(redirectUri === undefined ? {} : { redirectUri }),
  });
}

// jsforce throws for what is an answer too, and then without its status and headers: what came decides.
async function answered(
  timeoutMs: number,
  onCall: OnCall | undefined,
  work: (heard: (raw: Raw) => void) => Promise<void>,
): Promise<Answer> {
  const began = performance.now();
  const came: Raw[] = [];
  const fault = await work((raw) => came.push(raw)).then(
    () => null,
    (error: unknown) => error,
  );
  const raw = came.at(-1);
  onCall?.('salesforce', raw?.statusCode ?? 0, secondsSince(began));
  if (raw !== undefined) {
    return {
      status: raw.statusCode,
      headers: new Headers(raw.headers),
      text: raw.body ?? '',
      arrived: true,
    };
  }
  const { message, code } = toFault(fault, timeoutMs);
  return { status: 0, headers: new Headers(), text: message, arrived: !neverArrived.has(code) };
}

function toFault(error: unknown, timeoutMs: number): { message: string; code: string } {
  if (error instanceof DOMException) return { message: `no answer within ${timeoutMs} ms`, code: 'TIMEOUT' };
  if (!(error instanceof Error)) return fail('INTERNAL', { id: 'transport' }, { cause: error });
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return { message: cause.message || error.message, code };
}
