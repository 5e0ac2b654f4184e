// The sweeper tidies up now and then, and a failure of it costs no wake-up.
import { expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from '#kit/database.ts';
import { keepingLog } from '#kit/log.ts';
import { until } from '#kit/until.ts';
import type { Work } from '#ports.ts';
import { startSweeper } from '#sweeper.ts';

test('tidies up at the start and again after an hour, not with each sweep, and goes on waking when that fails', async () => {
  const time = { shiftMs: 0 };
  const clock = { now: () => new Date(Date.now() + time.shiftMs) };
  const database = await freshDatabase({ clock });
  const { store } = database;
  const { log, lines } = keepingLog();
  const woken: Work[] = [];
  const queue = { wake: async (work: Work) => void woken.push(work) };
  const tenant = await database.tenant();
  await store.asTenant(tenant, ({ deliveries }) =>
    deliveries.keep({ source: 'hubspot', origin: tenant, headers: {}, body: Buffer.from('[]') }),
  );
  const tidied: Date[] = [];
  const sweeper = startSweeper({ store, queue, clock, log }, async (now) => {
    tidied.push(now);
    if (tidied.length === 1) throw new Error('no time to tidy up');
    return { deliveries: 3 };
  });
  onTestFinished(async () => {
    await sweeper.stop();
    await database.close();
  });
  await until(() => woken.length >= 2, 'two sweeps');
  expect(tidied).toHaveLength(1);
  time.shiftMs = 3_600_001;
  await until(() => tidied.length >= 2, 'an hour later');
  await until(() => lines.some(({ sentence }) => sentence === 'what was over is removed'), 'the log');
  expect(woken).toContainEqual({ kind: 'intake', tenant });
});
