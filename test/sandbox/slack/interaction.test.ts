// People use an app in the simulated Slack; the app is Slack's own Bolt, which checks every signature.
import { once } from 'node:events';
import { App, ExpressReceiver, LogLevel } from '@slack/bolt';
import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '#ports.ts';
import { listen, openRoom, stillClock, team } from './slack-room.ts';

const ada = { team: team.id, user: 'U0ADMIN0001' } as const;

async function boltRoom({
  signingSecret = 'signing',
  ...options
}: {
  signingSecret?: string;
  clock?: Clock;
} = {}) {
  const room = await openRoom(options);
  onTestFinished(room.close);
  const endpoints = { events: '/events', actions: '/interactions', commands: '/commands' };
  const receiver = new ExpressReceiver({ signingSecret, endpoints, logLevel: LogLevel.ERROR });
  const app = new App({
    receiver,
    logLevel: LogLevel.ERROR,
    token: room.installed.token,
    clientOptions: { slackApiUrl: `${room.url}/api/` },
  });
  const host = await listen(receiver.app);
  onTestFinished(async () => {
    host.server.close();
    host.server.closeAllConnections();
    await once(host.server, 'close');
  });
  const urls = { eventsUrl: `${host.url}/events`, interactionsUrl: `${host.url}/interactions` };
  const registered = await room.ask('POST', 'apps', {
    ...room.seed,
    ...urls,
    commandsUrl: `${host.url}/commands`,
  });
  return { ...room, app, registered };
}

const button = (action_id: string) => ({
  type: 'actions' as const,
  block_id: 'buttons',
  elements: [
    {
      type: 'button' as const,
      action_id,
      value: 'v1',
      text: { type: 'plain_text' as const, text: 'Take it' },
    },
  ],
});

test('an events URL proves itself by answering the challenge', async () => {
  const { registered } = await boltRoom();
  expect(registered).toMatchObject({ verified: true });
});

test('a wrong signing secret is refused by the app, and the click says so', async () => {
  const { client, ask, registered } = await boltRoom({ signingSecret: 'another' });
  expect(registered).toMatchObject({ verified: false });
  const { channel, ts } = await client.chat.postMessage({
    channel: ada.user,
    text: 'x',
    blocks: [button('take')],
  });
  const outcome = await ask('POST', 'click', { ...ada, channel, ts, action_id: 'take' });
  expect(outcome).toMatchObject({ ok: false, error: 'app_did_not_answer' });
  expect(await ask('GET', 'dispatches')).toMatchObject([
    { kind: 'block_actions', status: 401, reason: 'http_error' },
    {},
  ]);
});

test('a click reaches the app with the message, and the response URL replaces it', async () => {
  const { app, client, ask } = await boltRoom();
  app.action('take', async ({ ack, respond, body, action }) => {
    await ack();
    const value = 'value' in action ? action.value : '';
    await respond({ replace_original: true, text: `${body.user.id} took ${value}`, blocks: [] });
  });
  const { channel, ts } = await client.chat.postMessage({
    channel: ada.user,
    text: 'x',
    blocks: [button('take')],
  });
  expect(await ask('POST', 'click', { ...ada, channel, ts, action_id: 'take' })).toEqual({ ok: true });
  await expect
    .poll(() => ask('GET', 'messages'))
    .toMatchObject([{ ts, text: 'U0ADMIN0001 took v1', edited: {} }]);
});

