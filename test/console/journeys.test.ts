// The page of journeys in a real browser: a template becomes a draft, and goes live when the number is typed.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, type TestBrowser } from '#kit/browser.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { buildConsole } from '#scripts/build.ts';

const directory = join(import.meta.dirname, '..', '..', '.out', 'console-journeys');
let house: HttpHouse;
let north: ToldTenant;
let browser: TestBrowser;

beforeAll(async () => {
  house = await openHttpHouse({ console: () => ({ state: 'ready', directory }) });
  north = await toldTenant(house.store, {
    name: 'North',
    portalId: '101',
    people: 3,
    now: house.clock.now(),
  });
  [browser] = await Promise.all([openBrowser(), buildConsole({ out: directory, log: () => undefined })]);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

async function signedIn(locale: string) {
  const page = await browser.page({ locale, viewport: { width: 1280, height: 900 } });
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  const code = await house.access.issueCode(north.tenant, 'Mia Keller', house.clock.now());
  await page.goto(`${house.url}/console/enter?code=${code}`);
  return { page, wrong };
}

test('an admin makes a draft of a template, publishes it by typing the number, and ends it', async () => {
  const { page, wrong } = await signedIn('en-GB');
  await page.getByRole('link', { name: 'Journeys' }).click();
  await page.getByText('No journey yet').waitFor();
  const card = page
    .getByText('Logins fall while tickets rise', { exact: true })
    .locator('xpath=ancestor::*[button or .//button][1]');
  await card.getByRole('button', { name: 'What is missing here?' }).click();
  await page.getByText(/Missing here: .*Logged In/).waitFor();
  await card.getByRole('button', { name: 'Make a draft' }).click();
  await page.getByRole('heading', { name: 'Logins fall while tickets rise' }).waitFor();
  await page.getByText('Missing in your data for this journey').waitFor();
  await page.getByText(/^Logged In/).waitFor();
  await page.getByRole('button', { name: 'Publish version 1' }).click();
  await page.getByText(/0 customers would come in now/).waitFor();
  await page.getByRole('textbox', { name: 'Publish' }).fill('0');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Leave dry run' }).click();
  await page.getByRole('button', { name: 'Into dry run' }).waitFor();
  await page.getByRole('link', { name: 'Journeys' }).first().click();
  const row = page.getByRole('row', { name: /Logins fall/ });
  await row.getByText('Not enough yet').waitFor();
  await row.getByRole('button', { name: 'Pause' }).click();
  await row.getByRole('button', { name: 'Resume' }).click();
  await row.getByRole('button', { name: 'Pause' }).waitFor();
  await row.getByRole('button', { name: 'End for all' }).click();
  await row.getByText('Really end it?', { exact: false }).waitFor();
  await row.getByRole('button', { name: 'End for all' }).click();
  await row.getByText('Ended', { exact: true }).waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('everything on the page is there in Chinese', async () => {
  const { page, wrong } = await signedIn('zh-CN');
  await page.getByRole('link', { name: '旅程' }).click();
  await page.getByText('登录下降而工单上升', { exact: true }).last().waitFor();
  expect(await page.getByText(/console\.(journeys|industry|phase)/).count()).toBe(0);
  expect(wrong).toEqual([]);
  await page.context().close();
});
