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

/** Mia knows who will be lost; where the lead came from had the machine believe in them. */
async function drilled() {
  const { drills } = house.deps;
  const { id } = await drills.start(south.tenant, 'Mia', {
    target: 'lead',
    title: 'Leads',
    size: 24,
    days: 14,
  });
  await house.store.asTenant(south.tenant, async (rows) => {
    const cases = await rows.drills.cases(id);
    for (const { place } of cases)
      await drills.judge(south.tenant, 'Mia', {
        id,
        place,
        probability: place % 4 === 0 ? 0.9 : 0.05,
        reason: null,
      });
    await rows.outcomes.record(
      cases.flatMap(({ subject, place }) =>
        subject === null
          ? []
          : [
              {
                ...{
                  key: `crm/${subject}/end`,
                  subject,
                  advice: null,
                  via: 'crm' as const,
                  by: null,
                  note: null,
                },
                ...{ kind: place % 4 === 0 ? ('won' as const) : ('lost' as const), at: house.clock.now() },
              },
            ],
      ),
    );
  });
  await drills.report(south.tenant, id);
}

test('fields that drills doubt stand among those to look at, and can be left out there', async () => {
  await drilled();
  const page = await browser.page({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  const code = await house.access.issueCode(south.tenant, 'Mia Keller', house.clock.now());
  await page.goto(`${house.url}/console/enter?code=${code}`);
  await page.goto(`${house.url}/console/model`);
  await page.getByText('doubted by drills').waitFor();
  await page
    .getByText(/In \d+ cases: is it filled in honestly/)
    .first()
    .waitFor();
  const before = await barred();
  await page.getByRole('button', { name: 'Leave it out' }).first().click();
  await until(async () => (await barred()).length === before.length + 1, 'the field is left out');
  // Where the lead came from spoke for all of them, and Mia was right of those who were lost.
  expect(await barred()).toContain('source');
  await page.context().close();
});

const barred = () =>
  house.store.asTenant(south.tenant, async (rows) => (await rows.settings.read()).settings.leftOutFeatures);
