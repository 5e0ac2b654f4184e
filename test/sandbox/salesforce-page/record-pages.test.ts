// The Salesforce record page in a browser: the card's real code reads, speaks and answers with a person's own rights.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowser, type TestBrowser } from '#kit/browser.ts';
import { aLead, anAccount, anExplanation, aSalesforcePageServer } from '#kit/salesforce-page-server.ts';

let directory: string;
let salesforce: Awaited<ReturnType<typeof aSalesforcePageServer>>;
let browser: TestBrowser;
let page: Page;
let problems: string[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'revloop-salesforce-page-'));
  salesforce = await aSalesforcePageServer(directory);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await salesforce.close();
  await rm(directory, { recursive: true, force: true });
});
afterEach(async () => {
  await page.context().close();
  expect(problems).toEqual([]);
});

async function visit(address: string, query = 'lang=en', viewport = { width: 1200, height: 900 }) {
  problems = [];
  page = await browser.page({ viewport });
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`${address}?${query}`);
  return page.locator('#card');
}

const explained = async (over: object = {}) => ({
  ...aLead,
  Revloop_Explanation__c: JSON.stringify({ ...JSON.parse(await anExplanation('lead')), ...over }),
});

test.each([
  ['en', 'One of your strongest leads: act now.', 'Call now', 'Not useful'],
  ['zh-CN', '最有希望的线索之一：立即行动。', '现在就联系', '没有帮助'],
])('shows a lead how promising it is, why and what is next (%s)', async (lang, headline, step, button) => {
  const card = await visit(salesforce.put('Lead', await explained()).page, `lang=${lang}`);
  await card.getByRole('img', { name: /, 82, A/ }).waitFor();
  await card.getByText(headline).waitFor();
  await card.getByRole('heading', { name: step }).waitFor();
  await card.getByRole('button', { name: button }).waitFor();
  await card.getByText('Referral').first().waitFor();
});

test('shows an account its health, part by part', async () => {
  const account = { ...anAccount, Revloop_Explanation__c: await anExplanation('account') };
  const card = await visit(salesforce.put('Account', account).page);
  await card.getByText(/^Mia Keller says At risk until/).waitFor();
  await card.getByRole('meter', { name: 'Product use' }).waitFor();
});

test.each([
  ['a phone', { width: 390, height: 844 }, 'light'],
  ['a phone in the dark', { width: 390, height: 844 }, 'dark'],
  ['a wide screen in the dark', { width: 1600, height: 1000 }, 'dark'],
])('fits %s, with words that stand out from their ground', async (_where, viewport, theme) => {
  const account = { ...anAccount, Revloop_Explanation__c: await anExplanation('account') };
  const card = await visit(salesforce.put('Account', account).page, `lang=en&theme=${theme}`, viewport);
  await card.getByText('At risk', { exact: true }).waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
  await expect.poll(() => page.evaluate(weakest)).toBeGreaterThan(4.5);
});

test('sends an answer as a record of the person, and shows what the loop made of it', async () => {
  const rep = salesforce.org.addUser({
    ...{ firstName: 'Bo', lastName: 'Lindqvist', admin: false, viewAllData: false },
    permissionSets: ['Revloop_User'],
  });
  const { id, page: address } = salesforce.put('Lead', await explained());
  const before = salesforce.answers().length;
  const card = await visit(address, `lang=en&user=${rep.id}`);
  await card.getByRole('button', { name: 'Not useful' }).click();
  await card.getByLabel('Why? (optional)').fill('Wrong person');
  await card.getByRole('button', { name: 'Send' }).dblclick();
  await card.getByText('Sent; Revloop answers within a minute.').waitFor();
  await page.getByText('Thank you. That helps Revloop to advise better.').first().waitFor();
  expect(salesforce.answers().slice(before)).toEqual([
    expect.objectContaining({
      ...{ Answer__c: 'not_useful', Note__c: 'Wrong person', Lead__c: id, CreatedById: rep.id },
      Client_Key__c: expect.stringMatching(/^[0-9a-f-]{36}$/),
    }),
  ]);
  const next = { ...JSON.parse(await anExplanation('lead')).next, state: 'not_useful', by: 'Bo Lindqvist' };
  salesforce.change('Lead', id, {
    Revloop_Explanation__c: (await explained({ next })).Revloop_Explanation__c,
  });
  await card.getByRole('button', { name: 'Refresh' }).click();
  await card.getByText('Bo Lindqvist found it not useful.').waitFor();
});

