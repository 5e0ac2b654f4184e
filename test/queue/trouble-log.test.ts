// A queue that is away says so in the log, and does not drown it.
import { expect, test } from 'vitest';
import { keepingLog } from '#kit/log.ts';
import { openTroubleLog } from '#queue/trouble-log.ts';

test('trouble is told at once, then once a minute with how often it was', () => {
  const { log, lines } = keepingLog();
  const time = { now: new Date('2030-01-01T00:00:00Z') };
  const warn = openTroubleLog(log, { now: () => time.now });
  for (let second = 0; second < 125; second += 1) {
    warn({ error: `refused ${second}` }, 'the queue is in trouble');
    if (second === 3) warn({}, 'nobody was woken');
    time.now = new Date(time.now.getTime() + 1_000);
  }
  expect(lines.map(({ sentence, fields }) => ({ sentence, fields }))).toEqual([
    { sentence: 'the queue is in trouble', fields: { error: 'refused 0', times: 1 } },
    { sentence: 'nobody was woken', fields: { times: 1 } },
    { sentence: 'the queue is in trouble', fields: { error: 'refused 60', times: 60 } },
    { sentence: 'the queue is in trouble', fields: { error: 'refused 120', times: 60 } },
  ]);
});
