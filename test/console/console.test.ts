// The console in a real browser: what an admin does on an ordinary day.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '#analyze/finding.ts';
import { openBrowser, type TestBrowser } from '#kit/browser.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { aHealthFinding, aLeadFinding } from '#kit/told-findings.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { buildConsole } from '#scripts/build.ts';

const directory = join(import.meta.dirname, '..', '..', '.out', 'console');
let house: HttpHouse;
let north: ToldTenant;
let browser: TestBrowser;
let ready = false;

beforeAll(async () => {
  house = await openHttpHouse({
    console: () =>
      ready
        ? { state: 'ready', directory }
        : { state: 'building', since: new Date(), step: 'transforming modules' },
  });
  north = await toldTenant(house.store, { name: 'North', portalId: '101', now: house.clock.now() });
  await readPasts();
  [browser] = await Promise.all([openBrowser(), buildConsole({ out: directory, log: () => undefined })]);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

/** The CRM's own history is read after the first reading, type by type. */
async function readPasts(): Promise<void> {
  const now = house.clock.now();
  const { tenant, connection } = north;
  for (const [objectType, seen, total, state] of [
    ['contact', 3000, 9240, 'running'],
    ['company', 1180, 1180, 'done'],
  ] as const) {
    const one = { connection, objectType, seen, total, state, phase: 'past', problem: null } as const;
    const times = { startedAt: new Date(now.getTime() - 60_000), movedAt: now };
    await house.store.asTenant(tenant, ({ syncs }) => syncs.save({ ...one, ...times, cursor: {} }));
  }
}

/** A page that is signed in by a one-time link, and what went wrong in it. */
async function signedIn(locale = 'en-GB'): Promise<{ page: Page; wrong: string[] }> {
  const page = await browser.page({ locale, viewport: { width: 1280, height: 900 } });
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  const code = await house.access.issueCode(north.tenant, 'Mia Keller', house.clock.now());
  await page.goto(`${house.url}/console/enter?code=${code}`);
  return { page, wrong };
}

test('until it is built, its page says so and looks again by itself', async () => {
  const page = await browser.page();
  const answer = await page.goto(`${house.url}/console`);
  expect(answer?.status()).toBe(503);
  expect(await page.textContent('h1')).toBe('The console is being built');
  ready = true;
  await page.getByText('Connect HubSpot').first().waitFor();
  await page.context().close();
});

describe('an admin', () => {
  test('sees what is connected, how far reading is, and what to do next', async () => {
    const { page, wrong } = await signedIn();
    await page.getByRole('heading', { name: 'Setting up' }).waitFor();
    await page.getByText('1,630 of 4,020').waitFor();
    await page.getByText('41%').waitFor();
    await page.getByText('its history: 3,000 of 9,240').waitFor();
    await page.getByText('with its history (1,180)').waitFor();
    await page.getByRole('link', { name: /Actions/ }).waitFor();
    await page.getByRole('main').getByText('Read your records', { exact: true }).waitFor();
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  test('finds a person, reads why, and answers the advice by keyboard', async () => {
    const { page, wrong } = await signedIn();
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByRole('searchbox').fill('Ada');
    await page.waitForURL(/search=Ada/);
    await page.getByRole('link', { name: 'Ada Novak', exact: true }).click();
    await page.getByText('Lead source: 推荐').waitFor();
    await page.getByRole('button', { name: 'Done' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Done', { exact: true }).first().waitFor();
    await expect
      .poll(async () => {
        const story = await house.deps.reports.story(north.tenant, north.subjects.get('1001') ?? '');
        return story?.outcomes.filter(({ via }) => via === 'console').map(({ kind, by }) => [kind, by]);
      })
      .toEqual([['done', 'Mia Keller']]);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  test('reads what moved a score when it last moved: what of the record, or that other weights are live', async () => {
    const now = house.clock.now();
    const subject = north.subjects.get('1003') ?? '';
    const by = [{ code: 'property', feature: 'source', label: 'Lead source', points: -7.4 }];
    const move = (because: NonNullable<Finding['because']>, score: number) =>
      house.store.asTenant(north.tenant, (rows) =>
        rows.findings.save([{ subject, finding: { ...aLeadFinding(score, now), because } }], now),
      );
    await move({ cause: 'record', by, points: { record: -7.4, weights: 0 } }, 61);
    const { page } = await signedIn();
    await page.goto(`${house.url}/console/subjects/${subject}`);
    await page.getByText('Lead source −7.4').waitFor();
    expect(await page.getByText('What moved it').count()).toBe(1);
    expect(await page.getByText('learned anew').count()).toBe(0);
    await move({ cause: 'weights', by, points: { record: 1, weights: -8.4 } }, 54);
    await page.getByText('Revloop has learned anew').waitFor();
    await page.getByText('By the weights -8.4 points, by the record 1.').waitFor();
    await page.context().close();
  });

  test('reads what the probability to leave was and what moved it, in both languages', async () => {
    const now = house.clock.now();
    const subject = north.subjects.get('5001') ?? '';
    const fact = { value: 72, usual: 20, source: 'support' as const, asOf: now.toISOString() };
    const hours = { code: 'customer_hours', feature: 'customer_hours', label: 'customer_hours' };
    const churn: NonNullable<Finding['churn']> = {
      ...{ probability: 0.41, usual: 0.06, interval: [0.3, 0.52], confidence: 0.74, doubts: [] },
      ...{ reasons: [{ ...hours, ...fact, points: 31 }], basis: 'model', weightsVersion: 2 },
      ...{ history: { closed: 120, won: 41, needed: 0 }, dataAsOf: now.toISOString() },
      before: { probability: 0.19, at: new Date(now.getTime() - 3 * 86_400_000).toISOString() },
      because: {
        ...{ cause: 'weights', points: { record: 4.2, weights: 17.8 } },
        by: [
          { ...hours, points: 15.4 },
          { code: 'customer_usual', feature: 'customer_usual', label: 'customer_usual', points: -2.1 },
        ],
      },
    };
    const finding = { ...aHealthFinding(34, now), probability: 0.41, churn };
    await house.store.asTenant(north.tenant, (rows) => rows.findings.save([{ subject, finding }], now));
    for (const [locale, ...said] of [
      ['en-GB', 'It was 19% (3 days ago).', 'Hours to solve a ticket +15.4', 'How many leave anyway −2.1'],
      ['zh-CN', '此前为 19%（3天前）。', '解决一个工单的小时数 +15.4', '客户通常的流失比例 −2.1'],
    ] as const) {
      const { page } = await signedIn(locale);
      await page.goto(`${house.url}/console/subjects/${subject}`);
      for (const words of said) await page.getByText(words).waitFor();
      const learned = locale === 'zh-CN' ? '重新学习' : 'Revloop has learned anew';
      await page.getByText(learned).waitFor();
      await page.context().close();
    }
  });

  test('reads why an action was refused and tries it again', async () => {
    const { page } = await signedIn();
    await page.getByRole('link', { name: /Actions/ }).click();
    await page.getByText('Needs you', { exact: true }).first().click();
    await page.getByText(/revloop_lead_grade was not one of/).waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Nothing was refused.').waitFor();
    await page.context().close();
  });

  test('reads what came in and could not be used, and has it taken in again', async () => {
    const id = await house.store.asTenant(north.tenant, async ({ deliveries }) => {
      const body = Buffer.from('{"event": "Opened", "userId": 42, "timestamp": "yesterday"}');
      const one = { source: 'segment', origin: north.connection, headers: {}, body } as const;
      const kept = await deliveries.keep(one);
      await deliveries.park(kept, 'timestamp: Invalid ISO datetime');
      return kept;
    });
    const { page, wrong } = await signedIn();
    await page.getByRole('link', { name: /Actions/ }).click();
    await page.getByRole('heading', { name: 'Deliveries put aside' }).waitFor();
    await page.getByText('timestamp: Invalid ISO datetime').waitFor();
    await page.getByText('59 bytes').click();
    await page.getByText('"timestamp": "yesterday"').waitFor();
    await page.getByRole('button', { name: 'Try again' }).last().click();
    await page.getByRole('heading', { name: 'Deliveries put aside' }).waitFor({ state: 'detached' });
    const { rows } = await house.store.pool.query('select state from delivery where id = $1', [id]);
    expect(rows).toEqual([{ state: 'kept' }]);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  test('changes what counts as won, and the model is trained again', async () => {
    const { page, wrong } = await signedIn();
    await page.getByRole('link', { name: 'Settings' }).click();
    house.wakes.length = 0;
    await page.getByRole('button', { name: 'Remove this line' }).first().click();
    await page.getByRole('button', { name: 'Save' }).nth(1).click();
    await page.getByText('The model is trained again now.').waitFor();
    expect(house.wakes).toContainEqual({ kind: 'learn', tenant: north.tenant });
    const { settings } = await house.store.asTenant(north.tenant, (rows) => rows.settings.read());
    expect(settings.outcomes.contact.won).toHaveLength(1);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  test('reads the same in Chinese, and keeps the choice', async () => {
    const { page, wrong } = await signedIn('zh-CN');
    await page.getByRole('link', { name: '模型' }).click();
    await page.getByRole('heading', { name: '预测与实际' }).waitFor();
    await page.getByRole('button', { name: 'Mia Keller' }).click();
    await page.getByText('English', { exact: true }).click();
    await page.getByRole('heading', { name: 'Promised and happened' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Promised and happened' }).waitFor();
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  test('stands before the companies again once one of them is erased, and before a refusal in Chinese', async () => {
    const { page } = await signedIn('zh-CN');
    await page.goto(`${house.url}/console/companies`);
    await page.getByRole('link', { name: 'Northwind Logistics' }).click();
    await page.getByRole('tab', { name: '隐私' }).click();
    await page.getByRole('button', { name: '清除' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Northwind Logistics');
    await page.getByRole('dialog').getByRole('button', { name: '清除' }).click();
    await page.getByRole('heading', { name: '公司', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/console/companies');
    await page.goto(`${house.url}/console/subjects/999999`);
    await page.getByRole('alert').getByText('这里没有这条记录。').waitFor();
    await page.context().close();
  });

  test('is asked to sign in again once the session is over', async () => {
    const { page } = await signedIn();
    await page.getByRole('button', { name: 'Mia Keller' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.context().close();
  });
});