test('sends how a customer stands as a record of the person, in either theme', async () => {
  const rep = salesforce.org.addUser({
    ...{ firstName: 'Ada', lastName: 'Moor', admin: false, viewAllData: false },
    permissionSets: ['Revloop_User'],
  });
  const account = { ...anAccount, Revloop_Explanation__c: await anExplanation('account') };
  const { id, page: address } = salesforce.put('Account', account);
  const before = salesforce.answers().length;
  const card = await visit(address, `lang=zh-CN&theme=dark&user=${rep.id}`);
  await card.getByRole('button', { name: '重新认定' }).click();
  await card.getByLabel('健康', { exact: true }).check();
  await card.getByLabel('理由').fill('已通过电话续约');
  await card.getByLabel('有效天数').fill('14');
  await expect.poll(() => page.evaluate(weakest)).toBeGreaterThan(4.5);
  await card.getByRole('button', { name: '保存' }).click();
  await card.getByText('已提交客户状况认定').waitFor();
  expect(salesforce.answers().slice(before)).toEqual([
    expect.objectContaining({
      ...{
        Answer__c: 'health',
        Band__c: 'healthy',
        Days__c: 14,
        Note__c: '已通过电话续约',
        Replaces__c: '12',
      },
      ...{ Account__c: id, CreatedById: rep.id },
    }),
  ]);
});

test("repeats Salesforce's sentence when it refuses an answer, and sends it again on demand", async () => {
  const { page: address } = salesforce.put('Lead', await explained());
  const before = salesforce.answers().length;
  salesforce.org.context.setFacts({ failingTriggers: { Revloop_Feedback__c: 'Closed on Wednesdays.' } });
  const card = await visit(address);
  await card.getByRole('button', { name: 'Dismiss' }).click();
  await card.getByText('Closed on Wednesdays.').waitFor();
  expect(salesforce.answers()).toHaveLength(before);
  salesforce.org.context.setFacts({ failingTriggers: {} });
  await card.getByRole('button', { name: 'Try again' }).click();
  await card.getByText('Sent; Revloop answers within a minute.').waitFor();
  expect(salesforce.answers()).toHaveLength(before + 1);
});

test('tells a person without the permission set whom to ask, and one who may see some that there is more', async () => {
  const { page: address } = salesforce.put('Lead', await explained());
  const stranger = salesforce.org.addUser({ lastName: 'Stranger', admin: false });
  const card = await visit(address, `lang=en&user=${stranger.id}`);
  await card.getByText('Ask your Salesforce admin for the permission set Revloop User.').waitFor();
  salesforce.org.changeUser(stranger.id, {
    permissionSets: ['Revloop_User'],
    fields: { 'Lead.Revloop_Explanation__c': 'none' },
  });
  await card.getByRole('button', { name: 'Look again' }).click();
  await card.getByText('Some of it is hidden from you').waitFor();
  await card.getByRole('img', { name: 'Lead score, 82, A' }).waitFor();
});

test('works in an org where the package has a namespace', async () => {
  const other = await aSalesforcePageServer(directory, 'revl');
  try {
    const card = await visit(other.put('Lead', await explained()).page);
    await card.getByRole('button', { name: 'Done' }).click();
    await card.getByText('Sent; Revloop answers within a minute.').waitFor();
    expect(other.answers()).toEqual([expect.objectContaining({ revl__Answer__c: 'done' })]);
  } finally {
    // The card reads the record again once its answer was sent: the page goes before what it reads from.
    await page.context().close();
    await other.close();
  }
});

test('a record that does not exist has no page', async () => {
  await visit(`${salesforce.server.url}/lightning/r/Lead/00Q000000000001AAA/view`);
  await page.getByText('There is no such record.').waitFor();
});

// The weakest contrast (WCAG) of any text of the card with what lies behind it.
const weakest = `(() => {
  const rgb = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => {
    const part = (v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = rgb(getComputedStyle(one).backgroundColor);
      if (color.length === 3 || color[3] > 0.99) return color;
    }
    return [255, 255, 255];
  };
  const ratios = [];
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3 && child.data.trim() && node.getClientRects().length) {
        const style = getComputedStyle(node);
        const [a, b] = [light(rgb(node.tagName === 'text' ? style.fill : style.color)), light(ground(node))];
        ratios.push((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
      } else if (child.nodeType === 1) walk(child);
    }
  };
  walk(document.querySelector('#card'));
  return Math.min(...ratios);
})()`;
