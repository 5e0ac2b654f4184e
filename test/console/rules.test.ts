// The pages of rules in a real browser: a rule is built, written as CEL, tested on history, and goes live by the typed count.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, type TestBrowser } from '#kit/browser.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { turn } from '#loop.ts';
import { buildConsole } from '#scripts/build.ts';
import type { NewSignal } from '#sense/signal.ts';

const directory = join(import.meta.dirname, '..', '..', '.out', 'console');
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

async function opened(locale: string, path: string, tenant = north.tenant) {
  const page = await browser.page({ locale, viewport: { width: 1280, height: 900 } });
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  const code = await house.access.issueCode(tenant, 'Mia Keller', house.clock.now());
  await page.goto(`${house.url}/console/enter?code=${code}`);
  await page.goto(`${house.url}/console${path}`);
  return { page, wrong };
}

const says = (page: Page, text: string) => page.locator('[data-sentence]').getByText(text, { exact: true });
const choose = async (page: Page, name: string, option: string) => {
  await page.getByRole('combobox', { name, exact: true }).last().click();
  await page.getByRole('option', { name: option, exact: true }).click();
};

/** The page counts by itself; where that took long once, as on a busy machine, only when it is asked to. */
async function counted(page: Page, words: string): Promise<void> {
  const told = page.getByText(words);
  const ask = page.getByRole('button', { name: 'Count them' });
  await told.or(ask).waitFor();
  if (await ask.isVisible()) await ask.click();
  await told.waitFor();
}

