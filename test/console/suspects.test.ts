// The console's model page names the fields that give the outcome away, and an admin decides whether they are used.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { openBrowser, type TestBrowser } from '#kit/browser.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { until } from '#kit/until.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';
import { buildConsole } from '#scripts/build.ts';

const directory = join(import.meta.dirname, '..', '..', '.out', 'console');
let house: HttpHouse;
let south: ToldTenant;
let browser: TestBrowser;

beforeAll(async () => {
  house = await openHttpHouse({ console: () => ({ state: 'ready', directory }) });
  south = await toldTenant(house.store, { name: 'South', portalId: '102', now: house.clock.now() });
  [browser] = await Promise.all([openBrowser(), buildConsole({ out: directory, log: () => undefined })]);
  const random = seededRandom(8);
  const records = aLeadHistory(500).map((record) => ({
    ...record,
    values: {
      ...record.values,
      lost_reason: !record.won && random() < 0.6 ? 'too dear' : '',
      sales_note: random() < 0.97 === record.won ? 'will pay' : 'ringing',
    },
  }));
  const sources = [
    ...leadSources,
    { name: 'lost_reason', label: 'Lost reason', type: 'string' as const },
    { name: 'sales_note', label: 'Note of sales', type: 'string' as const },
  ];
  const body = train({ target: 'lead', sources, records, now: historyEnd, seed: 1, keep: ['sales_note'] });
  await house.store.asTenant(south.tenant, async (rows) => {
    const { settings } = await rows.settings.read();
    await rows.settings.save({ ...settings, keptFeatures: ['sales_note'] });
    await rows.weights.save({ target: 'lead', body, report: body.report, state: 'live' }, house.clock.now());
  });
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

const kept = () =>
  house.store.asTenant(south.tenant, async (rows) => (await rows.settings.read()).settings.keptFeatures);

test('an admin puts back a field that was left out, and leaves out one that was kept', async () => {
  const page = await browser.page({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  const code = await house.access.issueCode(south.tenant, 'Mia Keller', house.clock.now());
  await page.goto(`${house.url}/console/enter?code=${code}`);
  await page.goto(`${house.url}/console/model`);
  await page.getByText('Gives the outcome away').waitFor();
  await page.getByText('Lost reason').waitFor();
  await page.getByText(/It is filled in with one outcome more often/).waitFor();
  await page.getByRole('button', { name: 'Use it all the same' }).click();
  await until(async () => (await kept()).includes('lost_reason'), 'the field is kept');
  await page.getByText(/Saved\. Revloop learns anew now/).waitFor();
  await page.getByRole('button', { name: 'Leave it out' }).click();
  await until(async () => !(await kept()).includes('sales_note'), 'the field is left out');
  expect(await kept()).toEqual(['lost_reason']);
});
