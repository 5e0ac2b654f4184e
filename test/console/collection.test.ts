// The dial in the console: an admin sees what would be kept, and the door keeps just that.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, type TestBrowser } from '#kit/browser.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { buildConsole } from '#scripts/build.ts';
import { forgetSurplus } from '#sense/forget-surplus.ts';
import { intake } from '#sense/intake.ts';
import { segmentAdapter } from '#webhooks/segment/adapter.ts';

const directory = join(import.meta.dirname, '..', '..', '.out', 'console');
let house: HttpHouse;
let west: ToldTenant;
let browser: TestBrowser;

beforeAll(async () => {
  house = await openHttpHouse({ console: () => ({ state: 'ready', directory }) });
  west = await toldTenant(house.store, { name: 'West', portalId: '103', now: house.clock.now() });
  [browser] = await Promise.all([openBrowser(), buildConsole({ out: directory, log: () => undefined })]);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

/** What the door wrote down of an event, as text; null when nothing. */
async function keptOf(writeKey: string, event: string): Promise<string | null> {
  const body = JSON.stringify({
    ...{ event, userId: 'ada', properties: { plan: 'pro', salary: 9 } },
    context: { groupId: 'acme' },
  });
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;
  const answer = await fetch(`${house.url}/v1/track`, { method: 'POST', body, headers: { authorization } });
  expect(answer.status).toBe(200);
  const { rows } = await house.store.pool.query<{ text: string }>(
    `select convert_from(body, 'UTF8') as text from delivery where source = 'segment' and position($1 in convert_from(body, 'UTF8')) > 0`,
    [event],
  );
  return rows[0]?.text ?? null;
}

test('an admin turns the dial, sees what that means, and the door keeps just that', async () => {
  const { writeKey } = await house.deps.eventSources.add(west.tenant, 'app', house.clock.now());
  const page = await browser.page({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  const code = await house.access.issueCode(west.tenant, 'Mia Keller', house.clock.now());
  await page.goto(`${house.url}/console/enter?code=${code}`);
  await page.goto(`${house.url}/console/settings`);
  const user = page.getByRole('row', { name: /^User/ });
  await user.getByText('counted under another name').waitFor();
  expect(await keptOf(writeKey, 'Counted')).not.toMatch(/ada|salary|plan/);

  await page.getByRole('radio', { name: 'Each person' }).check();
  await user.getByText('kept', { exact: true }).waitFor();
  await page.getByText('It begins with a gap').waitFor();
  await page.getByRole('combobox', { name: 'Properties that are kept' }).fill('plan');
  await page.keyboard.press('Enter');
  // Only where something was changed can it be saved.
  const save = page.getByRole('button', { name: 'Save', disabled: false });
  await save.click();
  await page.getByText('Saved. It holds for every event from now on.').waitFor();
  const byName = await keptOf(writeKey, 'Named');
  expect(byName).toContain('"userId":"ada"');
  expect(byName).toContain('"plan":"pro"');
  expect(byName).not.toContain('salary');

  await readIn();
  await page.getByRole('radio', { name: 'Nothing' }).check();
  await page.getByText('From now on less is kept.').waitFor();
  const surplus = page.getByRole('region', { name: 'Kept beyond this' });
  await surplus.getByText('Once this is saved, you can delete it here.').waitFor();
  await save.click();
  await expect.poll(async () => (await settings()).level).toBe('none');
  expect(await keptOf(writeKey, 'Silent')).toBeNull();
  expect((await settings()).past.map(({ level }) => level)).toEqual(['counted', 'person']);

  await surplus.getByRole('button', { name: 'Delete it' }).click();
  const sure = page.getByRole('dialog');
  await sure.getByText('Events that are not kept any more:').waitFor();
  const total = /type (\d+)/.exec(await sure.getByText(/type \d+/).innerText())?.[1] ?? '';
  const confirm = sure.getByRole('button', { name: 'Delete for good' });
  await sure.getByRole('textbox').fill('1000000');
  await expect.poll(() => confirm.isDisabled()).toBe(true);
  await sure.getByRole('textbox').fill(total);
  await confirm.click();
  await surplus.getByText('Being deleted, as Mia Keller asked').waitFor();
  while (await forgetSurplus(house.deps, west.tenant, adapters));
  await surplus.getByText(`as Mia Keller asked: ${total}.`).waitFor();
  await surplus.getByText('Nothing is kept beyond this.').waitFor();
  const { rows } = await house.store.pool.query(
    `select from signal where tenant_id = $1 and kind like 'product.%'`,
    [west.tenant],
  );
  expect(rows).toEqual([]);
  await page.context().close();
});

const adapters = { segment: segmentAdapter };
/** As a worker would. */
async function readIn(): Promise<void> {
  while ((await intake(house.deps, west.tenant, adapters)).more);
}

const settings = () =>
  house.store.asTenant(west.tenant, async (rows) => (await rows.settings.read()).settings.collection);
