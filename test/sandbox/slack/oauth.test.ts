// Installing an app into workspaces of the simulated Slack by OAuth.
import { WebClient } from '@slack/web-api';
import { expect, onTestFinished, test } from 'vitest';
import { addWorkspace } from '#sandbox/slack/workspace.ts';
import { openRoom, team } from './slack-room.ts';

async function consent(options: { workspace?: string; decision?: string; scope?: string } = {}) {
  const room = await openRoom();
  onTestFinished(room.close);
  const users = [
    { id: 'U0OTHER0001', name: 'zoe', realName: 'Zoe Okafor', email: 'zoe@harbor.test', admin: true },
  ];
  addWorkspace(room.slack, {
    id: 'T0HARBOR001',
    name: 'Harbor',
    domain: 'harbor',
    users,
    channels: [{ id: 'C0HARBOR001', name: 'general' }],
  });
  const query = {
    client_id: 'client',
    scope: options.scope ?? 'chat:write,incoming-webhook',
    redirect_uri: `${room.inbox.url}/callback`,
    state: 's 1',
  };
  const harbor = options.workspace === 'T0HARBOR001';
  const page = await fetch(`${room.url}/oauth/v2/authorize?${new URLSearchParams(query)}`);
  const decision = {
    ...query,
    decision: options.decision ?? 'allow',
    workspace: options.workspace ?? team.id,
    user: harbor ? 'U0OTHER0001' : 'U0ADMIN0001',
    webhook_channel: harbor ? 'C0HARBOR001' : 'C0SALES0001',
  };
  const answer = await fetch(`${room.url}/oauth/v2/authorize`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(decision),
  });
  const location = answer.headers.get('location');
  const back = location ? new URL(location).searchParams : new URLSearchParams();
  return { room, page, query, answer, back };
}

test('the page shows every workspace, the scopes and the channels for a webhook', async () => {
  const { page } = await consent();
  const text = await page.text();
  for (const word of ['Lumenworks', 'Harbor', 'chat:write', '#sales', 'Allow', 'Zoe Okafor'])
    expect(text).toContain(word);
});

test('a strange client or redirect address gets no form', async () => {
  const { room, query } = await consent();
  const ask = async (change: object) =>
    (await fetch(`${room.url}/oauth/v2/authorize?${new URLSearchParams({ ...query, ...change })}`)).text();
  expect(await ask({ client_id: 'nobody' })).toContain('invalid_client_id');
  expect(await ask({ redirect_uri: 'https://evil.example' })).toContain('bad_redirect_uri');
});

test('each workspace gets its own token, with its channel and webhook', async () => {
  const { room, back, query } = await consent({ workspace: 'T0HARBOR001' });
  expect(back.get('state')).toBe('s 1');
  const client = new WebClient(undefined, { slackApiUrl: `${room.url}/api/` });
  const exchange = {
    client_id: 'client',
    client_secret: 'secret',
    code: `${back.get('code')}`,
    redirect_uri: query.redirect_uri,
  };
  const access = await client.oauth.v2.access(exchange);
  expect(access).toMatchObject({
    team: { id: 'T0HARBOR001', name: 'Harbor' },
    authed_user: { id: 'U0OTHER0001' },
    token_type: 'bot',
    scope: 'chat:write,incoming-webhook',
    incoming_webhook: { channel: '#general', channel_id: 'C0HARBOR001' },
  });
  expect(access.access_token).not.toBe(room.installed.token);
  const again = await client.oauth.v2.access(exchange).catch((error) => error.data.error);
  expect(again).toBe('code_already_used');
  const path = new URL(`${access.incoming_webhook?.url}`).pathname;
  const hooked = await fetch(`${room.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"text":"hook"}',
  });
  expect(await hooked.text()).toBe('ok');
  expect(await room.ask('GET', 'messages?team=T0HARBOR001')).toMatchObject([
    { text: 'hook', channel: 'C0HARBOR001' },
  ]);
});

test('a wrong secret or redirect address gets no token', async () => {
  const { room, back, query } = await consent();
  const client = new WebClient(undefined, { slackApiUrl: `${room.url}/api/` });
  const code = `${back.get('code')}`;
  const ask = (change: object) =>
    client.oauth.v2
      .access({
        client_id: 'client',
        client_secret: 'secret',
        code,
        redirect_uri: query.redirect_uri,
        ...change,
      })
      .catch((error) => error.data.error);
  expect(await ask({ client_secret: 'guess' })).toBe('bad_client_secret');
  expect(await ask({ redirect_uri: `${query.redirect_uri}/x` })).toBe('bad_redirect_uri');
  expect(await ask({ code: 'made.up' })).toBe('invalid_code');
});

test('saying no goes back with access_denied', async () => {
  const { back } = await consent({ decision: 'deny' });
  expect(back.get('error')).toBe('access_denied');
  expect(back.get('state')).toBe('s 1');
});
