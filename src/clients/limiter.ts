// The limiter of one connection: callers wait here until all processes together may make one more request.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '#errors.ts';
import type { Store } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import { ask, type BucketRule, type Granted, graceMs, type Report } from './bucket.ts';

export type Pace = 'person' | 'background';

/** What an answer told of the limit; absent fields were not in it. */
export type Seen = { readonly max?: number; readonly windowMs?: number; readonly remaining?: number };

export type Limiter<Bucket extends string> = {
  /**
   * Waits for a permit; call `done` when the answer came or the request failed. Errors: CRM_LIMIT, CRM_BUSY (waitMs)
   * when it would take longer than the pace allows.
   */
  permit(bucket: Bucket, pace: Pace): Promise<{ done(seen?: Seen): Promise<void> }>;
  /** Nobody gets a permit of the bucket for that long. */
  block(bucket: Bucket, ms: number, by: 'limit' | 'busy'): Promise<void>;
};

/** Longer waits are given back to the job, which is then tried again later, instead of holding a worker. */
export const patienceMs: Readonly<Record<Pace, number>> = { person: 4_000, background: 25_000 };

/** The platform counts differently when its count is this far above ours; smaller gaps are requests on their way. */
const strayRequests = 5;

type Waiter = { readonly since: number; resolve(grant: string): void; reject(error: unknown): void };
type Line = { readonly waiters: Waiter[]; moving: boolean };
type Answered = { readonly grant: string; readonly at: number };
type Known = { answered: Answered[]; learned?: Report['learned']; last?: Granted };

/** One line for each bucket and pace; callers that wait at the same moment are asked for in one statement. */
export function openLimiter<Bucket extends string>(
  { store }: { store: Pick<Store, 'asTenant'> },
  connection: Pick<Connection, 'id' | 'tenant'>,
  rules: Readonly<Record<Bucket, BucketRule>>,
): Limiter<Bucket> {
  const lines = new Map<string, Line>();
  const known = new Map<Bucket, Known>();
  const knownOf = (bucket: Bucket): Known => {
    const one = known.get(bucket) ?? { answered: [] };
    known.set(bucket, one);
    return one;
  };
  const change = async (bucket: Bucket, count: number, pace: Pace, more: Partial<Report> = {}) => {
    const one = knownOf(bucket);
    const { answered, learned } = one;
    one.answered = [];
    const grant = randomUUID();
    const now = performance.now();
    const granted = await store.asTenant(connection.tenant, ({ allowance }) =>
      allowance.change(connection.id, bucket, (state, clock) =>
        ask(
          rules[bucket],
          state,
          {
            grant,
            count,
            forPerson: pace === 'person',
            answered: answered.map((each) => ({ grant: each.grant, ageMs: now - each.at })),
            ...(learned === undefined ? {} : { learned }),
            ...more,
          },
          clock.getTime(),
        ),
      ),
    );
    one.last = granted;
    return { grant, granted };
  };
  const move = async (bucket: Bucket, pace: Pace, line: Line): Promise<void> => {
    while (line.waiters.length > 0) {
      const { grant, granted } = await change(bucket, line.waiters.length, pace);
      for (const waiter of line.waiters.splice(0, granted.count)) waiter.resolve(grant);
      const first = line.waiters[0];
      if (first === undefined) return;
      const waited = performance.now() - first.since;
      if (waited + granted.waitMs > patienceMs[pace]) refuse(line, granted);
      else await sleep(granted.waitMs);
    }
  };
  const start = (bucket: Bucket, pace: Pace, line: Line): void => {
    if (line.moving) return;
    line.moving = true;
    move(bucket, pace, line)
      .catch((error: unknown) => {
        for (const waiter of line.waiters.splice(0)) waiter.reject(error);
      })
      .finally(() => {
        line.moving = false;
        if (line.waiters.length > 0) start(bucket, pace, line);
      });
  };
  return {
    async permit(bucket, pace) {
      const name = `${bucket} ${pace}`;
      const line = lines.get(name) ?? { waiters: [], moving: false };
      lines.set(name, line);
      const grant = await new Promise<string>((resolve, reject) => {
        line.waiters.push({ since: performance.now(), resolve, reject });
        start(bucket, pace, line);
      });
      const taken = performance.now();
      return {
        async done(seen = {}) {
          const one = knownOf(bucket);
          const at = performance.now();
          one.answered.push({ grant, at });
          if (seen.max !== undefined && seen.windowMs !== undefined) {
            one.learned = { max: seen.max, windowMs: seen.windowMs };
          }
          const counted = countedBy(seen, one.last);
          const slow = at - taken > graceMs / 2 || rules[bucket].flightMs !== undefined;
          if (slow || counted !== undefined) {
            await change(bucket, 0, pace, counted === undefined ? {} : { counted });
          }
        },
      };
    },
    async block(bucket, ms, by) {
      await change(bucket, 0, 'background', { blocked: { ms, by } });
    },
  };
}

function refuse(line: Line, granted: Granted): void {
  const waitMs = Math.ceil(granted.waitMs);
  for (const waiter of line.waiters.splice(0)) {
    try {
      if (granted.by === 'busy') fail('CRM_BUSY', { problem: 'it asked to wait', waitMs });
      fail('CRM_LIMIT', { waitMs });
    } catch (error) {
      waiter.reject(error);
    }
  }
}

function countedBy(seen: Seen, last: Granted | undefined): number | undefined {
  if (seen.max === undefined || seen.remaining === undefined || last === undefined) return undefined;
  const counted = seen.max - seen.remaining;
  return counted > last.used + strayRequests ? counted : undefined;
}
