// What an answer of HubSpot means for the request: fine, refused, or to be sent again after a while.
import { problemOf, toErrorEntry } from './error-body.ts';
import type { Answer } from './transport.ts';

export type Bucket = 'main' | 'search';

export type Verdict =
  | { readonly end: 'fine' }
  /** 401: the access token is no longer good. */
  | { readonly end: 'expired' }
  /** 429: nobody asks again before `waitMs`, in these buckets. */
  | { readonly end: 'limited'; readonly waitMs: number; readonly buckets: readonly Bucket[] }
  /** 477: the whole account is away, for hours perhaps. */
  | { readonly end: 'away'; readonly waitMs: number; readonly problem: string }
  /** 423, 5xx, no answer: this request may be sent again, not before `waitMs`. */
  | { readonly end: 'busy'; readonly waitMs: number; readonly problem: string }
  | { readonly end: 'refused' };

type About = { readonly bucket: Bucket; readonly timeZone: string | undefined; readonly now: Date };

const second = 1_000;

/** HubSpot's statuses: 429 by policy, 423 locked, 477 account on the move; 502 to 504 and 521 to 526 of its edge. */
export function toVerdict(answer: Answer, about: About): Verdict {
  const { status } = answer;
  if (status >= 200 && status < 300) return { end: 'fine' };
  if (status === 401) return { end: 'expired' };
  const problem = problemOf(toErrorEntry(answer.body));
  const asked = retryAfterMs(answer.headers, about.now);
  if (status === 429) return toLimited(answer, about, asked);
  if (status === 477) return { end: 'away', waitMs: asked ?? 3_600 * second, problem };
  if (status === 423) return { end: 'busy', waitMs: Math.max(2 * second, asked ?? 0), problem };
  if (status === 0 || status >= 500 || status === 408) {
    return { end: 'busy', waitMs: asked ?? 500, problem: `${status || 'no answer'}: ${problem}` };
  }
  return { end: 'refused' };
}

function toLimited(answer: Answer, { bucket, timeZone, now }: About, asked: number | undefined): Verdict {
  const both: readonly Bucket[] = ['main', 'search'];
  switch (policyOf(answer.body)) {
    case 'SECONDLY':
      return { end: 'limited', waitMs: asked ?? second, buckets: [bucket] };
    case 'DAILY':
      return { end: 'limited', waitMs: asked ?? msUntilMidnight(now, timeZone), buckets: both };
    case 'TEN_SECONDLY_ROLLING':
      return {
        end: 'limited',
        waitMs: asked ?? 10 * second,
        buckets: [...new Set<Bucket>(['main', bucket])],
      };
    default:
      return { end: 'limited', waitMs: asked ?? 10 * second, buckets: [bucket] };
  }
}

function policyOf(body: unknown): string {
  const { policyName, message } = toErrorEntry(body);
  if (policyName !== undefined) return policyName;
  const words = message ?? '';
  if (/ten.?secondly/i.test(words)) return 'TEN_SECONDLY_ROLLING';
  if (/secondly/i.test(words)) return 'SECONDLY';
  return /daily/i.test(words) ? 'DAILY' : '';
}

/** Retry-After in seconds or as a date. */
export function retryAfterMs(headers: Headers, now: Date): number | undefined {
  const value = headers.get('retry-after');
  if (value === null || value.trim() === '') return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * second : Date.parse(value) - now.getTime();
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}

/** Until 0 o'clock in the account's time zone, where the daily limit starts anew. */
function msUntilMidnight(now: Date, timeZone = 'UTC'): number {
  const format = (zone: string) =>
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    }).format(now);
  const [hours = 0, minutes = 0, seconds = 0] = clockOf(format, timeZone).split(':').map(Number);
  return 86_400 * second - ((hours * 60 + minutes) * 60 + seconds) * second;
}

function clockOf(format: (zone: string) => string, zone: string): string {
  try {
    return format(zone);
  } catch {
    return format('UTC');
  }
}
