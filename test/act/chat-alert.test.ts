// Alerts in Slack: one for each situation, kept up to date, capped, and sent once whatever happens.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actChat } from '#act/chat-alert.ts';
import { openHouse, type SlackHouse, type Workspace } from '#kit/slack-house.ts';
import { aCustomerInDanger, putAlerts, said, someAdvice } from '#kit/slack-story.ts';

let house: SlackHouse;
beforeAll(async () => {
  const owner = { id: '77', email: 'rep@north.test', name: 'Rae Park', archived: false, userId: null };
  house = await openHouse({ owners: [owner] });
});
afterAll(() => house.close());

const act = (workspace: Workspace) => actChat(house.ports, workspace.tenant, workspace.connection);
const pending = (workspace: Workspace) =>
  house.store.asTenant(workspace.tenant, (rows) => rows.outbox.list({ states: ['pending'], limit: 100 }));

test('tells the channel picked at install who, what changed, why and what to do', async () => {
  const workspace = await house.connect('plain');
  const advice = await aCustomerInDanger(house, workspace);
  await putAlerts(house, workspace, advice);
  await act(workspace);
  const [message, ...more] = await said(house, workspace);
  expect(more).toEqual([]);
  expect(message?.channel).toBe(workspace.idOf('sales'));
  const words = JSON.stringify(message);
  for (const part of [
    'Acme Freight',
    '81 (healthy)',
    '34 (at risk)',
    'Open tickets: 6 (usual: 1)',
    '41%',
    'Sure',
  ])
    expect(words).toContain(part);
  expect(words).toContain('https://app.hubspot.test/contacts/1/record/company/501');
  expect(words).toContain('Fix the open support problems');
});

test('says nothing a second time for the same situation, however often it is acted', async () => {
  const workspace = await house.connect('once');
  const advice = await aCustomerInDanger(house, workspace);
  await putAlerts(house, workspace, advice);
  await putAlerts(house, workspace, advice);
  await Promise.all([act(workspace), act(workspace)]);
  await act(workspace);
  expect(await said(house, workspace)).toHaveLength(1);
});

test('updates the same message when it gets worse, and says so in its thread', async () => {
  const workspace = await house.connect('worse');
  const advice = await aCustomerInDanger(house, workspace);
  await putAlerts(house, workspace, advice);
  await act(workspace);
  house.time.shiftMs += 1000;
  const worse = await house.store.asTenant(workspace.tenant, (rows) =>
    rows.advice.save(
      someAdvice(advice.subject, { change: { from: 'healthy', to: 'at_risk', scoreFrom: 81, scoreTo: 12 } }),
      house.ports.clock.now(),
    ),
  );
  expect(worse.fresh).toBe(false);
  await putAlerts(house, workspace, worse.advice);
  await act(workspace);
  const [message, line, ...more] = await said(house, workspace);
  expect(more).toEqual([]);
  expect(JSON.stringify(message?.blocks)).toContain('12 (at risk)');
  expect(line?.thread_ts).toBe(message?.ts);
  expect(line?.text).toBe('Got worse: 34 (at risk) → *12 (at risk)*');
});

test('tells that a situation is over and takes the buttons away', async () => {
  const workspace = await house.connect('over');
  const advice = await aCustomerInDanger(house, workspace);
  await putAlerts(house, workspace, advice);
  await act(workspace);
  const over = await house.store.asTenant(workspace.tenant, (rows) =>
    rows.advice.answer(
      advice.id,
      { state: 'expired', by: null, snoozedUntil: null },
      house.ports.clock.now(),
    ),
  );
  if (over) await putAlerts(house, workspace, over);
  await act(workspace);
  const [message, line] = await said(house, workspace);
  expect(JSON.stringify(message?.blocks)).not.toContain('revloop:take');
  expect(JSON.stringify(message?.blocks)).toContain('This situation is over');
  expect(line?.text).toBe('This situation is over.');
});

test('sends nothing about advice that was answered before its alert went out', async () => {
  const workspace = await house.connect('answered');
  const advice = await aCustomerInDanger(house, workspace);
  await putAlerts(house, workspace, advice);
  await house.store.asTenant(workspace.tenant, (rows) =>
    rows.advice.answer(advice.id, { state: 'taken', by: 'Rae', snoozedUntil: null }, house.ports.clock.now()),
  );
  await act(workspace);
  expect(await said(house, workspace)).toEqual([]);
  expect(await pending(workspace)).toEqual([]);
});

test("goes to the owner's manager as a direct message", async () => {
  const workspace = await house.connect('managers', {
    alerts: { managers: { 'Rep@north.test': 'lina@north.test' } },
  });
  const advice = await aCustomerInDanger(house, workspace, { ownerId: '77' });
  await putAlerts(house, workspace, advice);
  await act(workspace);
  const [message] = await said(house, workspace);
  const channel = await house.ports.clients.chat(workspace.connection).direct(workspace.idOf('li.na'));
  expect(message?.channel).toBe(channel);
  expect(JSON.stringify(message)).toContain('Owner: Rae Park');
});

test('asks Slack once who a manager is, however many alerts are for them', async () => {
  const workspace = await house.connect('many', {
    alerts: { perDay: 2, managers: { 'rep@north.test': 'sam@north.test' } },
  });
  const advice = [];
  for (const externalId of ['1', '2', '3', '4', '5'])
    advice.push(await aCustomerInDanger(house, workspace, { externalId, ownerId: '77' }));
  await putAlerts(house, workspace, ...advice);
  const asked: string[] = [];
  const chat = house.ports.clients.chat(workspace.connection);
  const counting = {
    ...chat,
    direct: (user: string) => chat.direct(user).finally(() => asked.push('direct')),
    memberByEmail: (email: string) => chat.memberByEmail(email).finally(() => asked.push('email')),
  };
  const clients = { ...house.ports.clients, chat: () => counting };
  await actChat({ ...house.ports, clients }, workspace.tenant, workspace.connection);
  expect(asked).toEqual(['email', 'direct']);
  expect(await said(house, workspace)).toHaveLength(2);
});

