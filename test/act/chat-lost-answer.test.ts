// An alert whose answer is lost on the way: whether it arrived is looked up before it is sent again.
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { actChat } from '#act/chat-alert.ts';
import { openSlack } from '#clients/slack/open-slack.ts';
import { openLossyLine } from '#kit/lossy-slack.ts';
import { openHouse, type SlackHouse } from '#kit/slack-house.ts';
import { aCustomerInDanger, putAlerts, said } from '#kit/slack-story.ts';
import type { Ports } from '#ports.ts';

let house: SlackHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function overLossyLine(mayLook: boolean) {
  const line = await openLossyLine(house.slackUrl, mayLook);
  onTestFinished(line.close);
  const config = { ...house.config, SLACK_API_URL: `${line.url}/api` };
  const { store, log } = house.ports;
  const clients: Ports['clients'] = {
    ...house.ports.clients,
    chat: (connection) => openSlack({ config, store, log, connection }),
  };
  return { line, ports: { ...house.ports, clients } };
}

test('an alert that arrived although its answer was lost is found and not sent again', async () => {
  const workspace = await house.connect('found');
  const { line, ports } = await overLossyLine(true);
  const advice = await aCustomerInDanger(house, workspace);
  await putAlerts(house, workspace, advice);
  line.lose(1);
  await actChat(ports, workspace.tenant, workspace.connection);
  expect(await said(house, workspace)).toHaveLength(1);
  house.time.shiftMs += 3_600_000;
  await actChat(ports, workspace.tenant, workspace.connection);
  expect(line.looked()).toBe(1);
  const messages = await said(house, workspace);
  expect(messages).toHaveLength(1);
  const notice = await house.store.asTenant(workspace.tenant, (rows) => rows.notices.of(advice.id));
  expect(notice?.ts).toBe(messages[0]?.ts);
});

test('it is found although our clock is ahead of that of Slack', async () => {
  const workspace = await house.connect('ahead');
  const { line, ports } = await overLossyLine(true);
  const advice = await aCustomerInDanger(house, workspace);
  await putAlerts(house, workspace, advice);
  line.lose(1);
  await actChat(ports, workspace.tenant, workspace.connection);
  const notice = await house.store.asTenant(workspace.tenant, (rows) => rows.notices.of(advice.id));
  const inAMinute = new Date(ports.clock.now().getTime() + 60_000);
  const chat = ports.clients.chat(workspace.connection);
  const found = await chat.find(notice?.channel ?? '', advice.id, inAMinute);
  expect(found).toMatchObject({ ts: (await said(house, workspace))[0]?.ts });
});

test('without permission to look it is sent again: an alert twice is better than none', async () => {
  const workspace = await house.connect('twice');
  const { line, ports } = await overLossyLine(false);
  await putAlerts(house, workspace, await aCustomerInDanger(house, workspace));
  line.lose(1);
  await actChat(ports, workspace.tenant, workspace.connection);
  house.time.shiftMs += 3_600_000;
  await actChat(ports, workspace.tenant, workspace.connection);
  await actChat(ports, workspace.tenant, workspace.connection);
  expect(await said(house, workspace)).toHaveLength(2);
  expect(house.lines.map(({ sentence }) => sentence).join()).toContain('without a history scope');
});

test('what Slack refused for sure is not looked for: the next attempt is a first one', async () => {
  const workspace = await house.connect('refused');
  const { line, ports } = await overLossyLine(false);
  const advice = await aCustomerInDanger(house, workspace);
  const act = async () => {
    await actChat(ports, workspace.tenant, workspace.connection);
    house.time.shiftMs += 3_600_000;
    return house.store.asTenant(workspace.tenant, (rows) => rows.notices.of(advice.id));
  };
  await putAlerts(house, workspace, advice);
  house.lines.length = 0;
  await house.ask('PUT', 'chaos', { tooMany: 1 });
  expect(await act()).toBeNull();
  await house.ask('PUT', 'chaos', {});
  expect((await act())?.ts).not.toBe('');
  expect(line.looked()).toBe(0);
  expect(await said(house, workspace)).toHaveLength(1);
  expect(house.lines.map(({ sentence }) => sentence).join()).not.toContain('posted again');
});

test('after a 503 nobody knows whether it arrived: it is looked for', async () => {
  const workspace = await house.connect('unknown');
  const { line, ports } = await overLossyLine(true);
  const advice = await aCustomerInDanger(house, workspace);
  await putAlerts(house, workspace, advice);
  await house.ask('PUT', 'chaos', { serverError: 1 });
  await actChat(ports, workspace.tenant, workspace.connection);
  await house.ask('PUT', 'chaos', {});
  house.time.shiftMs += 3_600_000;
  await actChat(ports, workspace.tenant, workspace.connection);
  expect(line.looked()).toBe(1);
  expect(await said(house, workspace)).toHaveLength(1);
});
