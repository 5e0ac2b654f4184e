// A request to one Salesforce org: token, permit, answer; sent again where that helps and only then.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Limiter, Pace } from '#clients/limiter.ts';
import { patienceMs } from '#clients/limiter.ts';
import type { OnCall } from '#clients/on-call.ts';
import type { AccessTokens } from '#clients/tokens.ts';
import { fail } from '#errors.ts';
import type { Clock, Log } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import type { Budget, Purpose } from './budget.ts';
import { codeOf, type ErrorEntry, problemOf, toErrorEntries, toJson } from './error-body.ts';
import { SALESFORCE_API_VERSION } from './objects.ts';
import { type Answer, type Sending, send } from './transport.ts';
import { toVerdict, type Verdict } from './verdict.ts';

export type Call = Pick<Sending, 'method' | 'path' | 'query' | 'body' | 'headers'> & {
  readonly purpose: Purpose;
  /** Named when Salesforce does not let us see or do it. */
  readonly object: string;
  /** Statuses and codes of refusals that the caller deals with: they are returned like answers. */
  readonly takes?: readonly (number | string)[];
  /** False: it must not be sent twice unless the first surely did not arrive. */
  readonly repeatable?: boolean;
  /** True: much comes back. */
  readonly large?: boolean;
};

export type Reply = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** What was refused; empty in an answer that is fine. */
  readonly refused: readonly ErrorEntry[];
};

/** Errors: those of `Crm`, and CRM_BUDGET (waitMs). */
export type Request = (call: Call) => Promise<Reply>;

/** Requests in a row whose new token was refused like the old one. */
export type Refusals = { inARow: number };

export type RequestNeeds = {
  readonly clock: Clock;
  readonly log: Log;
  readonly connection: Connection;
  readonly tokens: AccessTokens;
  readonly limiter: Limiter<'calls'>;
  readonly budget: Budget;
  /** Shared by all requests to the org. */
  readonly refusals: Refusals;
  readonly pace: Pace;
  readonly onCall?: OnCall | undefined;
};

/** Salesforce ends a request after ten minutes and jsforce after thirty; nobody here waits so long. */
const timeoutMs: Readonly<Record<Pace, number>> = { person: 8_000, background: 60_000 };
const largeTimeoutMs = 120_000;
const attempts: Readonly<Record<Pace, number>> = { person: 2, background: 4 };

const mostRefusals = 3;
const refusedWaitMs = 60_000;

type Tries = { sent: number; renewed: boolean };

export function openRequest(needs: RequestNeeds): Request {
  return async (call) => {
    const tries: Tries = { sent: 0, renewed: false };
    for (;;) {
      // Tokens first: they are renewed once a day however little of the org's requests is left.
      const session = await needs.tokens.session(needs.connection);
      await needs.budget.check(call.purpose);
      const answer = await sendOnce(needs, call, session);
      tries.sent += 1;
      const verdict = toVerdict(answer, needs.clock.now());
      if (verdict.end !== 'expired') needs.refusals.inARow = 0;
      if (verdict.end === 'fine') return toReply(answer);
      if (isTaken(call, answer, verdict)) return toReply(answer);
      await settle(needs, call, { verdict, answer, accessToken: session.accessToken, tries });
    }
  };
}

async function sendOnce(
  needs: RequestNeeds,
  call: Call,
  session: { accessToken: string; instanceUrl: string | null },
): Promise<Answer> {
  const { method, path, query, body, headers, large } = call;
  const instanceUrl = session.instanceUrl ?? needs.connection.account.instanceUrl;
  if (instanceUrl === undefined)
    return fail('CRM_REVOKED', { problem: 'the address of the org is not known' });
  const permit = await needs.limiter.permit('calls', needs.pace);
  const answer = await send({
    ...{ method, path, instanceUrl },
    accessToken: session.accessToken,
    timeoutMs: large === true && needs.pace === 'background' ? largeTimeoutMs : timeoutMs[needs.pace],
    onCall: needs.onCall,
    ...(query === undefined ? {} : { query }),
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers }),
  });
  await permit.done();
  await needs.budget.note(answer.headers);
  return answer;
}

function toReply(answer: Answer): Reply {
  const { status, headers, text } = answer;
  return { status, headers, text, refused: status >= 400 ? toErrorEntries(toJson(text)) : [] };
}

