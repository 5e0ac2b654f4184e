// A bucket: one rolling limit of a platform, counted so that no window ever holds more requests than allowed.
import { z } from 'zod';

/**
 * What is known of a bucket before the platform says anything. `reserve` is the share kept for people who wait.
 * `flightMs`: the platform counts requests at the same time instead; none takes longer than this.
 */
export type BucketRule = {
  readonly max: number;
  readonly windowMs: number;
  readonly reserve: number;
  readonly flightMs?: number;
};

/**
 * The shared state. A request counts from its permit until one window after its answer, because the platform counts
 * it at some moment between the two. `flying` has the permits whose answer was not reported; a lost process must not
 * hold them for ever, so they end by themselves `graceMs` later than the quickest answer would have let them.
 */
const bucketState = z.object({
  max: z.number().int().positive().optional(),
  windowMs: z.number().int().positive().optional(),
  answered: z.array(z.tuple([z.number(), z.number()])).default([]),
  flying: z.array(z.tuple([z.string(), z.number(), z.number()])).default([]),
  blockedUntil: z.number().default(0),
  /** Before this no work in the background gets a permit: the second half of a window is spread over time. */
  pacedUntil: z.number().default(0),
  blockedBy: z.enum(['limit', 'busy']).default('limit'),
});
type BucketState = z.infer<typeof bucketState>;

export type Report = {
  /** Permits whose answers came: the grant and how long ago, in ms. */
  readonly answered: readonly { readonly grant: string; readonly ageMs: number }[];
  /** What the platform's headers said last. */
  readonly learned?: { readonly max: number; readonly windowMs: number };
  /** Requests in the present window by the platform's count, where it is far above ours. */
  readonly counted?: number;
  readonly blocked?: { readonly ms: number; readonly by: 'limit' | 'busy' };
};

export type Ask = Report & { readonly grant: string; readonly count: number; readonly forPerson: boolean };
export type Granted = {
  readonly count: number;
  /** When nothing was granted: after how many ms to ask again, and why. */
  readonly waitMs: number;
  readonly by: 'room' | 'limit' | 'busy';
  /** Requests that count now, and the limit they are counted against. */
  readonly used: number;
  readonly max: number;
};

export const graceMs = 2_000;
const slotMs = 100;
const soonestMs = 25;
/** When a request ends cannot be known, so for room among those in flight one looks again after this. */
const lookMs = 250;

/** Brings the state up to date with the report and grants at most `count` permits. Times are ms since 1970. */
export function ask(
  rule: BucketRule,
  kept: unknown,
  { grant, count, forPerson, ...report }: Ask,
  now: number,
): { state: BucketState; result: Granted } {
  const state = reported(rule, bucketState.parse(kept), report, now);
  const max = state.max ?? rule.max;
  const windowMs = state.windowMs ?? rule.windowMs;
  const used = usedOf(state);
  if (state.blockedUntil > now) {
    const waitMs = state.blockedUntil - now;
    return { state, result: { count: 0, waitMs, by: state.blockedBy, used, max } };
  }
  const limit = forPerson ? max : Math.max(1, Math.floor(max * (1 - rule.reserve)));
  const half = Math.ceil(limit / 2);
  if (!forPerson && used >= half && state.pacedUntil > now)
    return { state, result: { count: 0, waitMs: state.pacedUntil - now, by: 'room', used, max } };
  const given = Math.max(0, Math.min(count, limit - used));
  const waitMs =
    given < count ? (rule.flightMs === undefined ? waitOf(state, used - (limit - 1), now) : lookMs) : 0;
  const result = { count: given, waitMs, by: 'room', used: used + given, max } as const;
  if (given === 0) return { state, result };
  const endsAt = now + (rule.flightMs ?? windowMs + graceMs);
  // Whoever takes all at once waits for the rest of the window; small requests at a steady pace fill up meanwhile.
  const isPaced = !forPerson && rule.flightMs === undefined;
  const pacedUntil = isPaced ? now + (given * windowMs) / limit : state.pacedUntil;
  return { state: { ...state, pacedUntil, flying: [...state.flying, [grant, given, endsAt]] }, result };
}

function reported(rule: BucketRule, before: BucketState, report: Report, now: number): BucketState {
  const learned = report.learned ?? {
    ...(before.max === undefined ? {} : { max: before.max }),
    ...(before.windowMs === undefined ? {} : { windowMs: before.windowMs }),
  };
  const windowMs = learned.windowMs ?? rule.windowMs;
  const flying = new Map(before.flying.filter(([, , endsAt]) => endsAt > now).map((one) => [one[0], one]));
  const answered = new Map(before.answered.filter(([endsAt]) => endsAt > now));
  const add = (endsAt: number, count: number) => {
    const slot = Math.ceil(endsAt / slotMs) * slotMs;
    if (slot > now && count > 0) answered.set(slot, (answered.get(slot) ?? 0) + count);
  };
  for (const { grant, ageMs } of report.answered) {
    const one = flying.get(grant);
    if (one !== undefined && one[1] > 1) flying.set(grant, [grant, one[1] - 1, one[2]]);
    else flying.delete(grant);
    add(now - ageMs + windowMs, 1);
  }
  const state: BucketState = {
    ...before,
    ...learned,
    flying: [...flying.values()],
    answered: [...answered].sort(([a], [b]) => a - b),
  };
  if (report.counted !== undefined) {
    add(now + windowMs, report.counted - usedOf(state));
    state.answered = [...answered].sort(([a], [b]) => a - b);
  }
  if (report.blocked === undefined) return state;
  const until = now + report.blocked.ms;
  return until <= state.blockedUntil
    ? state
    : { ...state, blockedUntil: until, blockedBy: report.blocked.by };
}

function usedOf(state: BucketState): number {
  const answered = state.answered.reduce((sum, [, count]) => sum + count, 0);
  return state.flying.reduce((sum, [, count]) => sum + count, answered);
}

// How long until `needed` more permits come free. Flying ones usually end without their grace.
function waitOf(state: BucketState, needed: number, now: number): number {
  const ends: [number, number][] = [
    ...state.answered,
    ...state.flying.map(([, count, endsAt]): [number, number] => [endsAt - graceMs, count]),
  ];
  ends.sort(([a], [b]) => a - b);
  let freed = 0;
  for (const [endsAt, count] of ends) {
    freed += count;
    if (freed >= needed) return Math.max(soonestMs, endsAt - now);
  }
  return soonestMs;
}
