// What an answer of Salesforce means for the request: fine, refused, or to be sent again after a while.
import { codeOf, type ErrorEntry, hasCode, problemOf, toErrorEntries, toJson } from './error-body.ts';
import type { Answer } from './transport.ts';

export type Verdict =
  | { readonly end: 'fine' }
  /** The access token is no longer good, or the org moved to another host. */
  | { readonly end: 'expired'; readonly problem: string }
  /** The org has used up its requests: nobody asks before `waitMs`. */
  | { readonly end: 'limited'; readonly waitMs: number; readonly whole: boolean; readonly problem: string }
  /** The org is read-only or closed for maintenance. */
  | { readonly end: 'away'; readonly waitMs: number; readonly problem: string }
  /** This request may be sent again, not before `waitMs`. */
  | { readonly end: 'busy'; readonly waitMs: number; readonly problem: string }
  /** The org does not let us in at all, until an admin acts. */
  | { readonly end: 'closed'; readonly problem: string }
  /** This version of Revloop is too old for the platform. */
  | { readonly end: 'outdated'; readonly problem: string }
  /** This one thing may not be seen or done. */
  | { readonly end: 'forbidden'; readonly problem: string }
  | { readonly end: 'refused'; readonly entries: readonly ErrorEntry[] };

const second = 1_000;
const minute = 60 * second;

const sessionCodes = new Set(['INVALID_SESSION_ID', 'INVALID_AUTH_HEADER', 'Bad_OAuth_Token']);
const closedCodes = new Set(['API_DISABLED_FOR_ORG', 'USER_LOCKED_OUT', 'INACTIVE_USER']);
const maintenanceCodes = new Set(['API_CURRENTLY_DISABLED', 'ORG_LOCKED']);
/** The same code says that the API is away, and that this user may not use it. */
const ofUser = /for this user/i;
const outdatedCodes = new Set(['UNSUPPORTED_API_VERSION', 'InvalidVersion']);
const limitCodes = new Set(['REQUEST_LIMIT_EXCEEDED']);
const typeCodes = new Set(['INVALID_TYPE']);
const passing = new Set([408, 420, 429]);
const scopeCodes = new Set([
  'INSUFFICIENT_ACCESS',
  'INSUFFICIENT_ACCESS_OR_READONLY',
  'FUNCTIONALITY_NOT_ENABLED',
  'INVALID_TYPE',
]);
/** jsforce would renew for ever on these: a fresh token is refused as well. */
const notSession = /not attached to Agent|not valid for use with the REST API/i;
const readOnly = /read[- ]only|maintenance/i;

export function toVerdict(answer: Answer, now: Date): Verdict {
  const { status } = answer;
  if (status >= 200 && status < 300) return { end: 'fine' };
  const entries = status === 0 ? [] : toErrorEntries(toJson(answer.text));
  const problem = problemOf(entries, answer.text);
  const asked = retryAfterMs(answer.headers, now);
  if (status >= 300 && status < 400) return { end: 'expired', problem: 'the org has another address now' };
  if (status === 401) return toUnknown(problem);
  if (hasCode(entries, limitCodes)) return toLimited(problem, asked);
  if (status === 410 || hasCode(entries, outdatedCodes)) return { end: 'outdated', problem };
  if (status === 403) return toForbidden(entries, problem, asked);
  if (isAway(entries, problem, status)) return { end: 'away', waitMs: asked ?? 5 * minute, problem };
  if (status === 400 && hasCode(entries, typeCodes)) return { end: 'forbidden', problem };
  if (status === 0 || status >= 500 || passing.has(status)) {
    return { end: 'busy', waitMs: asked ?? 500, problem: `${status || 'no answer'}: ${problem}` };
  }
  return { end: 'refused', entries };
}

function toUnknown(problem: string): Verdict {
  return notSession.test(problem) ? { end: 'closed', problem } : { end: 'expired', problem };
}

function isAway(entries: readonly ErrorEntry[], problem: string, status: number): boolean {
  return hasCode(entries, maintenanceCodes) || (status === 503 && readOnly.test(problem));
}

// The day's requests come free one by one as the window rolls; the limit of long ones only lasts as long as they do.
function toLimited(problem: string, asked: number | undefined): Verdict {
  const whole = !/concurrent/i.test(problem);
  return { end: 'limited', whole, waitMs: asked ?? (whole ? 15 * minute : 20 * second), problem };
}

function toForbidden(entries: readonly ErrorEntry[], problem: string, asked: number | undefined): Verdict {
  if (hasCode(entries, sessionCodes)) return { end: 'expired', problem };
  if (hasCode(entries, closedCodes) || ofUser.test(problem))
    return { end: 'closed', problem: `${codeOf(entries)}: ${problem}` };
  if (hasCode(entries, maintenanceCodes) || readOnly.test(problem)) {
    return { end: 'away', waitMs: asked ?? 15 * minute, problem };
  }
  return hasCode(entries, scopeCodes) || entries.length === 0
    ? { end: 'forbidden', problem }
    : { end: 'refused', entries };
}

/** Retry-After in seconds or as a date. */
export function retryAfterMs(headers: Headers, now: Date): number | undefined {
  const value = headers.get('retry-after');
  if (value === null || value.trim() === '') return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * second : Date.parse(value) - now.getTime();
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}
