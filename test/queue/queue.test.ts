// The promises of the queue: it wakes whoever is needed, once, and a wake-up never hurts the one who gives it.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';
import { keepingLog } from '#kit/log.ts';
import { freshRedis, type TestRedis } from '#kit/redis.ts';
import { until } from '#kit/until.ts';
import { type Work, workKinds } from '#ports.ts';
import { type Handler, type OpenQueue, openQueue } from '#queue/queue.ts';
import { workName } from '#queue/work-name.ts';

const clock = { now: () => new Date() };
const concurrency = { quick: 8, slow: 3 } as const;
const every = (handler: Handler) => ({
  ...{ intake: handler, reread: handler, turn: handler, act: handler },
  ...{ sync: handler, learn: handler, journey: handler, forget: handler },
});

describe.each(engines())('the queue on $name', (engine) => {
  let database: TestDatabase;
  let redis: TestRedis | null;
  const opened: OpenQueue[] = [];
  const open = async () => {
    const { log, lines } = keepingLog();
    const backend = redis === null ? { postgres: database.address } : { redis: redis.url };
    const queue = await openQueue({ backend, clock, log });
    opened.push(queue);
    return { queue, lines };
  };
  beforeAll(async () => {
    database = await freshDatabase({ engine });
    redis = engine.redis === null ? null : await freshRedis(engine.redis);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((queue) => queue.close()));
  });
  afterAll(async () => {
    await redis?.close();
    await database.close();
  });

  it('does what was woken last after it was woken, however many wake the same at once', async () => {
    const processes = await Promise.all([open(), open(), open()]);
    const [one, two] = processes;
    if (one === undefined || two === undefined) throw new Error('unreachable');
    const woken = new Map<string, number>();
    const done = new Map<string, number>();
    let times = 0;
    const handler: Handler = async (work) => {
      const seen = woken.get(workName(work)) ?? 0;
      await new Promise((resolve) => setTimeout(resolve, times % 7));
      times += 1;
      done.set(workName(work), seen);
      return times % 5 === 0;
    };
    for (const { queue } of [one, two]) queue.work(every(handler), concurrency);
    let calls = 0;
    for (let round = 0; round < 40; round += 1) {
      const wakes = processes.flatMap(({ queue }) =>
        Array.from({ length: 20 }, (_, nr) => {
          const kind = workKinds[nr % 4] ?? 'turn';
          const work: Work = { kind, tenant: `tenant-${nr % 5}` };
          woken.set(workName(work), round);
          calls += 1;
          return queue.wake(work, nr % 6 === 0 ? 20 : 0);
        }),
      );
      await Promise.all(wakes);
    }
    for (const name of woken.keys()) await until(() => done.get(name) === 39, name);
    expect(times).toBeLessThan(calls);
    const troubles = processes.flatMap(({ lines }) => lines.filter(({ level }) => level !== 'debug'));
    expect(troubles).toEqual([]);
  });

  it('does later what was woken for later, once', async () => {
    const { queue } = await open();
    let before = 0;
    const waits = Array.from({ length: 10 }, () => queue.wake({ kind: 'learn', tenant: 'later' }, 300));
    await Promise.all(waits);
    const handler: Handler = async ({ tenant }) => {
      if (tenant === 'later') before += 1;
      return false;
    };
    queue.work(every(handler), concurrency);
    await until(async () => before > 0, 'the later work');
    await queue.wake({ kind: 'learn', tenant: 'marker' });
    expect(before).toBe(1);
  });

  it.runIf(engine.redis !== null)('goes on after Redis was flushed', async () => {
    const { queue } = await open();
    const seen: string[] = [];
    queue.work(
      every(async ({ tenant }) => {
        seen.push(tenant);
        return false;
      }),
      concurrency,
    );
    await queue.wake({ kind: 'turn', tenant: 'before' });
    await until(() => seen.includes('before'), 'the first work');
    await redis?.flush();
    await queue.wake({ kind: 'turn', tenant: 'after' });
    await until(() => seen.includes('after'), 'the work after the flush');
  });
});

it('lets those who wake go on when the queue is away', async () => {
  const { log, lines } = keepingLog();
  const queue = await openQueue({ backend: { redis: 'redis://127.0.0.1:1' }, clock, log });
  await queue.wake({ kind: 'turn', tenant: 'one' });
  expect(lines.map(({ sentence }) => sentence)).toContain('nobody was woken; the sweeper will do it');
  expect(await queue.answers()).toBe(false);
  await queue.close();
});
