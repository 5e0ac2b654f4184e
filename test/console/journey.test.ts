// The page of a journey in a real browser: its map, its draft with versions and moving, its runs step by step, and approval.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, type TestBrowser } from '#kit/browser.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldJourney, toldJourney } from '#kit/told-journey.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { buildConsole } from '#scripts/build.ts';

const directory = join(import.meta.dirname, '..', '..', '.out', 'console-journey');
let house: HttpHouse;
let north: ToldTenant;
let told: ToldJourney;
let browser: TestBrowser;

beforeAll(async () => {
  house = await openHttpHouse({ console: () => ({ state: 'ready', directory }) });
  north = await toldTenant(house.store, {
    ...{ name: 'North', portalId: '101', people: 3, now: house.clock.now() },
  });
  told = await toldJourney(house, north);
  [browser] = await Promise.all([openBrowser(), buildConsole({ out: directory, log: () => undefined })]);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

async function signedIn(locale = 'en-GB', path = '/journeys'): Promise<{ page: Page; wrong: string[] }> {
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
const step = (page: Page, words: string) => page.locator('.step', { hasText: words });
const runOf = (id: string) => house.store.asTenant(north.tenant, (rows) => rows.runs.get(id));

test('a manager reads the map, who is at a step, and why one of them is there', async () => {
  const { page, wrong } = await signedIn();
  await page.getByRole('link', { name: 'Scores that fall', exact: true }).click();
  await step(page, 'Ask for approval').locator('.step-count').getByText('1').waitFor();
  await step(page, 'Who comes in').click();
  const side = page.getByRole('region', { name: 'Step', exact: true });
  await side.getByText('Score is less than 60').waitFor();
  await step(page, 'Wait for an answer').click();
  await side.getByRole('button', { name: 'Show the 1 who are here' }).click();
  await page.getByRole('link', { name: '海岸科技' }).click();
  await page.getByText('Went on to Look at 海岸科技. The rule holds.').waitFor();
  await page.getByText(/Score is less than 50 \(value: \d+\)/).waitFor();
  await page.getByText('A person said yes.', { exact: false }).waitFor();
  await page.getByText(/It waits for an answer to the alert, since/).waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('yes on the page of journeys lets the customer go on, and nobody is asked any more', async () => {
  const { page, wrong } = await signedIn();
  const card = page.locator('section', { hasText: 'Waiting for your yes or no' });
  await card.getByText('Offer Northwind Logistics a review?').waitFor();
  await card.getByRole('button', { name: 'Yes' }).click();
  await card.waitFor({ state: 'detached' });
  expect(await runOf(told.runs[0] ?? '')).toMatchObject({ approval: 'yes' });
  const { rows } = await house.store.pool.query(
    "select who, body from decision where tenant_id = $1 and kind = 'approval' and about = $2",
    [north.tenant, `run ${told.runs[0]}`],
  );
  expect(rows).toEqual([{ who: 'Mia Keller', body: { answer: 'yes' } }]);
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('a draft says what is wrong, is kept as a new version, takes those on the way over, and goes live by a count', async () => {
  const { page, wrong } = await signedIn('en-GB', `/journeys/${told.journey}`);
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await step(page, 'Branch').click();
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByText('fork has no rule yet.').waitFor();
  await page.getByRole('button', { name: 'Save as a new version', disabled: true }).waitFor();
  await page.getByRole('button', { name: 'Remove', exact: true }).last().click();
  await page.getByText('fork has no rule yet.').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Change the rule' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Score is less than 50').waitFor();
  await dialog.getByText(/Holds now for \d of 5/).waitFor();
  await dialog.getByRole('button', { name: 'Write it as an expression' }).click();
  await dialog.getByRole('textbox').fill('scor < 30');
  await dialog.getByRole('alert').waitFor();
  await dialog.getByRole('button', { name: 'Take this rule', disabled: true }).waitFor();
  await dialog.getByRole('textbox').fill('score < 30');
  await dialog.getByText('Score is less than 30').waitFor();
  await dialog.getByRole('button', { name: 'Take this rule' }).click();
  await step(page, 'Task in the CRM').click();
  await page.getByRole('button', { name: 'Add a step after it' }).click();
  await page.getByRole('menuitem', { name: 'Message in Slack' }).click();
  await step(page, 'Message in Slack').waitFor();
  await step(page, 'Task in the CRM').click();
  await page.getByRole('button', { name: 'Remove the step' }).click();
  await step(page, 'Task in the CRM').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await page.getByText('Version 2 takes nobody in: version 1 does.', { exact: false }).waitFor();
  const kept = await house.store.asTenant(north.tenant, (rows) => rows.journeys.version(told.journey, 2));
  expect(Object.keys(kept?.graph.nodes ?? {})).toContain('chat');
  expect(kept?.graph.nodes['call']).toBeUndefined();
  expect(kept?.graph.nodes['answer']).toMatchObject({ late: 'chat', next: 'nap' });

  await page.getByRole('tab', { name: 'Versions' }).click();
  await page.getByRole('row', { name: /^1/ }).getByRole('button', { name: 'Move customers' }).click();
  await page.getByText(/\d customers would move, 0 stay\./).waitFor();
  const label = (await page.getByText(/^Type \d to confirm$/).textContent()) ?? '';
  await page.getByLabel(label).fill(label.replaceAll(/\D/g, ''));
  await page.getByRole('dialog').getByRole('button', { name: 'Move customers' }).click();
  await page.getByText(/moved customers/).waitFor();
  expect(await runOf(told.runs[1] ?? '')).toMatchObject({ version: 2, node: 'answer' });

  await page.getByRole('row', { name: /^2/ }).getByRole('button', { name: 'Show' }).click();
  await page.getByRole('button', { name: 'Publish version 2' }).click();
  const would = (await page.getByText(/customers would come in now/).textContent()) ?? '';
  await page.getByRole('textbox', { name: 'Publish' }).fill(/Type (\d+)/.exec(would)?.[1] ?? '');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('Version 2 takes nobody in', { exact: false }).waitFor({ state: 'detached' });
  const journey = await house.store.asTenant(north.tenant, (rows) => rows.journeys.get(told.journey));
  expect(journey).toMatchObject({ state: 'live', liveVersion: 2 });
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('a journey is tested on history: who would have come in, and what that would have asked of people', async () => {
  const { page, wrong } = await signedIn('en-GB', `/journeys/${told.journey}/test`);
  await page.getByRole('button', { name: 'Test on history' }).click();
  await page.getByText(/\d times? somebody would have come in/).waitFor();
  await page.getByRole('row', { name: /^Questions for approval/ }).waitFor();
  await page.getByText('Alerts a week').waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('whether it helps is shown for both groups, and that there is not enough yet', async () => {
  const { page, wrong } = await signedIn('en-GB', `/journeys/${told.journey}/uplift`);
  await page.getByText('Not enough yet').waitFor();
  await page
    .getByRole('row', { name: /On the journey/ })
    .getByText('100% (95 %: 34% to 100%)')
    .waitFor();
  await page
    .getByRole('row', { name: /Held out/ })
    .getByText('Nobody measured yet')
    .waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('a journey of one’s own begins with one step, and everything is there in Chinese', async () => {
  const { page, wrong } = await signedIn('zh-CN');
  await page.getByRole('button', { name: '新建旅程' }).click();
  await page.getByLabel('名称（中文）').fill('自己的旅程');
  await page.getByRole('dialog').getByRole('button', { name: '创建草稿' }).click();
  await page.getByRole('heading', { name: '自己的旅程' }).waitFor();
  await step(page, 'CRM 任务').click();
  await page.getByRole('button', { name: '修改', exact: true }).click();
  await page.getByLabel('几个工作日后到期').waitFor();
  for (const tab of ['客户', '是否有效', '历史回测', '版本']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    expect(await page.getByText(/console\.\w+\./).count()).toBe(0);
  }
  expect(wrong).toEqual([]);
  await page.context().close();
});