test('a rule is built from the catalogue and says in words what it means and whom it is about', async () => {
  const { page, wrong } = await opened('en-GB', '/rules');
  await page.getByRole('link', { name: 'Logins are falling' }).waitFor();
  await page.getByRole('button', { name: 'New rule' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('In danger');
  await page.getByRole('button', { name: 'Add a condition' }).click();
  await says(page, 'Score is less than 50').waitFor();
  await page.getByRole('textbox', { name: 'Value' }).fill('40');
  await says(page, 'Score is less than 40').waitFor();
  await counted(page, '1 of 5 companies');
  await page.getByRole('main').getByRole('link', { name: 'Northwind Logistics' }).waitFor();
  await page.getByText('a number · points of 100 · found by Revloop').waitFor();
  await choose(page, 'While it is not known:', 'counts as true');
  await says(page, 'Score is less than 40 (or not known)').waitFor();
  await page.getByRole('button', { name: 'Add a condition' }).click();
  await choose(page, 'Field', 'Tickets opened in n days');
  await choose(page, 'Compare with', 'a field');
  await page.getByText('Any of these').first().click();
  const both = 'Score is less than 40 (or not known) or Tickets opened in 28 days is less than';
  await page.locator('[data-sentence]').getByText(both).waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('every part of health can be asked, and of each kind the bands that it can have', async () => {
  const { page, wrong } = await opened('en-GB', '/rules/new');
  await page.getByRole('button', { name: 'Add a condition' }).click();
  await choose(page, 'Field', 'Health: …');
  await page.getByRole('combobox', { name: 'Part of health' }).click();
  await expect.poll(() => page.getByRole('option').count()).toBe(6);
  await page.getByRole('option', { name: 'Sentiment' }).click();
  await choose(page, 'Field', 'Grade or band');
  await page.getByRole('combobox', { name: 'Value' }).click();
  await expect
    .poll(() => page.getByRole('option').allTextContents())
    .toEqual(['healthy', 'watch', 'at risk']);
  await page.keyboard.press('Escape');
  await choose(page, 'About', 'deals');
  await page.getByRole('combobox', { name: 'Value' }).click();
  await page.getByRole('option', { name: 'unlikely to be won' }).click();
  await says(page, 'Grade or band is unlikely to be won').waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

const dayMs = 86_400_000;
const origin = '00000000-0000-4000-8000-000000000001';

/** Three customers: one uses the product every day, one fell silent and left, one left while still using it. */
async function aHistory(): Promise<string> {
  const now = house.clock.now();
  const ago = (days: number) => new Date(now.getTime() - days * dayMs);
  const about = (externalId: string) => ({ origin, objectType: 'company' as const, externalId });
  const record = (id: string, days: number, stage: string): NewSignal => ({
    ...{ ...about(id), kind: 'crm.record', key: `${id}/${days}`, occurredAt: ago(days) },
    data: {
      properties: { name: `Customer ${id}`, lifecyclestage: stage },
      ...{ createdAt: ago(300).toISOString(), archived: false },
    },
  });
  const logins = (id: string, from: number, to: number): NewSignal[] =>
    Array.from({ length: from - to + 1 }, (_, nr) => ({
      ...{ ...about(id), kind: 'product.event', key: `${id}/login/${from - nr}`, occurredAt: ago(from - nr) },
      data: { name: 'Logged In', user: 'u1', properties: {} },
    }));
  const tenant = await house.store.doors.makeTenant('South');
  await house.store.asTenant(tenant, ({ signals }) =>
    signals.keep([
      ...[record('lively', 200, 'customer'), ...logins('lively', 120, 0)],
      ...[record('silent', 200, 'customer'), ...logins('silent', 120, 50), record('silent', 10, 'other')],
      ...[record('sudden', 200, 'customer'), ...logins('sudden', 120, 5), record('sudden', 4, 'other')],
    ]),
  );
  await turn(
    { store: house.store, queue: house.deps.queue, clock: house.clock, log: house.deps.log },
    tenant,
  );
  return tenant;
}

test('history tells who would have been foreseen, how early, and who not', async () => {
  const tenant = await aHistory();
  const { page, wrong } = await opened('en-GB', '/rules/new', tenant);
  await page.getByRole('button', { name: 'Write it as an expression' }).click();
  const expression = page.getByRole('textbox', { name: 'Expression (CEL)' });
  await expression.fill('customer && days_since.event >= 15');
  await says(page, 'is a customer and Days since the last event in the product is at least 15').waitFor();
  await page.getByRole('button', { name: 'Test on history' }).click();
  await page.getByRole('row', { name: /Foreseen \(left\) 1 of 2 \(50%\)/ }).waitFor();
  await page.getByRole('row', { name: /Customer silent .* 25$/ }).waitFor();
  await page.getByRole('row', { name: /Customer sudden/ }).waitFor();
  await page.getByRole('row', { name: /Logins are falling/ }).waitFor();
  await expression.fill('customer && days_since.event >= 16');
  await page.getByText('test again', { exact: false }).waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('an expert writes CEL, is told where it is wrong, saves, and sets it live only by typing the count', async () => {
  const { page } = await opened('en-GB', '/rules/new');
  await page.getByRole('textbox', { name: 'Name' }).fill('In danger');
  await page.getByRole('button', { name: 'Write it as an expression' }).click();
  const expression = page.getByRole('textbox', { name: 'Expression (CEL)' });
  await expression.fill('score <');
  await page.getByText(/^Line 1, column 8/).waitFor();
  await page.getByRole('button', { name: 'Save as a draft', disabled: true }).waitFor();
  await expression.fill('band == "at_risk" || score < 40');
  await says(page, 'Grade or band is at risk or Score is less than 40').waitFor();
  await page.getByRole('button', { name: 'Back to the conditions' }).click();
  await expect.poll(() => page.locator('[data-condition]').count()).toBe(2);
  await page.getByRole('button', { name: 'Save as a draft' }).click();
  await page.waitForURL(/\/rules\/own-in-danger$/);
  await page.getByText('Draft', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Set live …' }).click();
  await page.getByText('it advises for 1 of the companies at once', { exact: false }).waitFor();
  const now = page.getByRole('button', { name: 'Set live now' });
  await page.getByRole('textbox', { name: 'How many' }).fill('4');
  await expect.poll(() => now.isDisabled()).toBe(true);
  await page.getByRole('textbox', { name: 'How many' }).fill('1');
  await now.click();
  await page.getByText('Live', { exact: true }).waitFor();
  const line = await house.deps.rules.get(north.tenant, 'own-in-danger');
  expect(line).toMatchObject({ live: 1, kind: 'company', when: { combinator: 'or' } });

  await page.getByRole('button', { name: 'Test on history' }).click();
  await page.getByText(/^5 asked on each day from/).waitFor();
  await page.getByText('Alerts of each week').waitFor();

  await page.getByRole('button', { name: 'Stop it' }).click();
  await page.getByText('Stopped', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'All rules' }).click();
  await page.getByRole('row', { name: /In danger.*Stopped/ }).waitFor();
  await page.context().close();
});

test("a change of the house's rule is a draft beside the one that is live, and all of it is there in Chinese", async () => {
  const { page, wrong } = await opened('zh-CN', '/rules/house-logins-falling');
  await page.getByText('生效中', { exact: true }).waitFor();
  await page.getByRole('textbox', { name: '值' }).first().fill('40');
  await page.getByRole('button', { name: '保存为草稿' }).click();
  await page.getByText('版本 0 生效中，版本 1 是草稿').waitFor();
  expect(
    await page
      .getByRole('main')
      .getByText(/console\.|rule\.|field\./)
      .count(),
  ).toBe(0);
  await page.getByRole('button', { name: '用历史检验' }).click();
  await page.getByText(/每天检验 5 个/).waitFor();
  expect(
    await page
      .getByRole('main')
      .getByText(/console\./)
      .count(),
  ).toBe(0);
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('what is wrong with a condition or an expression is said in Chinese to who reads Chinese', async () => {
  const { page } = await opened('zh-CN', '/rules/new');
  await page.getByRole('button', { name: '添加条件', exact: true }).click();
  await page.getByRole('textbox', { name: '值' }).fill('');
  const fault = page.getByRole('alert');
  await fault.getByText('"" 不是数值').waitFor();
  await page.getByRole('textbox', { name: '值' }).fill('40');
  await page.getByRole('button', { name: '改用表达式' }).click();
  await page.getByRole('textbox', { name: '表达式' }).fill('score = 5');
  await fault.getByText('"=" 在此处没有意义；等于请写 ==').waitFor();
  expect(await fault.innerText()).not.toMatch(/write|meaning/);
  await page.context().close();
});
