// A request to one HubSpot account: token, permit, answer; sent again where that helps and only then.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Limiter, Pace, Seen } from '#clients/limiter.ts';
import { patienceMs } from '#clients/limiter.ts';
import type { OnCall } from '#clients/on-call.ts';
import type { AccessTokens } from '#clients/tokens.ts';
import type { Config } from '#config.ts';
import { fail } from '#errors.ts';
import type { Clock, Log } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import { codeOf, problemOf, scopesOf, toErrorEntry } from './error-body.ts';
import { type Answer, type Sending, send } from './transport.ts';
import { type Bucket, toVerdict, type Verdict } from './verdict.ts';

type Call = Pick<Sending, 'method' | 'path' | 'query' | 'body'> & {
  readonly bucket?: Bucket;
  /** Named when HubSpot refuses with 403 and does not say what is missing. */
  readonly scope: string;
  /** Refusals that the caller deals with: they are returned like answers. */
  readonly takes?: readonly number[];
  /** False: it must not be sent twice unless the first surely did not arrive. */
  readonly repeatable?: boolean;
};
export type Reply = { readonly status: number; readonly body: unknown };

/** Errors: those of `Crm`. */
export type Request = (call: Call) => Promise<Reply>;

export type RequestNeeds = {
  readonly config: Pick<Config, 'HUBSPOT_API_URL'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly connection: Connection;
  readonly tokens: AccessTokens;
  readonly limiter: Limiter<Bucket>;
  readonly pace: Pace;
  readonly onCall?: OnCall | undefined;
};

const timeoutMs: Readonly<Record<Pace, number>> = { person: 8_000, background: 30_000 };
const attempts: Readonly<Record<Pace, number>> = { person: 2, background: 4 };

type Tries = { sent: number; renewed: boolean };

export function openRequest(needs: RequestNeeds): Request {
  return async (call) => {
    const tries: Tries = { sent: 0, renewed: false };
    for (;;) {
      const accessToken = await needs.tokens.access(needs.connection);
      const answer = await sendOnce(needs, call, accessToken);
      tries.sent += 1;
      const about = {
        bucket: call.bucket ?? 'main',
        timeZone: needs.connection.account.timeZone,
        now: needs.clock.now(),
      };
      const verdict = toVerdict(answer, about);
      if (verdict.end === 'fine') return { status: answer.status, body: answer.body };
      await settle(needs, call, { answer, verdict, accessToken, tries });
      if (verdict.end === 'refused') return { status: answer.status, body: answer.body };
    }
  };
}

async function sendOnce(needs: RequestNeeds, call: Call, accessToken: string): Promise<Answer> {
  const { method, path, query, body } = call;
  const permit = await needs.limiter.permit(call.bucket ?? 'main', needs.pace);
  const answer = await send(needs.config.HUBSPOT_API_URL, {
    method,
    path,
    accessToken,
    timeoutMs: timeoutMs[needs.pace],
    onCall: needs.onCall,
    ...(query === undefined ? {} : { query }),
    ...(body === undefined ? {} : { body }),
  });
  // Search answers have no figures of their own limit.
  await permit.done(call.bucket === 'search' ? {} : toSeen(answer.headers));
  return answer;
}

type Ended = {
  readonly answer: Answer;
  readonly verdict: Exclude<Verdict, { end: 'fine' }>;
  readonly accessToken: string;
  readonly tries: Tries;
};

/** Waits until the request may be sent again; throws when it must not be. A refusal the caller takes passes. */
async function settle(needs: RequestNeeds, call: Call, { answer, verdict, accessToken, tries }: Ended) {
  const { limiter, log, pace } = needs;
  const last = tries.sent >= attempts[pace];
  log.debug({ path: call.path, status: answer.status, end: verdict.end }, 'HubSpot did not do as asked');
  switch (verdict.end) {
    case 'expired':
      if (tries.renewed) return refuse(call, answer);
      tries.renewed = true;
      await needs.tokens.replace(needs.connection, accessToken);
      return;
    case 'limited':
      for (const bucket of verdict.buckets) await limiter.block(bucket, verdict.waitMs, 'limit');
      if (last || verdict.waitMs > patienceMs[pace]) fail('CRM_LIMIT', { waitMs: Math.ceil(verdict.waitMs) });
      return;
    case 'away':
      for (const bucket of ['main', 'search'] as const) await limiter.block(bucket, verdict.waitMs, 'busy');
      return fail('CRM_BUSY', { problem: verdict.problem, waitMs: verdict.waitMs });
    case 'busy': {
      const again = call.repeatable !== false || !answer.arrived || answer.status === 423;
      const waitMs = verdict.waitMs * 2 ** (tries.sent - 1) * (1 + Math.random() / 2);
      if (!again || last || waitMs > patienceMs[pace]) {
        return fail('CRM_BUSY', { problem: verdict.problem, waitMs: Math.ceil(Math.max(waitMs, 5_000)) });
      }
      await sleep(waitMs);
      return;
    }
    case 'refused':
      if (call.takes?.includes(answer.status)) return;
      return refuse(call, answer);
  }
}

function refuse(call: Call, { status, body }: Answer): never {
  const entry = toErrorEntry(body);
  if (status === 403) fail('CRM_SCOPE', { scope: scopesOf(entry).join(' ') || call.scope });
  return fail('CRM_REFUSED', { status, category: codeOf(entry), problem: problemOf(entry) });
}

function toSeen(headers: Headers): Seen {
  const max = positive(headers.get('x-hubspot-ratelimit-max'));
  const windowMs = positive(headers.get('x-hubspot-ratelimit-interval-milliseconds'));
  const remaining = Number(headers.get('x-hubspot-ratelimit-remaining') ?? Number.NaN);
  return {
    ...(max === undefined ? {} : { max }),
    ...(windowMs === undefined ? {} : { windowMs }),
    ...(Number.isInteger(remaining) && remaining >= 0 ? { remaining } : {}),
  };
}

function positive(value: string | null): number | undefined {
  const number = Number(value ?? Number.NaN);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
