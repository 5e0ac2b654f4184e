// A journey asks in Slack whether it may go on: the buttons answer it once, and only for its own tenant.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sayInChat } from '#act/chat-say.ts';
import { aGraph, say } from '#kit/a-graph.ts';
import { openHouse, type SlackHouse, type Workspace } from '#kit/slack-house.ts';
import { aCustomerInDanger, said } from '#kit/slack-story.ts';
import { tenantSettings } from '#sense/tenant.ts';
import { walkJourneys } from '#walk.ts';

let house: SlackHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const anyHour = {
  hours: { from: '00:00', to: '00:00' },
  weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
} as const;
const graph = aGraph({
  may: {
    ...{ kind: 'approve', ask: say('Offer {name} a discount?'), atMost: { days: 3 } },
    ...{ next: 'yes', refused: 'no' },
  },
  yes: { kind: 'goal' },
  no: { kind: 'exit' },
});

/** A customer that has come to the step that asks, and the question in the channel. */
async function asked(domain: string, locale: 'en' | 'zh-CN' = 'en') {
  const journeys = { ...tenantSettings.parse({}).journeys, ...anyHour, weekdays: [...anyHour.weekdays] };
  const workspace = await house.connect(domain, { locale, journeys });
  const { subject } = await aCustomerInDanger(house, workspace);
  const now = house.ports.clock.now();
  const journey = randomUUID();
  await house.store.asTenant(workspace.tenant, async (rows) => {
    const made = { id: journey, name: say('Discount'), kind: 'company', template: null } as const;
    await rows.journeys.make({ ...made, madeAt: now, madeBy: 'test' });
    await rows.journeys.saveVersion(journey, { graph }, 'test', now);
    const why = { what: 'published', who: 'test', detail: {}, at: now } as const;
    await rows.journeys.change(journey, { state: 'live', liveVersion: 1 }, why);
    const run = { journey, version: 1, subject, entryKey: '1', held: false, dry: false, node: 'may' };
    await rows.runs.enter([{ ...run, measureAt: new Date(now.getTime() + 9e9) }], now);
  });
  await walkJourneys(house.ports, workspace.tenant);
  await sayInChat(house.ports, workspace.connection);
  const [message] = await said(house, workspace);
  if (!message) throw new Error('nobody was asked');
  const run = (await runOf(workspace, journey))?.id ?? '';
  const click = (user: string, answer: 'yes' | 'no', of = workspace, which = run) =>
    house.ask('POST', 'click', {
      ...{ team: of.team, user: of.idOf(user), channel: message.channel, ts: message.ts },
      ...{ action_id: `revloop-run:${answer}`, block_id: `run:${which}` },
    });
  return { workspace, journey, run, click };
}
const runOf = async (workspace: Workspace, journey: string) =>
  (
    await house.store.asTenant(workspace.tenant, (rows) =>
      rows.runs.ofJourney(journey, { before: null, limit: 5 }),
    )
  )[0];
const words = async (workspace: Workspace) => JSON.stringify(await said(house, workspace));

test('yes lets the run go on, the message says who said it, and the register keeps it', async () => {
  const { workspace, journey, run, click } = await asked('may');
  expect(await words(workspace)).toContain('Offer Acme Freight a discount?');
  expect(await click('mia', 'yes')).toEqual({ ok: true });
  await expect.poll(() => words(workspace)).toContain('*Mia Keller* said yes');
  const shown = await words(workspace);
  expect(shown).toContain('Offer Acme Freight a discount?');
  expect(shown).not.toContain('revloop-run:');
  expect(house.wakes).toContainEqual({ kind: 'journey', tenant: workspace.tenant });
  await walkJourneys(house.ports, workspace.tenant);
  expect(await runOf(workspace, journey)).toMatchObject({ node: 'yes', status: 'done' });
  const { decisions } = await house.store.asTenant(workspace.tenant, (rows) =>
    rows.decisions.register({
      ...{ kind: 'approval', search: '', since: null, until: null, offset: 0, limit: 9 },
    }),
  );
  expect(decisions).toMatchObject([{ who: 'Mia Keller', about: `run ${run}`, body: { answer: 'yes' } }]);
});

test('no takes the other way, and who is asked in Chinese is answered in Chinese', async () => {
  const { workspace, journey, click } = await asked('mayzh', 'zh-CN');
  await click('li.na', 'no');
  await expect.poll(() => words(workspace)).toContain('*李娜* 没有同意');
  await walkJourneys(house.ports, workspace.tenant);
  expect(await runOf(workspace, journey)).toMatchObject({ node: 'no', status: 'exited' });
});

test('who answers after somebody else did changes nothing, and is told so', async () => {
  const { workspace, journey, run, click } = await asked('twice');
  const now = house.ports.clock.now();
  await house.store.asTenant(workspace.tenant, (rows) => rows.runs.approve(run, 'no', now));
  await click('sam', 'yes');
  await expect.poll(() => words(workspace)).toContain('answered already');
  await walkJourneys(house.ports, workspace.tenant);
  expect(await runOf(workspace, journey)).toMatchObject({ node: 'no' });
});
