// The simulated Slack's Web API, spoken to by Slack's own client.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openRoom } from './slack-room.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
async function room(options: Parameters<typeof openRoom>[0] = {}) {
  const opened = await openRoom(options);
  closing.push(opened.close);
  return opened;
}
const general = 'C0GENERAL01';
async function refused(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'not refused',
    (error: { data?: object }) => error.data,
  );
}

describe('a client with a token', () => {
  test('is told who it is', async () => {
    const { client, installed } = await room();
    expect(await client.auth.test()).toMatchObject({
      ok: true,
      team: 'Lumenworks',
      team_id: 'T0LUMENWORK',
      user_id: installed.bot_user,
      bot_id: installed.bot_id,
    });
  });

  test('is refused without a token, with a strange one and after it was revoked', async () => {
    const { client, url } = await room();
    const bare = await fetch(`${url}/api/auth.test`, { method: 'POST' });
    expect(await bare.json()).toEqual({ ok: false, error: 'not_authed' });
    expect(await refused(client.auth.test({ token: 'xoxb-nobody' }))).toMatchObject({
      error: 'invalid_auth',
    });
    await client.auth.revoke();
    expect(await refused(client.auth.test())).toMatchObject({ error: 'token_revoked' });
  });

  test('is told which scope is missing', async () => {
    const { client } = await room({ scopes: ['users:read'] });
    const answer = await refused(client.chat.postMessage({ channel: general, text: 'hi' }));
    expect(answer).toMatchObject({ error: 'missing_scope', needed: 'chat:write', provided: 'users:read' });
  });

  test('sees e-mail addresses only with users:read.email', async () => {
    const blind = await room({ scopes: ['users:read'] });
    const seen = await blind.client.users.info({ user: 'U0REP000001' });
    expect(seen.user?.profile?.email).toBeUndefined();
    const { client } = await room();
    const found = await client.users.lookupByEmail({ email: 'REN@lumenworks.test' });
    expect(found.user).toMatchObject({ id: 'U0REP000001', profile: { email: 'ren@lumenworks.test' } });
    expect(await refused(client.users.lookupByEmail({ email: 'no@one.test' }))).toMatchObject({
      error: 'users_not_found',
    });
  });
});

describe('a message', () => {
  test('is posted, changed and found again with unique timestamps', async () => {
    const { client, ask } = await room();
    await client.conversations.join({ channel: general });
    const first = await client.chat.postMessage({
      channel: general,
      text: 'one',
      blocks: [{ type: 'divider' }],
    });
    const second = await client.chat.postMessage({
      channel: '#general',
      text: 'two',
      thread_ts: `${first.ts}`,
    });
    expect(Number(second.ts)).toBeGreaterThan(Number(first.ts));
    await client.chat.update({ channel: general, ts: `${first.ts}`, text: 'changed' });
    expect(await ask('GET', 'messages?channel=general')).toMatchObject([
      { ts: first.ts, text: 'changed', edited: {} },
      { ts: second.ts, text: 'two', thread_ts: first.ts },
    ]);
  });

  test('needs membership, and private channels do not exist for outsiders', async () => {
    const { client } = await room();
    const say = (channel: string) => refused(client.chat.postMessage({ channel, text: 'hi' }));
    expect(await say('C0SALES0001')).toMatchObject({ error: 'not_in_channel' });
    expect(await say('G0SECRET001')).toMatchObject({ error: 'channel_not_found' });
    expect(await say('C0NOWHERE01')).toMatchObject({ error: 'channel_not_found' });
  });

  test('goes to a person by user id, in the same direct message each time', async () => {
    const { client } = await room();
    const opened = await client.conversations.open({ users: 'U0REP000001' });
    const posted = await client.chat.postMessage({ channel: 'U0REP000001', text: 'hi' });
    expect(posted.channel).toBe(opened.channel?.id);
  });

  test('is refused with the reason when its blocks break a limit', async () => {
    const { client } = await room();
    const text = 'x'.repeat(3001);
    const many = Array.from({ length: 51 }, () => ({ type: 'divider' }) as const);
    const long = await refused(
      client.chat.postMessage({
        channel: 'U0REP000001',
        text: 'f',
        blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
      }),
    );
    expect(long).toMatchObject({
      error: 'invalid_blocks',
      errors: ['must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
    });
    const crowd = await refused(client.chat.postMessage({ channel: 'U0REP000001', text: 'f', blocks: many }));
    expect(crowd).toMatchObject({ errors: ['no more than 50 items allowed [json-pointer:/blocks]'] });
    expect(await refused(client.chat.postMessage({ channel: 'U0REP000001', text: '' }))).toMatchObject({
      error: 'no_text',
    });
  });

  test('is limited to about one a second per channel, with Retry-After', async () => {
    const still = new Date();
    const { client, url, installed } = await room({ clock: { now: () => still } });
    for (let count = 0; count < 5; count += 1)
      await client.chat.postMessage({ channel: 'U0REP000001', text: `${count}` });
    const response = await fetch(`${url}/api/chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${installed.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'U0REP000001', text: 'too many' }),
    });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('1');
    await client.chat.postMessage({ channel: 'U0ADMIN0001', text: 'another channel goes on' });
  });

  test('and its workspace survive a restart on the same file', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'slack-')), 'slack.sqlite');
    const before = await openRoom({ file });
    const posted = await before.client.chat.postMessage({ channel: 'U0REP000001', text: 'still here' });
    before.close();
    const after = await room({ file });
    expect(after.installed.token).toBe(before.installed.token);
    expect(await after.ask('GET', 'messages')).toMatchObject([{ text: 'still here', ts: posted.ts }]);
    const next = await after.client.chat.postMessage({ channel: 'U0REP000001', text: 'next' });
    expect(Number(next.ts)).toBeGreaterThan(Number(posted.ts));
  });
});

test('lists of conversations come page by page, and only those the scopes allow', async () => {
  const { client } = await room();
  const first = await client.conversations.list({ limit: 1 });
  const rest = await client.conversations.list({
    limit: 1,
    cursor: `${first.response_metadata?.next_cursor}`,
  });
  expect([...(first.channels ?? []), ...(rest.channels ?? [])].map((channel) => channel.name)).toEqual([
    'general',
    'sales',
  ]);
  expect(rest.response_metadata?.next_cursor).toBe('');
  const answer = await refused(client.conversations.list({ types: 'mpim' }));
  expect(answer).toMatchObject({ error: 'missing_scope', needed: 'mpim:read' });
});

test('chaos makes calls fail with 429 and 503, and stops when told', async () => {
  const { client, ask, url } = await room();
  await ask('PUT', 'chaos', { serverError: 1 });
  expect((await fetch(`${url}/api/auth.test`, { method: 'POST' })).status).toBe(503);
  await ask('PUT', 'chaos', { tooMany: 1 });
  expect((await fetch(`${url}/api/auth.test`, { method: 'POST' })).status).toBe(429);
  await ask('PUT', 'chaos', {});
  expect((await client.auth.test()).ok).toBe(true);
});