function isTaken(call: Call, { status, text }: Answer, verdict: Verdict): boolean {
  if (call.takes === undefined || (verdict.end !== 'refused' && verdict.end !== 'forbidden')) return false;
  return call.takes.includes(status) || call.takes.includes(codeOf(toErrorEntries(toJson(text))));
}

type Ended = {
  readonly answer: Answer;
  readonly verdict: Verdict;
  readonly accessToken: string;
  readonly tries: Tries;
};

/** Waits until the request may be sent again; throws when it must not be. */
async function settle(needs: RequestNeeds, call: Call, { answer, verdict, accessToken, tries }: Ended) {
  const { limiter, log, pace } = needs;
  const last = tries.sent >= attempts[pace];
  log.debug({ path: call.path, status: answer.status, end: verdict.end }, 'Salesforce did not do as asked');
  switch (verdict.end) {
    case 'expired':
      // A fresh token that is refused as well: jsforce would renew for ever.
      if (tries.renewed) return refusedAnew(needs, verdict.problem);
      tries.renewed = true;
      await needs.tokens.replace(needs.connection, accessToken);
      return;
    case 'limited':
      await limiter.block('calls', verdict.waitMs, 'limit');
      return fail('CRM_LIMIT', { waitMs: Math.ceil(verdict.waitMs), problem: verdict.problem });
    case 'away':
      await limiter.block('calls', verdict.waitMs, 'busy');
      return fail('CRM_BUSY', { problem: verdict.problem, waitMs: verdict.waitMs });
    case 'closed':
      return closed(needs, verdict.problem);
    case 'busy': {
      const again = call.repeatable !== false || !answer.arrived;
      const waitMs = verdict.waitMs * 2 ** (tries.sent - 1) * (1 + Math.random() / 2);
      if (!again || last || waitMs > patienceMs[pace]) {
        return fail('CRM_BUSY', { problem: verdict.problem, waitMs: Math.ceil(Math.max(waitMs, 5_000)) });
      }
      await sleep(waitMs);
      return;
    }
    default:
      return refuse(call, verdict, answer.status);
  }
}

/** A session can end twice by chance; an org where none holds lets nobody in. */
async function refusedAnew(needs: RequestNeeds, reason: string): Promise<never> {
  const problem = `a new token was refused as well: ${reason}`;
  needs.refusals.inARow += 1;
  if (needs.refusals.inARow >= mostRefusals) return closed(needs, problem);
  return fail('CRM_BUSY', { problem, waitMs: refusedWaitMs });
}

async function closed({ tokens, connection }: RequestNeeds, problem: string): Promise<never> {
  await tokens.stop(connection, problem);
  return fail('CRM_REVOKED', { problem });
}

/** What a refusal means to the caller. Errors: CRM_SCOPE, CRM_MISCONFIGURED, CRM_BUSY (waitMs), CRM_REFUSED. */
function refuse(call: Pick<Call, 'object'>, verdict: Verdict, status: number): never {
  switch (verdict.end) {
    case 'forbidden':
      return fail('CRM_SCOPE', { scope: call.object, problem: verdict.problem });
    case 'outdated': {
      const problem = `Salesforce has retired version ${SALESFORCE_API_VERSION} of its API: ${verdict.problem}`;
      return fail('CRM_MISCONFIGURED', { problem });
    }
    case 'refused':
      return fail('CRM_REFUSED', {
        status,
        category: codeOf(verdict.entries),
        problem: problemOf(verdict.entries),
      });
    case 'fine':
      return fail('CRM_REFUSED', {
        status,
        category: 'UNREADABLE_ANSWER',
        problem: 'its answer was not understood',
      });
    default: {
      const waitMs = 'waitMs' in verdict ? verdict.waitMs : 10_000;
      return fail('CRM_BUSY', { problem: verdict.problem, waitMs: Math.max(waitMs, 5_000) });
    }
  }
}

/** The answer of one part of a composite request, read as if it had come by itself. Errors: as `Request`. */
export function partOf(
  call: Pick<Call, 'object' | 'takes'>,
  status: number,
  body: unknown,
  now: Date,
): Reply {
  const answer: Answer = { status, headers: new Headers(), text: JSON.stringify(body), arrived: true };
  const verdict = toVerdict(answer, now);
  if (verdict.end === 'fine') return toReply(answer);
  const refusals = toErrorEntries(body);
  const taken = call.takes?.includes(status) === true || call.takes?.includes(codeOf(refusals)) === true;
  return taken ? toReply(answer) : refuse(call, verdict, status);
}
