// The Slack client: install, errors in our words, scopes that equal the manifest.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openSlack } from '#clients/slack/open-slack.ts';
import { slackOAuth } from '#clients/slack/slack-oauth.ts';
import { slackOptionalScopes, slackScopes } from '#clients/slack/slack-scopes.ts';
import { openHouse, type SlackHouse, type Workspace } from '#kit/slack-house.ts';

let house: SlackHouse;
let workspace: Workspace;
beforeAll(async () => {
  house = await openHouse();
  workspace = await house.connect('north');
});
afterAll(() => house.close());

const here = '$'.concat('{PUBLIC_URL}');
const manifest: unknown = JSON.parse(readFileSync('manifests/slack/manifest.json', 'utf8'));
const chat = () => house.ports.clients.chat(workspace.connection);
const rejection = (work: Promise<unknown>) =>
  work.then(
    () => 'it did not fail',
    (error: unknown) => error,
  );

test('an install tells the workspace, the picked channel, the bot and who installed it', () => {
  const { connection, team, idOf, state } = workspace;
  expect(connection).toMatchObject({ platform: 'slack', externalId: team, state: 'active' });
  expect(connection.account).toMatchObject({
    name: 'north',
    channel: idOf('sales'),
    installedBy: idOf('mia'),
  });
  expect(connection.account.botUser).toMatch(/^U/);
  expect([...connection.scopes].sort()).toEqual([...slackScopes, ...slackOptionalScopes].sort());
  expect(state).toBe('state-north');
});

test('the manifest asks for the scopes that the client uses, and no others', () => {
  const { oauth_config } = z
    .object({
      oauth_config: z.object({
        scopes: z.object({ bot: z.array(z.string()), bot_optional: z.array(z.string()) }),
      }),
    })
    .parse(manifest);
  expect(oauth_config.scopes.bot).toEqual([...slackScopes]);
  expect(oauth_config.scopes.bot_optional).toEqual([...slackOptionalScopes]);
});

test('the manifest stays within the limits of its schema, and names the addresses that we serve', () => {
  const {
    display_information: shown,
    features,
    settings,
  } = z
    .object({
      display_information: z.object({
        name: z.string().max(35),
        description: z.string().max(140),
        long_description: z.string().min(175).max(4000),
        background_color: z.string().regex(/^#[0-9a-f]{6}$/),
      }),
      features: z.object({ slash_commands: z.array(z.object({ command: z.string(), url: z.string() })) }),
      settings: z.object({
        event_subscriptions: z.object({ request_url: z.string(), bot_events: z.array(z.string()) }),
        interactivity: z.object({ request_url: z.string() }),
      }),
    })
    .parse(manifest);
  expect(shown.name).toBe('Revloop');
  expect(features.slash_commands).toMatchObject([{ command: '/revloop', url: `${here}/slack/commands` }]);
  expect(settings.event_subscriptions.request_url).toBe(`${here}/slack/events`);
  expect(settings.event_subscriptions.bot_events).toEqual([
    'app_home_opened',
    'app_uninstalled',
    'tokens_revoked',
  ]);
  expect(settings.interactivity.request_url).toBe(`${here}/slack/interactions`);
});

test('a code that is no good is refused, and our own wrong secret is told apart', async () => {
  const { config } = house;
  const bad = await rejection(slackOAuth({ config }).exchange('nonsense', workspace.redirect));
  expect(bad).toMatchObject({ code: 'CHAT_REFUSED', params: { code: 'invalid_code' } });
  const wrong = { ...config, SLACK_CLIENT_SECRET: 'not-it' };
  const ours = await rejection(slackOAuth({ config: wrong }).exchange('nonsense', workspace.redirect));
  expect(ours).toMatchObject({ code: 'CHAT_MISCONFIGURED', params: { code: 'bad_client_secret' } });
});

test('finds people by e-mail, and tells those it does not know', async () => {
  expect(await chat().memberByEmail('LINA@north.test')).toBe(workspace.idOf('li.na'));
  expect(await chat().memberByEmail('nobody@north.test')).toBeNull();
  expect(await chat().member(workspace.idOf('li.na'))).toEqual({ name: '李娜', locale: 'zh-CN' });
  expect(await chat().member('U0NOBODY001')).toBeNull();
});

test('a message that Slack refuses names the method, the code and what is wrong with it', async () => {
  const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
  const error = await rejection(chat().post(workspace.idOf('sales'), { text: 'x', blocks }));
  expect(error).toMatchObject({
    code: 'CHAT_REFUSED',
    params: { method: 'chat.postMessage', code: 'invalid_blocks' },
  });
  expect(String(error)).toContain('must be less than 151 characters');
});

test('asks for the time to wait instead of waiting when Slack says 429', async () => {
  await house.ask('PUT', 'chaos', { tooMany: 1 });
  const error = await rejection(chat().post(workspace.idOf('sales'), { text: 'hello', blocks: [] }));
  await house.ask('PUT', 'chaos', {});
  expect(error).toMatchObject({ code: 'CHAT_LIMIT', params: { waitMs: 1000 } });
});

test('a Slack that cannot be reached is busy, not revoked', async () => {
  const config = { ...house.config, SLACK_API_URL: 'http://127.0.0.1:9' };
  const { store, log } = house.ports;
  const far = openSlack({ config, store, log, connection: workspace.connection });
  expect(await rejection(far.direct(workspace.idOf('mia')))).toMatchObject({ code: 'CHAT_BUSY' });
  const rows = await house.store.asTenant(workspace.tenant, (all) =>
    all.connections.get(workspace.connection.id),
  );
  expect(rows?.state).toBe('active');
});

test('removing the app takes the token away, and Slack tells us that we are out', async () => {
  const other = await house.connect('leaving');
  await house.ports.clients.chat(other.connection).revoke();
  const error = await rejection(house.ports.clients.chat(other.connection).direct(other.idOf('mia')));
  expect(error).toMatchObject({ code: 'CHAT_REVOKED' });
  const state = () =>
    house.store
      .asTenant(other.tenant, (rows) => rows.connections.get(other.connection.id))
      .then((connection) => connection?.state);
  await expect.poll(state).toBe('uninstalled');
  await expect
    .poll(async () => JSON.stringify(await house.ask('GET', 'dispatches')))
    .toContain('app_uninstalled');
});
