// The settings in a real browser: where sentiment comes from, which events came in, and what they mean.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, type TestBrowser } from '#kit/browser.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { buildConsole } from '#scripts/build.ts';
import type { NewSignal } from '#sense/signal.ts';

const directory = join(import.meta.dirname, '..', '..', '.out', 'console');
let house: HttpHouse;
let east: ToldTenant;
let browser: TestBrowser;

beforeAll(async () => {
  house = await openHttpHouse({ console: () => ({ state: 'ready', directory }) });
  east = await toldTenant(house.store, {
    name: 'East',
    portalId: '104',
    people: 3,
    now: house.clock.now(),
  });
  [browser] = await Promise.all([openBrowser(), buildConsole({ out: directory, log: () => undefined })]);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

async function opened(locale: string) {
  const page = await browser.page({ locale, viewport: { width: 1280, height: 900 } });
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  const code = await house.access.issueCode(east.tenant, 'Mia Keller', house.clock.now());
  await page.goto(`${house.url}/console/enter?code=${code}`);
  await page.goto(`${house.url}/console/settings`);
  return { page, wrong };
}

const settings = () =>
  house.store.asTenant(east.tenant, async (rows) => (await rows.settings.read()).settings);

/** A company whose record holds an answer to a survey. */
function answered(property: string): Promise<unknown> {
  const now = house.clock.now();
  return house.store.asTenant(east.tenant, (rows) =>
    rows.records.save(
      east.connection,
      [
        {
          ...{ objectType: 'company', id: '5001', properties: { [property]: '4' }, createdAt: now },
          ...{ modifiedAt: now, archived: false, saidAt: now },
        },
      ],
      now,
    ),
  );
}

test('an admin says where customers tell how content they are; where nobody answered it is not known', async () => {
  const { page, wrong } = await opened('en-GB');
  await page.getByText('Sentiment is not known', { exact: true }).waitFor();
  await page.getByText('No record has it: not known').first().waitFor();
  await answered('mood');
  await page.reload();
  await page.getByRole('button', { name: 'Add a source' }).click();
  const line = page.getByRole('group', { name: 'Add a source' });
  await line.getByText('Name the property.').waitFor();
  await expect.poll(() => page.getByRole('button', { name: 'Save', disabled: false }).count()).toBe(0);
  await line.getByRole('combobox', { name: 'Property with the answer' }).click();
  await page.getByRole('option', { name: 'mood', exact: true }).click();
  const mood = page.getByRole('group', { name: 'mood' });
  await mood.getByText('Filled in 1 of the newest records').waitFor();
  await expect.poll(() => page.getByText('Sentiment is not known', { exact: true }).count()).toBe(0);
  await mood.getByRole('textbox', { name: 'Worst' }).fill('5');
  await mood.getByRole('textbox', { name: 'Best' }).fill('5');
  await mood.getByText('Worst and best must differ.').waitFor();
  await expect.poll(() => page.getByRole('button', { name: 'Save', disabled: false }).count()).toBe(0);
  await mood.getByRole('textbox', { name: 'Worst' }).fill('1');
  await page.getByRole('button', { name: 'Remove CSAT__c' }).click();
  await page.getByRole('button', { name: 'Save', disabled: false }).click();
  await page.getByText('Saved. Everybody is looked at again now.').waitFor();
  const { sentiment } = await settings();
  expect(sentiment.at(-1)).toEqual({ of: 'company', property: 'mood', worst: 1, best: 5, on: null });
  expect(sentiment.map(({ property }) => property)).not.toContain('CSAT__c');
  expect(wrong).toEqual([]);
  await page.context().close();
});

/** What came in of one user, as it was kept. */
function events(): NewSignal[] {
  const now = house.clock.now().getTime();
  return [
    { name: 'Logged In', properties: {} },
    { name: 'Report exported', properties: { feature: 'reports', plan: 'pro' } },
    { name: 'Report exported', properties: { feature: 'reports' } },
    { name: 'Heartbeat', properties: {} },
  ].map((data, nr) => ({
    ...{ origin: east.connection, objectType: 'company', externalId: '5001', kind: 'product.event' },
    ...{ key: `came/${nr}`, occurredAt: new Date(now - (nr + 1) * 3_600_000), data: { user: 'u1', ...data } },
  }));
}

test('the dial lists the events that came in and what of them is kept; what they mean is chosen from the list', async () => {
  await house.store.asTenant(east.tenant, ({ signals }) => signals.keep(events()));
  const { page, wrong } = await opened('en-GB');
  const list = page.getByRole('table', { name: 'Events that came in' });
  await list.getByRole('row', { name: /^Logged In 1 .* a login none kept$/ }).waitFor();
  const exported = list.getByRole('row', { name: /^Report exported 2 .* use of a feature/ });
  await exported.getByText('feature', { exact: true }).waitFor();
  await exported.getByText('plan: no longer kept').waitFor();

  await page.getByRole('combobox', { name: 'Properties that are kept' }).click();
  await page.getByRole('option', { name: 'plan', exact: true }).click();
  await exported.getByText('plan', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Save', disabled: false }).click();
  await page.getByText('Saved. It holds for every event from now on.').waitFor();
  expect((await settings()).collection.properties).toContain('plan');

  await page.getByRole('combobox', { name: 'No use of a feature' }).click();
  await page.getByRole('option', { name: 'Heartbeat', exact: true }).click();
  await page.getByRole('button', { name: 'Save', disabled: false }).click();
  await page.getByText('Use is counted anew for everybody now.', { exact: false }).waitFor();
  expect((await settings()).usage.noFeatures).toContain('Heartbeat');
  await list.getByRole('row', { name: /^Heartbeat 1 .* no use of a feature/ }).waitFor();

  await page.getByRole('radio', { name: 'Nothing' }).check();
  await list.getByText('no longer collected').first().waitFor();
  await page.goto(`${house.url}/console/rules/new`);
  await page.getByRole('button', { name: 'Add a condition', exact: true }).click();
  await page.getByRole('combobox', { name: 'Field', exact: true }).click();
  await page.getByRole('option', { name: 'Days since the last event in the product' }).first().click();
  await page.getByRole('combobox', { name: 'Event (all when empty)' }).click();
  await page.getByRole('option', { name: 'Report exported', exact: true }).click();
  await page.locator('[data-sentence]').getByText('Report exported').waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('a direction is offered of amounts and dates alone, and one that changes nothing is named', async () => {
  const { page, wrong } = await opened('en-GB');
  const rising = page.getByRole('combobox', { name: 'The greater or later, the more probable' });
  await rising.click();
  await page.getByRole('option', { name: 'lead:employees', exact: true }).waitFor();
  expect(await page.getByRole('option', { name: 'lead:source', exact: true }).count()).toBe(0);
  await page.getByRole('option', { name: 'lead:employees', exact: true }).click();
  expect(await page.getByText('so it changes nothing so far').count()).toBe(0);
  await rising.fill('deal.amount');
  await rising.press('Enter');
  await page.getByText('so it changes nothing so far: deal.amount.').waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('both are there in Chinese', async () => {
  const { page, wrong } = await opened('zh-CN');
  await page.getByText('客户满意度从哪里来').waitFor();
  await page.getByRole('table', { name: '已收到的事件' }).waitFor();
  await page.getByRole('group', { name: 'nps_score' }).first().waitFor();
  expect(
    await page
      .getByRole('main')
      .getByText(/console\./)
      .count(),
  ).toBe(0);
  expect(wrong).toEqual([]);
  await page.context().close();
});
