// Slack's door: signatures, workspaces that come and go, the Home tab and the command.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { alerted, pressBody, standing, words } from '#kit/alerted.ts';
import { sendAsSlack } from '#kit/signed-slack.ts';
import { openHouse, type SlackHouse, signingSecret } from '#kit/slack-house.ts';
import { said } from '#kit/slack-story.ts';

let house: SlackHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const send = (
  path: string,
  body: string,
  how: { json?: boolean; signature?: string; secret?: string; age?: number } = {},
) => sendAsSlack(`${house.url}${path}`, body, { secret: signingSecret, ...how });

test.each([
  ['a wrong signature', { signature: 'v0=0000' }],
  ['a signature made with another secret', { secret: 'another' }],
  ['a timestamp older than five minutes', { age: 301 }],
  ['no signature at all', { signature: '' }],
])('refuses %s with 401', async (_, forged) => {
  const body = JSON.stringify({ type: 'event_callback', team_id: 'T1', event: { type: 'app_uninstalled' } });
  expect((await send('/slack/events', body, { json: true, ...forged })).status).toBe(401);
});

test('proves the address of events to Slack', async () => {
  const body = JSON.stringify({ type: 'url_verification', challenge: 'prove-it', token: 'x' });
  const answer = await send('/slack/events', body, { json: true });
  expect(answer).toMatchObject({ status: 200 });
  expect(answer.text).toContain('prove-it');
});

test('the Home tab shows the open advice with the same buttons, and answers there count too', async () => {
  const { workspace, advice } = await alerted(house, 'home');
  const user = workspace.idOf('sam');
  const app = z
    .object({ id: z.string() })
    .array()
    .parse(house.slack.db.all(z.object({ id: z.string() }), 'select id from apps'))[0]?.id;
  await house.ask('POST', 'home', { team: workspace.team, user, app });
  const home = async () =>
    z
      .object({ view: z.looseObject({ id: z.string() }).nullable() })
      .parse(await house.ask('GET', `home?team=${workspace.team}&user=${user}&app=${app}`)).view;
  expect(JSON.stringify(await home())).toContain('Fix the open support problems: Acme Freight');
  expect(JSON.stringify(await home())).toContain('Customers in danger');
  await house.ask('POST', 'click', {
    ...{ team: workspace.team, user, view_id: (await home())?.id },
    ...{ action_id: 'revloop:take', block_id: `advice:${advice.id}` },
  });
  expect((await standing(house, workspace, advice)).advice?.state).toBe('taken');
  await expect.poll(async () => JSON.stringify(await home())).toContain('Sam Ortiz');
  await expect.poll(() => words(house, workspace)).toContain('*Sam Ortiz* took it');
});

test('/revloop answers only the person, from the data of their own tenant', async () => {
  const { workspace } = await alerted(house, 'commands', {
    dryRun: false,
    alerts: { managers: { 'a@b.c': 'd@e.f' } },
  });
  const ask = async (user: string, text: string) => {
    const channel = workspace.idOf('sales');
    await house.ask('POST', 'command', {
      team: workspace.team,
      user: workspace.idOf(user),
      channel,
      command: '/revloop',
      text,
    });
    return (await said(house, workspace)).at(-1);
  };
  const top = await ask('mia', 'top');
  expect(top?.seen_by).toBe(workspace.idOf('mia'));
  expect(top?.text).toContain(
    '1. <https://app.hubspot.test/contacts/1/record/company/501|Acme Freight>: 34 (at risk)',
  );
  expect(top?.text.match(/^\d\./gm)).toHaveLength(1);
  const status = await ask('mia', 'status');
  expect(status?.text).toContain('HubSpot North: connected');
  expect(status?.text).toContain("the owner's manager");
  expect((await ask('li.na', ''))?.text).toContain('显示本说明');
});

test("a person's own token that is revoked takes nothing away from the workspace", async () => {
  const { workspace } = await alerted(house, 'persons');
  const event = { type: 'tokens_revoked', tokens: { oauth: ['U0PERSON01'], bot: [] }, event_ts: '1.2' };
  const body = { type: 'event_callback', team_id: workspace.team, api_app_id: 'A1', event_id: 'Ev1', event };
  expect((await send('/slack/events', JSON.stringify(body), { json: true })).status).toBe(200);
  const kept = await house.store.asTenant(workspace.tenant, (rows) =>
    rows.connections.get(workspace.connection.id),
  );
  expect(kept?.state).toBe('active');
});

test('a workspace that removes the app is disconnected, its tokens forgotten', async () => {
  const { workspace } = await alerted(house, 'removed');
  const app = house.slack.db.one(z.object({ id: z.string() }), 'select id from apps')?.id;
  await house.ask('POST', 'uninstall', { team: workspace.team, app });
  const kept = await house.store.asTenant(workspace.tenant, async (rows) => ({
    connection: await rows.connections.get(workspace.connection.id),
    tokens: await rows.connections.tokens(workspace.connection.id),
  }));
  expect(kept.connection?.state).toBe('uninstalled');
  expect(kept.tokens).toBeNull();
});

test('a workspace that nobody connected is answered politely and nothing happens', async () => {
  const { workspace, advice, message } = await alerted(house, 'known');
  const body = pressBody({ ...workspace, team: 'T0UNKNOWN01' }, message, advice.id);
  expect(await send('/slack/interactions', body)).toMatchObject({ status: 200, text: '' });
  const form = new URLSearchParams({
    ...{ team_id: 'T0UNKNOWN01', user_id: 'U1', channel_id: 'C1', command: '/revloop', text: 'top' },
    ...{ response_url: 'http://127.0.0.1:9/', trigger_id: '1.2' },
  });
  const answer = await send('/slack/commands', form.toString());
  expect(answer.text).toContain('not connected to Revloop');
});
