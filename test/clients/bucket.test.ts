// The rolling limit: never more requests in any window than allowed, and nearly all that are allowed.
import { describe, expect, it } from 'vitest';
import { ask, type BucketRule } from '#clients/bucket.ts';
import { fc } from '#kit/fast-check.ts';

const rule: BucketRule = { max: 110, windowMs: 10_000, reserve: 0.1 };

type Flight = { grant: string; arrivesAt: number; answersAt: number };

/** Callers that ask as fast as they may, each request counted by the platform somewhere before its answer. */
function simulate(input: { callers: number; untilMs: number; latency: () => number; share: () => number }) {
  let state: unknown = {};
  let now = 1_000_000;
  const end = now + input.untilMs;
  const arrivals: number[] = [];
  const callers = Array.from({ length: input.callers }, (_, at) => ({
    freeAt: now,
    at,
    flights: [] as Flight[],
  }));
  for (let turn = 0; now < end; turn += 1) {
    const caller = callers.reduce((a, b) => (a.freeAt <= b.freeAt ? a : b));
    now = Math.max(now, caller.freeAt);
    const answered = caller.flights.filter((one) => one.answersAt <= now);
    caller.flights = caller.flights.filter((one) => one.answersAt > now);
    const grant = `${caller.at}-${turn}`;
    const report = answered.map((one) => ({ grant: one.grant, ageMs: now - one.answersAt }));
    const asked = ask(rule, state, { grant, count: 1, forPerson: false, answered: report }, now);
    state = JSON.parse(JSON.stringify(asked.state));
    if (asked.result.count === 0) {
      caller.freeAt = now + asked.result.waitMs;
      continue;
    }
    const answersAt = now + input.latency();
    const arrivesAt = now + (answersAt - now) * input.share();
    caller.flights.push({ grant, arrivesAt, answersAt });
    arrivals.push(arrivesAt);
    caller.freeAt = answersAt;
  }
  return arrivals.sort((a, b) => a - b);
}

