// Erasing a person empties what was said about them in Slack too.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actChat } from '#act/chat-alert.ts';
import { forgetInChat } from '#act/chat-forget.ts';
import { openHouse, type SlackHouse } from '#kit/slack-house.ts';
import { aCustomerInDanger, putAlerts, said } from '#kit/slack-story.ts';

let house: SlackHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('takes name and reasons out of the message, once, and leaves nothing in the store', async () => {
  const { tenant, connection, ...workspace } = await house.connect('forget');
  const told = { tenant, connection, ...workspace };
  const advice = await aCustomerInDanger(house, told);
  await putAlerts(house, told, advice);
  await actChat(house.ports, tenant, connection);
  expect(JSON.stringify(await said(house, told))).toContain('Acme Freight');

  await house.store.asTenant(tenant, (rows) => rows.subjects.erase(advice.subject, { who: 'crm' }));
  expect(await forgetInChat(house.ports, connection)).toBe(1);
  expect(await forgetInChat(house.ports, connection)).toBe(0);
  const words = JSON.stringify(await said(house, told));
  expect(words).not.toContain('Acme Freight');
  expect(words).toContain('whose data was erased');
  const left = await house.store.asTenant(tenant, (rows) =>
    rows.outbox.list({ states: ['pending', 'done', 'parked'], limit: 10 }),
  );
  expect(left.map(({ kind, state }) => ({ kind, state }))).toEqual([{ kind: 'chat.forget', state: 'done' }]);
});
