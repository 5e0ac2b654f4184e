// HubSpot's request limits: per app and portal in ten seconds, per portal for searches in one second, per day.
import type { Chaos } from './chaos.ts';

type Verdict = {
  readonly headers: Readonly<Record<string, string>>;
  /** Set where the call is one too many. */
  readonly refused?: {
    readonly message: string;
    readonly policyName: string;
    readonly retryAfterSeconds?: number;
  };
};

export type RateLimiter = (call: {
  readonly portalId: number;
  readonly appId: number;
  readonly search: boolean;
  readonly now: number;
}) => Verdict;

const TEN_SECONDS = 10_000;
const DAY = 86_400_000;

export function openRateLimiter(chaos: Pick<Chaos, 'read'>): RateLimiter {
  const windows = new Map<string, number[]>();
  const days = new Map<string, { day: number; calls: number }>();

  // Counts the call unless the window is full; returns how many places were left, -1 where none.
  function take(key: string, width: number, most: number, now: number): number {
    const calls = (windows.get(key) ?? []).filter((at) => at > now - width);
    windows.set(key, calls);
    if (calls.length >= most) return -1;
    calls.push(now);
    return most - calls.length;
  }

  function overDay(key: string, most: number | null, now: number): boolean {
    const day = Math.floor(now / DAY);
    const known = days.get(key);
    const calls = known?.day === day ? known.calls + 1 : 1;
    days.set(key, { day, calls });
    return most !== null && calls > most;
  }

  return ({ portalId, appId, search, now }) => {
    const { limits } = chaos.read();
    if (limits.off) return { headers: {} };
    if (search) {
      const left = take(`search:${portalId}`, 1_000, limits.searchesPerSecond, now);
      return left < 0 ? { headers: {}, refused: refusal('secondly', 'SECONDLY') } : { headers: {} };
    }
    const key = `${portalId}:${appId}`;
    const left = take(key, TEN_SECONDS, limits.perTenSeconds, now);
    const headers = {
      'X-HubSpot-RateLimit-Max': String(limits.perTenSeconds),
      'X-HubSpot-RateLimit-Remaining': String(Math.max(0, left)),
      'X-HubSpot-RateLimit-Interval-Milliseconds': String(TEN_SECONDS),
    };
    if (left < 0) return { headers, refused: refusal('ten_secondly_rolling', 'TEN_SECONDLY_ROLLING') };
    if (overDay(key, limits.perDay, now)) return { headers, refused: refusal('daily', 'DAILY') };
    return { headers };
  };
}

function refusal(name: string, policyName: string) {
  return { message: `You have reached your ${name} limit.`, policyName };
}