function mostInAWindow(arrivals: readonly number[], windowMs: number): number {
  let most = 0;
  let from = 0;
  for (const [to, at] of arrivals.entries()) {
    while (at - (arrivals[from] ?? at) >= windowMs) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

describe('bucket', () => {
  it('never lets more arrive in any ten seconds than allowed, whenever each request arrives before its answer', () => {
    const moment = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(moment, { minLength: 50, maxLength: 50 }),
        (callers, dice) => {
          let at = 0;
          const roll = () => dice[at++ % dice.length] ?? 0;
          const arrivals = simulate({
            callers,
            untilMs: 45_000,
            latency: () => 20 + roll() * 1_900,
            share: roll,
          });
          expect(mostInAWindow(arrivals, rule.windowMs)).toBeLessThanOrEqual(99);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('uses nearly all of what background work may have', () => {
    const arrivals = simulate({ callers: 6, untilMs: 60_000, latency: () => 120, share: () => 0.5 });
    expect(arrivals.length).toBeGreaterThan(99 * 6 * 0.93);
  });

  it('keeps a tenth for people while background work takes all it gets', () => {
    const first = ask(rule, {}, { grant: 'a', count: 200, forPerson: false, answered: [] }, 1_000);
    expect(first.result.count).toBe(99);
    const second = ask(rule, first.state, { grant: 'b', count: 1, forPerson: false, answered: [] }, 1_001);
    expect(second.result).toMatchObject({ count: 0, by: 'room' });
    const person = ask(rule, second.state, { grant: 'c', count: 20, forPerson: true, answered: [] }, 1_002);
    expect(person.result.count).toBe(11);
  });

  it('uses a bigger allowance from the moment the platform names it', () => {
    const full = ask(rule, {}, { grant: 'a', count: 200, forPerson: true, answered: [] }, 1_000);
    const learned = { max: 190, windowMs: 10_000 };
    const more = ask(
      rule,
      full.state,
      { grant: 'b', count: 200, forPerson: true, answered: [], learned },
      1_001,
    );
    expect(more.result.count).toBe(80);
    const later = ask(rule, more.state, { grant: 'c', count: 500, forPerson: true, answered: [] }, 60_000);
    expect(later.result.count).toBe(190);
  });

  it('gives nothing while blocked, and says why and for how long', () => {
    const blocked = { ms: 5_000, by: 'busy' } as const;
    const { state } = ask(rule, {}, { grant: 'a', count: 0, forPerson: false, answered: [], blocked }, 1_000);
    const during = ask(rule, state, { grant: 'b', count: 1, forPerson: true, answered: [] }, 3_000);
    expect(during.result).toMatchObject({ count: 0, waitMs: 3_000, by: 'busy' });
    const after = ask(rule, during.state, { grant: 'c', count: 1, forPerson: true, answered: [] }, 6_000);
    expect(after.result.count).toBe(1);
  });

  it('does not shorten a block by a later, shorter one', () => {
    const block = (ms: number, state: unknown, now: number) =>
      ask(
        rule,
        state,
        { grant: 'x', count: 0, forPerson: false, answered: [], blocked: { ms, by: 'limit' } },
        now,
      );
    const { state } = block(100, block(60_000, {}, 1_000).state, 2_000);
    expect(
      ask(rule, state, { grant: 'a', count: 1, forPerson: false, answered: [] }, 30_000).result.count,
    ).toBe(0);
  });

  it('takes over the platform count when that is above its own', () => {
    const { state } = ask(
      rule,
      {},
      { grant: 'a', count: 0, forPerson: true, answered: [], counted: 100 },
      1_000,
    );
    const next = ask(rule, state, { grant: 'b', count: 50, forPerson: true, answered: [] }, 1_001);
    expect(next.result.count).toBe(10);
  });

  it('forgets the permits of a process that died, a little later than a window', () => {
    const dead = ask(rule, {}, { grant: 'a', count: 200, forPerson: true, answered: [] }, 1_000);
    const soon = ask(rule, dead.state, { grant: 'b', count: 1, forPerson: true, answered: [] }, 12_000);
    expect(soon.result.count).toBe(0);
    const later = ask(rule, soon.state, { grant: 'c', count: 1, forPerson: true, answered: [] }, 13_100);
    expect(later.result.count).toBe(1);
  });

  it('keeps its state small however long it runs', () => {
    let state: unknown = {};
    for (let at = 0; at < 3_000; at += 1) {
      const grant = `g${at}`;
      const answered = at === 0 ? [] : [{ grant: `g${at - 1}`, ageMs: 1 }];
      state = ask(rule, state, { grant, count: 1, forPerson: true, answered }, 1_000 + at * 97).state;
    }
    expect(JSON.stringify(state).length).toBeLessThan(4_000);
  });
});

it('spreads the second half of a window over time, so that nobody waits for the rest of it', () => {
  const even = { max: 100, windowMs: 10_000, reserve: 0 };
  let kept: unknown = {};
  let waited = 0;
  let now = 1_000_000;
  for (let granted = 0; granted < 90; ) {
    const { state, result } = ask(
      even,
      kept,
      { grant: `g${now}-${granted}`, count: 1, forPerson: false, answered: [] },
      now,
    );
    kept = state;
    granted += result.count;
    waited = Math.max(waited, result.waitMs);
    now += result.waitMs;
  }
  expect(now - 1_000_000).toBeGreaterThan(3_500);
  expect(waited).toBeLessThanOrEqual(100);
});

it('paces nobody who waits in person', () => {
  const even = { max: 100, windowMs: 10_000, reserve: 0.1 };
  let kept: unknown = {};
  for (let nr = 0; nr < 100; nr += 1) {
    const { state, result } = ask(
      even,
      kept,
      { grant: `p${nr}`, count: 1, forPerson: true, answered: [] },
      5,
    );
    kept = state;
    expect(result.count).toBe(1);
  }
});

describe('a limit of requests at the same time', () => {
  const flying: BucketRule = { max: 3, windowMs: 1, reserve: 0, flightMs: 130_000 };
  const permit = (
    state: unknown,
    grant: string,
    now: number,
    answered: { grant: string; ageMs: number }[] = [],
  ) => ask(flying, state, { grant, count: 1, forPerson: false, answered }, now);

  it('counts a request for as long as it is under way, however long that is, and no longer', () => {
    let state: unknown = {};
    for (const grant of ['a', 'b', 'c']) {
      const asked = permit(state, grant, 1_000);
      expect(asked.result.count).toBe(1);
      state = asked.state;
    }
    const full = permit(state, 'd', 61_000);
    expect(full.result).toMatchObject({ count: 0, by: 'room' });
    expect(full.result.waitMs).toBeLessThan(1_000);
    expect(permit(full.state, 'd', 61_200, [{ grant: 'a', ageMs: 150 }]).result.count).toBe(1);
  });

  it('forgets the requests of a process that died', () => {
    const dead = ['a', 'b', 'c'].reduce<unknown>((state, grant) => permit(state, grant, 1_000).state, {});
    expect(permit(dead, 'd', 130_000).result.count).toBe(0);
    expect(permit(dead, 'd', 131_001).result.count).toBe(1);
  });
});
