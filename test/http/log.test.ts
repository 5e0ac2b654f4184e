// The log keeps secrets and people's addresses to itself.
import { expect, test } from 'vitest';
import { openLog } from '#log.ts';

function lines() {
  const kept: string[] = [];
  return { log: openLog('debug', (line) => kept.push(line)), kept };
}

test('hides tokens and addresses wherever they stand, and keeps what helps', () => {
  const { log, kept } = lines();
  const secret = `xoxb-${'1234567890'}-abcdef`;
  const cause = new Error(`refused for mia@north.test with Bearer abc.def`);
  log.child({ tenant: 't1', accessToken: 'very-secret' }).warn(
    {
      code: 'CRM_LIMIT',
      nested: { refresh_token: 'also-secret', list: [{ authorization: 'Basic eA==' }] },
      note: `token ${secret}`,
      error: new Error('outer', { cause }),
    },
    'lin@north.test could not be reached',
  );
  const line = kept.join('');
  for (const hidden of ['very-secret', 'also-secret', 'eA==', secret, 'mia@north.test', 'abc.def', 'lin@']) {
    expect(line).not.toContain(hidden);
  }
  expect(JSON.parse(line)).toMatchObject({ tenant: 't1', code: 'CRM_LIMIT', level: 40 });
  expect(line).toContain('could not be reached');
});

test('writes nothing below its level', () => {
  const kept: string[] = [];
  const log = openLog('warn', (line) => kept.push(line));
  log.info({}, 'quiet');
  log.error({}, 'loud');
  expect(kept).toHaveLength(1);
});