test('a modal opens once per trigger, is checked, answered with errors, and closes', async () => {
  const { app, client, ask } = await boltRoom({ clock: stillClock() });
  const view = {
    type: 'modal' as const,
    callback_id: 'why',
    title: { type: 'plain_text' as const, text: 'Why?' },
    submit: { type: 'plain_text' as const, text: 'Send' },
    blocks: [
      {
        type: 'input' as const,
        block_id: 'reason',
        label: { type: 'plain_text' as const, text: 'Reason' },
        element: { type: 'plain_text_input' as const, action_id: 'text' },
      },
    ],
  };
  const seen: string[] = [];
  app.action('take', async ({ ack, client: slack, body }) => {
    await ack();
    const trigger_id = 'trigger_id' in body ? body.trigger_id : '';
    await slack.views.open({ trigger_id, view });
    await slack.views.open({ trigger_id, view }).catch((error) => seen.push(error.data.error));
  });
  app.view('why', async ({ ack, view: sent }) => {
    const text = sent.state.values['reason']?.['text']?.value ?? '';
    seen.push(text);
    if (text === 'no') await ack({ response_action: 'errors', errors: { reason: 'Say more.' } });
    else await ack();
  });
  const { channel, ts } = await client.chat.postMessage({
    channel: ada.user,
    text: 'x',
    blocks: [button('take')],
  });
  await ask('POST', 'click', { ...ada, channel, ts, action_id: 'take' });
  await expect.poll(() => seen).toEqual(['exchanged_trigger_id']);
  const opened = await ask('GET', `view?team=${ada.team}&user=${ada.user}`);
  expect(opened).toMatchObject({ view: { kind: 'modal', json: { callback_id: 'why' } } });
  const view_id =
    opened instanceof Object && 'view' in opened && opened.view instanceof Object && 'id' in opened.view
      ? opened.view.id
      : '';
  const submit = (entered: object) => ask('POST', 'submit', { ...ada, view_id, entered });
  expect(await submit({})).toMatchObject({ ok: false, errors: { reason: expect.any(String) } });
  expect(await submit({ reason: { text: 'no' } })).toMatchObject({
    ok: false,
    errors: { reason: 'Say more.' },
  });
  expect(await submit({ reason: { text: 'because' } })).toEqual({ ok: true });
  expect(seen).toEqual(['exchanged_trigger_id', 'no', 'because']);
  expect(await ask('GET', `view?team=${ada.team}&user=${ada.user}`)).toEqual({ view: null });
});

test('opening the Home tab tells the app, which publishes it', async () => {
  const { app, ask, installed } = await boltRoom();
  app.event('app_home_opened', async ({ event, client }) => {
    const blocks = [{ type: 'header' as const, text: { type: 'plain_text' as const, text: 'Your day' } }];
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
  await ask('POST', 'home', { ...ada, app: installed.app });
  const look = () => ask('GET', `home?team=${ada.team}&user=${ada.user}&app=${installed.app}`);
  await expect.poll(look).toMatchObject({ view: { json: { blocks: [{ text: { text: 'Your day' } }] } } });
});

test('a slash command is answered where only its sender sees it', async () => {
  const { app, ask } = await boltRoom();
  app.command('/revloop', async ({ ack, command }) => ack(`You said ${command.text}`));
  const outcome = await ask('POST', 'command', {
    ...ada,
    channel: 'C0GENERAL01',
    command: '/revloop',
    text: 'hello',
  });
  expect(outcome).toEqual({ ok: true });
  expect(await ask('GET', 'messages')).toMatchObject([{ text: 'You said hello', seen_by: ada.user }]);
});

test('an event the app fails to take comes again with its number and reason', async () => {
  const room = await openRoom();
  onTestFinished(room.close);
  await room.ask('PUT', 'chaos', { retryDelaysMs: [1, 1, 1] });
  await room.client.conversations.join({ channel: 'C0GENERAL01' });
  room.inbox.answer = (_, response) => response.status(room.inbox.got.length < 3 ? 500 : 200).end();
  await room.ask('POST', 'write', { ...ada, channel: 'C0GENERAL01', text: 'hello' });
  await expect.poll(() => room.inbox.got.length).toBe(3);
  const ids = room.inbox.got.map(({ body }) => JSON.parse(body).event_id);
  expect(new Set(ids).size).toBe(1);
  expect(room.inbox.got.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2']);
  expect(room.inbox.got[2]?.headers['x-slack-retry-reason']).toBe('http_error');
});

test('uninstalling kills the token and tells the app', async () => {
  const { client, seed, inbox, close } = await openRoom();
  onTestFinished(close);
  await client.apps.uninstall({ client_id: seed.clientId, client_secret: seed.clientSecret });
  await expect
    .poll(() => inbox.got.map(({ body }) => JSON.parse(body).event.type))
    .toEqual(['tokens_revoked', 'app_uninstalled']);
  await expect(client.auth.test()).rejects.toThrow('token_revoked');
});
