// The buttons of an alert: each answer is recorded once, shown at once, and only to its own tenant.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openAnswers } from '#act/answer-advice.ts';
import { actChat } from '#act/chat-alert.ts';
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

test('Take it is recorded as an outcome of the advice and shown in the message at once', async () => {
  const { workspace, advice, click } = await alerted(house, 'take');
  expect(await click('mia', 'revloop:take')).toEqual({ ok: true });
  await expect.poll(() => words(house, workspace)).toContain('*Mia Keller* took it');
  expect(await words(house, workspace)).not.toContain('revloop:take');
  const after = await standing(house, workspace, advice);
  expect(after.advice).toMatchObject({ state: 'taken', answeredBy: 'Mia Keller' });
  expect(after.outcomes).toMatchObject([
    { advice: advice.id, kind: 'taken', via: 'slack', by: 'Mia Keller' },
  ]);
  expect(house.wakes).toContainEqual({
    kind: 'act',
    tenant: workspace.tenant,
    connection: workspace.connection.id,
  });
  // The action left in the outbox finds the message up to date already.
  await actChat(house.ports, workspace.tenant, workspace.connection);
  expect(await said(house, workspace)).toHaveLength(1);
});

test('the same press delivered three times counts once', async () => {
  const { workspace, advice, message } = await alerted(house, 'thrice');
  const payload = {
    ...{ type: 'block_actions', trigger_id: '1.2.3', team: { id: workspace.team, domain: 'thrice' } },
    user: { id: workspace.idOf('sam'), username: 'sam', team_id: workspace.team },
    ...{
      api_app_id: 'A1',
      token: 'x',
      container: { type: 'message', message_ts: message.ts, channel_id: message.channel },
    },
    channel: { id: message.channel, name: 'sales' },
    actions: [
      {
        ...{ type: 'button', action_id: 'revloop:done', block_id: `advice:${advice.id}`, value: advice.id },
        action_ts: '1795000000.000100',
      },
    ],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const answers = await Promise.all([1, 2, 3].map(() => send('/slack/interactions', body)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await send('/slack/interactions', body)).toMatchObject({ status: 200 });
  const after = await standing(house, workspace, advice);
  expect(after.outcomes).toHaveLength(1);
  expect(after.outcomes[0]).toMatchObject({ kind: 'done', advice: advice.id, by: 'Sam Ortiz' });
});

test('Snooze sets the advice aside for the days chosen, and the message tells until when', async () => {
  const { workspace, advice, click } = await alerted(house, 'snooze');
  await click('mia', 'revloop:snooze', '3');
  const after = await standing(house, workspace, advice);
  expect(after.advice?.state).toBe('snoozed');
  const days =
    ((after.advice?.snoozedUntil?.getTime() ?? 0) - house.ports.clock.now().getTime()) / 86_400_000;
  expect(days).toBeGreaterThan(2.99);
  expect(days).toBeLessThanOrEqual(3);
  await expect.poll(() => words(house, workspace)).toContain('snoozed it until');
});

test('Not useful is recorded before anybody is asked why; the reason is added when it comes', async () => {
  const { workspace, advice, click } = await alerted(house, 'useless', { locale: 'zh-CN' });
  // Slack gives a window three seconds to open, and a busy machine may take longer: its clock stands still meanwhile.
  house.time.still = Date.now();
  await click('li.na', 'revloop:not_useful');
  const open = async () =>
    z
      .object({ view: z.object({ id: z.string(), json: z.unknown() }).nullable() })
      .parse(await house.ask('GET', `view?team=${workspace.team}&user=${workspace.idOf('li.na')}`)).view;
  await expect.poll(async () => JSON.stringify(await open())).toContain('哪里不对？');
  house.time.still = null;
  expect((await standing(house, workspace, advice)).outcomes).toMatchObject([
    { kind: 'not_useful', note: null },
  ]);
  await house.ask('POST', 'submit', {
    ...{ team: workspace.team, user: workspace.idOf('li.na'), view_id: (await open())?.id },
    entered: { why: { words: '客户已经续约了' } },
  });
  expect((await standing(house, workspace, advice)).outcomes).toMatchObject([
    { kind: 'not_useful', note: '客户已经续约了' },
  ]);
  await expect.poll(() => words(house, workspace)).toContain('*李娜* 认为没有帮助');
});

test('who comes too late is told so, in their own language, and changes nothing', async () => {
  const { workspace, advice, click } = await alerted(house, 'late');
  await house.store.asTenant(workspace.tenant, (rows) =>
    rows.advice.answer(advice.id, { state: 'done', by: 'Rae', snoozedUntil: null }, house.ports.clock.now()),
  );
  await click('li.na', 'revloop:take');
  await expect.poll(() => words(house, workspace)).toContain('该建议此前已关闭（已完成），本次操作未生效。');
  const hint = (await said(house, workspace)).find(({ seen_by }) => seen_by);
  expect(hint?.seen_by).toBe(workspace.idOf('li.na'));
  const after = await standing(house, workspace, advice);
  expect(after.advice).toMatchObject({ state: 'done', answeredBy: 'Rae' });
  expect(after.outcomes).toEqual([]);
});

test('of two who answer at the same moment one counts, and the other is told', async () => {
  const { workspace, advice } = await alerted(house, 'both');
  const answer = openAnswers(house.ports);
  const { tenant } = workspace;
  const common = { tenant, advice: advice.id, subject: null, snoozeDays: null, note: null };
  const told = await Promise.all(
    (['done', 'not_useful', 'dismissed', 'done'] as const).map((kind, nr) =>
      answer({ ...common, kind, key: `card:${nr}`, via: 'card', by: `person ${nr}` }),
    ),
  );
  const results = told.map(({ result }) => result).sort();
  expect(results).toEqual(['closed', 'closed', 'closed', 'recorded']);
  const after = await standing(house, workspace, advice);
  expect(after.outcomes).toHaveLength(1);
  expect(after.advice).toMatchObject({ state: after.outcomes[0]?.kind, answeredBy: after.outcomes[0]?.by });
});

test("a press on another tenant's advice finds nothing", async () => {
  const { advice } = await alerted(house, 'owner');
  const stranger = await alerted(house, 'stranger');
  const body = pressBody(stranger.workspace, stranger.message, advice.id);
  expect((await send('/slack/interactions', body)).status).toBe(200);
  const outcomes = await house.store.asTenant(stranger.workspace.tenant, (rows) =>
    rows.outcomes.of(advice.subject),
  );
  expect(outcomes).toEqual([]);
  expect(await words(house, stranger.workspace)).toContain('revloop:take');
});