test('goes to the next place when the channel of the settings takes no message', async () => {
  const workspace = await house.connect('fallback', { alerts: { channel: 'C0NOTTHERE1' } });
  await putAlerts(house, workspace, await aCustomerInDanger(house, workspace));
  await act(workspace);
  expect((await said(house, workspace)).map(({ channel }) => channel)).toEqual([workspace.idOf('sales')]);
});

test('sends the strongest up to the cap; the others wait in the outbox', async () => {
  const workspace = await house.connect('capped', { alerts: { perDay: 2 } });
  const scores = [38, 5, 22, 30];
  const advice = [];
  for (const score of scores)
    advice.push(
      await aCustomerInDanger(house, workspace, {
        externalId: `60${score}`,
        name: `Company ${score}`,
        advice: { change: { from: 'healthy', to: 'at_risk', scoreFrom: 80, scoreTo: score } },
      }),
    );
  await putAlerts(house, workspace, ...advice);
  await act(workspace);
  const titles = (await said(house, workspace)).map(({ text }) => text);
  expect(titles).toHaveLength(2);
  expect(titles[0]).toContain('Company 5');
  expect(titles[1]).toContain('Company 22');
  expect(await pending(workspace)).toHaveLength(2);
  // A day later there is room again, without anybody putting them again.
  house.time.shiftMs += 25 * 3_600_000;
  await act(workspace);
  expect(await said(house, workspace)).toHaveLength(4);
});

test('sends nothing in a dry run, and says so in the outbox', async () => {
  const workspace = await house.connect('dry', { dryRun: true });
  await putAlerts(house, workspace, await aCustomerInDanger(house, workspace));
  await act(workspace);
  expect(await said(house, workspace)).toEqual([]);
  const dry = await house.store.asTenant(workspace.tenant, (rows) =>
    rows.outbox.list({ states: ['dry'], limit: 9 }),
  );
  expect(dry).toHaveLength(1);
});

test('waits as long as Slack asks when it is too much, then sends it once', async () => {
  const workspace = await house.connect('busy');
  await putAlerts(house, workspace, await aCustomerInDanger(house, workspace));
  await house.ask('PUT', 'chaos', { tooMany: 1 });
  await act(workspace);
  await house.ask('PUT', 'chaos', {});
  expect(await said(house, workspace)).toEqual([]);
  const [waiting] = await pending(workspace);
  expect(waiting?.problem).toContain('1000 ms');
  house.time.shiftMs += 2000;
  await act(workspace);
  await act(workspace);
  expect(await said(house, workspace)).toHaveLength(1);
});

test('survives a Slack that fails: the alert is sent later, once', async () => {
  const workspace = await house.connect('failing');
  await putAlerts(house, workspace, await aCustomerInDanger(house, workspace));
  await house.ask('PUT', 'chaos', { serverError: 1 });
  await act(workspace);
  await house.ask('PUT', 'chaos', {});
  expect(await said(house, workspace)).toEqual([]);
  house.time.shiftMs += 3_600_000;
  await act(workspace);
  expect(await said(house, workspace)).toHaveLength(1);
});

test('does not send an alert again that somebody deleted', async () => {
  const workspace = await house.connect('deleted');
  const advice = await aCustomerInDanger(house, workspace);
  await putAlerts(house, workspace, advice);
  await act(workspace);
  house.slack.db.run('delete from messages where team = ?', workspace.team);
  const taken = await house.store.asTenant(workspace.tenant, (rows) =>
    rows.advice.answer(advice.id, { state: 'taken', by: 'Rae', snoozedUntil: null }, house.ports.clock.now()),
  );
  if (taken) await putAlerts(house, workspace, taken);
  await act(workspace);
  expect(await said(house, workspace)).toEqual([]);
  expect(await pending(workspace)).toEqual([]);
});

test('stops at once and marks the connection when the workspace took its permission back', async () => {
  const workspace = await house.connect('revoked');
  const advice = await aCustomerInDanger(house, workspace);
  await putAlerts(house, workspace, advice);
  house.slack.db.run('update installs set active = 0 where team = ?', workspace.team);
  await act(workspace);
  const connection = await house.store.asTenant(workspace.tenant, (rows) =>
    rows.connections.get(workspace.connection.id),
  );
  expect(connection?.state).toBe('revoked');
  expect(await pending(workspace)).toHaveLength(1);
});

test('two tenants never meet: each alert goes to the workspace of its own tenant', async () => {
  const north = await house.connect('north');
  const south = await house.connect('south');
  await putAlerts(house, north, await aCustomerInDanger(house, north, { name: 'Northern Customer' }));
  await putAlerts(house, south, await aCustomerInDanger(house, south, { name: 'Southern Customer' }));
  await Promise.all([act(north), act(south)]);
  expect((await said(house, north)).map(({ text }) => text).join()).toMatch(/^[^S]*Northern Customer/);
  expect((await said(house, south)).map(({ text }) => text).join()).toMatch(/^[^N]*Southern Customer/);
  // The other workspace's connection reaches none of this tenant's rows.
  expect(await actChat(house.ports, north.tenant, south.connection)).toBe(0);
});
