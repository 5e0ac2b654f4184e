// Governance in a real browser: what a field may be used for, a drill from beginning to report, and the register of it all.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, type TestBrowser } from '#kit/browser.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { buildConsole } from '#scripts/build.ts';
import { definitionsFact } from '#sense/portal.ts';

const directory = join(import.meta.dirname, '..', '..', '.out', 'console-governance');
let house: HttpHouse;
let north: ToldTenant;
let browser: TestBrowser;

const property = (name: string, label: string) => ({
  ...{ name, label, type: 'string' as const, calculated: false, builtIn: false },
});

beforeAll(async () => {
  house = await openHttpHouse({ console: () => ({ state: 'ready', directory }) });
  const now = house.clock.now();
  north = await toldTenant(house.store, { name: 'North', portalId: '101', now });
  const list = [property('custom_7', '民族'), property('plan', 'Plan')];
  await house.store.asTenant(north.tenant, (rows) =>
    rows.portalFacts.save(north.connection, 'properties:contact', definitionsFact('contact', list), now),
  );
  [browser] = await Promise.all([openBrowser(), buildConsole({ out: directory, log: () => undefined })]);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

async function signedIn(path: string, locale = 'en-GB'): Promise<{ page: Page; wrong: string[] }> {
  const page = await browser.page({ locale, viewport: { width: 1280, height: 900 } });
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  const code = await house.access.issueCode(north.tenant, 'Mia Keller', house.clock.now());
  await page.goto(`${house.url}/console/enter?code=${code}`);
  await page.goto(`${house.url}/console${path}`);
  return { page, wrong };
}

test('a protected field is allowed only with a reason, and the register keeps who said so and why', async () => {
  const { page, wrong } = await signedIn('/governance');
  await page.getByRole('searchbox').fill('民族');
  const row = page.getByRole('row', { name: /民族/ });
  await row.getByText('Origin or nationality').waitFor();
  const score = row.getByRole('checkbox', { name: '民族: Score' });
  await expect.poll(() => score.isChecked()).toBe(false);
  await score.click();
  await page.getByText('1 changes not saved').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save', disabled: true }).waitFor();
  await dialog.getByLabel('Why').fill('Our law asks for the count');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved, and written into the register.').waitFor();
  await page.getByRole('tab', { name: 'Register' }).click();
  const line = page.getByRole('row', { name: /Our law asks for the count/ });
  await line.getByText('Mia Keller').waitFor();
  await line.getByText('contact.custom_7').waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('a manager begins a drill, judges every case blind, and the report says how much is missing', async () => {
  const { page, wrong } = await signedIn('/governance/drills');
  await page.getByText('It is time for a drill', { exact: false }).waitFor();
  await page.getByLabel('Title').fill('Leads, this quarter');
  await page.getByLabel('Records').fill('10');
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  for (let nr = 1; nr <= 10; nr += 1) {
    await page.getByText(`${nr} of 10`, { exact: true }).waitFor();
    expect(await page.getByRole('main').innerText()).not.toMatch(/probability|grade|score/i);
    await page.getByRole('button', { name: nr % 2 === 0 ? 'Rather yes' : 'Rather not' }).click();
    await page.getByRole('button', { name: 'Save, and on to the next' }).click();
  }
  await page.getByText('All judged, thank you').waitFor();
  await page.getByRole('link', { name: 'All drills' }).click();
  await page.getByText('10 of 10 judged by 1, 0 outcomes known', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Report' }).click();
  await page.getByText('Not enough yet').waitFor();
  await page.getByText('0 of 10 judged records have an outcome.', { exact: false }).waitFor();
  await page.getByRole('link', { name: 'All drills' }).click();
  await page.getByRole('button', { name: 'End judging' }).click();
  await page.getByText('Closed', { exact: true }).waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('the register is found by kind and words, and taken along as a file that a spreadsheet cannot run', async () => {
  await house.store.asTenant(north.tenant, (rows) =>
    rows.decisions.note(
      [
        { who: '=1+1', kind: 'journey', about: 'Scores that fall', why: null, body: { what: 'published' } },
        { who: 'Sam Ortiz', kind: 'rule', about: 'low-score', why: null, body: { to: 'live' } },
      ],
      house.clock.now(),
    ),
  );
  const { page, wrong } = await signedIn('/governance/register');
  await page.getByRole('row', { name: /low-score/ }).waitFor();
  await page.getByRole('combobox', { name: 'Kind' }).click();
  await page.getByRole('option', { name: 'Journeys' }).click();
  await page.getByRole('row', { name: /low-score/ }).waitFor({ state: 'detached' });
  await page.getByRole('row', { name: /Scores that fall/ }).waitFor();
  const [taken] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as CSV' }).click(),
  ]);
  const text = await readFile(await taken.path(), 'utf8');
  expect(text.split('\r\n')).toHaveLength(3);
  expect(text).toContain(`"'=1+1","journey","Scores that fall"`);
  await page.getByRole('searchbox').fill('nobody at all');
  await page.getByText('Nothing was decided').waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('everything of it is there in Chinese', async () => {
  const { page, wrong } = await signedIn('/governance', 'zh-CN');
  for (const [tab, there] of [
    ['演练', '开始'],
    ['登记簿', '导出'],
  ] as const) {
    await page.getByRole('tab').filter({ hasText: tab }).click();
    await page.getByText(there, { exact: false }).first().waitFor();
    expect(await page.getByText(/console\.\w+\./).count()).toBe(0);
  }
  expect(wrong).toEqual([]);
  await page.context().close();
});
