// The record page in a browser: the card's real code draws, answers, and follows what the loop writes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowser, type TestBrowser } from '#kit/browser.ts';
import { aCompanyView } from '#kit/company-card.ts';
import { aContactView, aLittleHistoryView, anEmptyView, anErrorView } from '#kit/contact-card.ts';
import { aRecord } from '#kit/record.ts';
import { aRecordPageServer, type RecordPageServer } from '#kit/record-page-server.ts';
import { locales } from '#texts/texts.ts';

let directory: string;
let server: RecordPageServer;
let browser: TestBrowser;
let page: Page;
let problems: string[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'revloop-record-page-'));
  server = await aRecordPageServer(directory);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
  await rm(directory, { recursive: true, force: true });
});
afterEach(async () => {
  await page.context().close();
  expect(problems).toEqual([]);
});

async function visit(path = '/contacts/4711/record/0-1/101', query = 'lang=en') {
  problems = [];
  page = await browser.page({ viewport: { width: 1400, height: 900 } });
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`${server.url}${path}?${query}`);
  return { side: page.locator('[data-place=sidebar]'), tab: page.locator('[data-place=tab]') };
}

test.each(locales)('draws the same card in the sidebar and in the tab (%s)', async (locale) => {
  server.put(aRecord());
  server.backEnd.show(aContactView);
  const { side, tab } = await visit(undefined, `lang=${locale}`);
  const view = aContactView(locale);
  await side.getByRole('meter', { name: '82' }).waitFor();
  await side.getByText(view.score.headline).waitFor();
  await page.getByRole('tab', { name: 'Revloop' }).click();
  await tab.getByRole('meter', { name: '82' }).waitFor();
  await tab.getByRole('img', { name: /41, 44, 43/ }).waitFor();
  await tab.getByText(view.reasons.for[0]?.source ?? '').waitFor();
});

test('an answer given in the card reaches the back end, signed, with the person and the record', async () => {
  server.put(aRecord());
  server.backEnd.show(aContactView);
  const { side } = await visit();
  await side.getByRole('button', { name: 'Not useful' }).click();
  await side.getByText('Noted: not_useful').waitFor();
  await side.getByLabel('Why? (optional)').fill('She left the company');
  await side.getByRole('button', { name: 'Send' }).click();
  // The card takes the question away before its answer has arrived.
  await side.getByLabel('Why? (optional)').waitFor({ state: 'detached' });
  await expect
    .poll(() => server.backEnd.answers)
    .toEqual([
      {
        query: expect.objectContaining({
          portalId: '4711',
          userId: '5',
          objectId: '101',
          userEmail: 'rep+demo@example.com',
        }),
        body: { adviceId: 'adv-1', answer: 'not_useful' },
      },
      {
        query: expect.anything(),
        body: { adviceId: 'adv-1', answer: 'not_useful', reason: 'She left the company' },
      },
    ]);
  expect(server.backEnd.requests.every((request) => request.status === 200)).toBe(true);
});

test('shows a new score by itself once the loop has written it into the record', async () => {
  server.put(aRecord());
  server.backEnd.show(aContactView);
  const { side } = await visit();
  await side.getByRole('meter', { name: '82' }).waitFor();
  server.backEnd.show((locale) => ({
    ...aContactView(locale),
    score: { ...aContactView(locale).score, value: 91 },
  }));
  const record = aRecord();
  server.put({
    ...record,
    fields: record.fields.map((field) =>
      field.name === 'revloop_scored_at' ? { ...field, value: '2026-11-22T10:00:00Z' } : field,
    ),
  });
  await side.getByRole('meter', { name: '91' }).waitFor();
});

test('a person can change a field, and hears why the CRM refuses one', async () => {
  server.put(aRecord());
  server.backEnd.show(aContactView);
  await visit();
  await page.getByLabel('Lifecycle stage').selectOption('customer');
  await expect.poll(() => server.written).toContainEqual({ lifecyclestage: 'customer' });
  await page.getByRole('button', { name: 'Show empty fields (1)' }).click();
  await page.getByLabel('Phone number').fill('x');
  await page.getByLabel('Phone number').press('Enter');
  await page.getByText('"x" is not a phone number.').waitFor();
});

test('shows a company its own card', async () => {
  server.put(aRecord({ typeId: '0-2', id: '201', name: 'Northwind Analytics' }));
  server.backEnd.show(aCompanyView);
  const { side } = await visit('/contacts/4711/record/0-2/201');
  await side.getByText('At risk').waitFor();
  await side.getByRole('progressbar', { name: 'Product use' }).waitFor();
});

test('a person says in the card how the customer stands, and takes it back', async () => {
  server.put(aRecord({ typeId: '0-2', id: '201', name: 'Northwind Analytics' }));
  server.backEnd.show(aCompanyView);
  const { side } = await visit('/contacts/4711/record/0-2/201');
  await side.getByRole('button', { name: 'Say otherwise' }).click();
  const save = side.getByRole('button', { name: 'Save' });
  await expect.poll(() => save.isDisabled()).toBe(true);
  await side.getByRole('radio', { name: 'Watch' }).check();
  await side.getByLabel('Why', { exact: true }).fill('They froze the budget');
  await side.getByLabel('For how many days').fill('14');
  server.backEnd.show((locale) => {
    const { say, ...view } = aCompanyView(locale);
    return { ...view, say: say && { ...say, said: '7' } };
  });
  await save.click();
  await side.getByText('Noted', { exact: true }).waitFor();
  await side.getByRole('button', { name: 'Let the index count again' }).click();
  const word = { band: 'watch', reason: 'They froze the budget', days: 14, replaces: null };
  await expect
    .poll(() => server.backEnd.answers.slice(-2).map(({ body }) => body))
    .toEqual([{ say: word }, { takeBack: '7' }]);
});

test.each([
  ['the record was not seen yet', anEmptyView, 'Not seen yet'],
  ['there is too little history', aLittleHistoryView, 'Too little history to be sure'],
  ['the connection was revoked', anErrorView, 'HubSpot is not connected'],
  ['the back end is down', () => 503, 'Revloop could not be reached'],
] as const)('says so when %s', async (_when, view, words) => {
  server.put(aRecord());
  server.backEnd.show(view);
  const { side } = await visit();
  await side.getByText(words).waitFor();
});

test('a record that does not exist has no page', async () => {
  await visit('/contacts/4711/record/0-1/999');
  await page.getByText('This record does not exist.').waitFor();
});
