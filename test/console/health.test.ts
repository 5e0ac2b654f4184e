// The console's health page says in plain words whether the index tells who leaves, and whom it missed.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { courseOf } from '#analyze/field/course.ts';
import { openBrowser, type TestBrowser } from '#kit/browser.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { checkIndex, type PastHealth } from '#learn/health/check-index.ts';
import { checkSegments } from '#learn/health/check-segments.ts';
import { seededRandom } from '#learn/random.ts';
import { buildConsole } from '#scripts/build.ts';

const directory = join(import.meta.dirname, '..', '..', '.out', 'console');
const dayMs = 86_400_000;
const span = { from: 20_000, to: 20_455 };
let house: HttpHouse;
let told: ToldTenant;
let browser: TestBrowser;

beforeAll(async () => {
  house = await openHttpHouse({ console: () => ({ state: 'ready', directory }) });
  told = await toldTenant(house.store, { name: 'South', portalId: '102', now: house.clock.now() });
  [browser] = await Promise.all([openBrowser(), buildConsole({ out: directory, log: () => undefined })]);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

/** Customers with an index of one value; `blind`: leaving has nothing to do with it. */
function customers(blind: boolean): PastHealth[] {
  const random = seededRandom(blind ? 21 : 22);
  return Array.from({ length: 260 }, (_, nr) => {
    const leaves = nr < 50;
    const low = blind || nr % 5 === 0 ? random() < 0.5 : leaves;
    const score = Math.round(low ? 60 * random() : 40 + 60 * random());
    const band = score < 33 ? 'at_risk' : score < 66 ? 'watch' : 'healthy';
    const use = { code: 'use', value: score, weight: 1, trend: null } as const;
    return {
      ...{ subject: `${nr}`, name: `Customer ${nr}`, live: null },
      course: courseOf([{ at: span.from * dayMs, value: { score, band, confidence: null, parts: [use] } }]),
      left: leaves ? [(span.from + 100 + ((nr * 37) % 340)) * dayMs] : [],
    };
  });
}

async function open(blind: boolean | null) {
  if (blind !== null)
    await house.store.asTenant(told.tenant, ({ health }) =>
      health.saveCheck('2999-01-02', checkIndex(customers(blind), span), house.clock.now()),
    );
  const page = await browser.page({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  const code = await house.access.issueCode(told.tenant, 'Mia Keller', house.clock.now());
  await page.goto(`${house.url}/console/enter?code=${code}`);
  await page.goto(`${house.url}/console/health`);
  return page;
}

describe('the health page', () => {
  test('says that nothing was checked yet, and checks when asked', async () => {
    const page = await open(null);
    await page.getByRole('heading', { name: 'Not checked yet' }).waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('Not enough yet', { exact: true }).waitFor();
    expect((await house.deps.customerHealth.lastCheck(told.tenant))?.check.verdict).toBe('too_few');
  });

  test('says that an index that tells something does, and who left while green', async () => {
    const page = await open(false);
    // Only one of its parts was ever known of these customers.
    await page.getByText('The index tells something, but not all of it is proven').waitFor();
    await page.getByText(/^Not checked, for too little is known of the past: Breadth of use/).waitFor();
    await page.getByText('Left while green').waitFor();
    const { missed } = checkIndex(customers(false), span);
    expect(missed.length).toBeGreaterThan(0);
    await expect.poll(() => page.getByText(/^left 20\d\d-/).count()).toBe(missed.length);
  });

  test('says that an index that predicts nothing predicts nothing', async () => {
    const page = await open(true);
    await page.getByText('The index predicts nothing here').waitFor();
    await page.getByText(/Do not steer by this index/).waitFor();
    await page.getByText(/A coin would do it 50%/).waitFor();
  });

  test('lets a person weigh the parts, after it has told who would move', async () => {
    const whole = checkIndex(customers(false), span);
    const past = customers(false).map((one) => ({ ...one, segment: null, anew: one.course }));
    const check = { ...whole, segments: checkSegments(past, whole, [], span) };
    await house.store.asTenant(told.tenant, ({ health }) =>
      health.saveCheck('2999-01-03', check, house.clock.now()),
    );
    const page = await open(null);
    await page.getByText('How much each part counts').waitFor();
    await page.getByRole('button', { name: 'Change' }).first().click();
    await page.getByText('By hand', { exact: true }).click();
    await page.getByLabel('Product use').fill('80');
    await page.getByText(/customers would move by 5 points or more/).waitFor();
    await page.getByLabel('Why').fill('They live in the product');
    await page.getByRole('button', { name: 'Save' }).click();
    // What is typed stands on the page before it is kept.
    await page.getByLabel('Why').waitFor({ state: 'hidden' });
    await page.getByText(/They live in the product/).waitFor();
    const [choice] = await house.store.asTenant(told.tenant, ({ health }) => health.weights());
    expect(choice).toMatchObject({ segment: null, basis: 'hand', who: 'Mia Keller' });
    expect(choice?.parts?.use).toBeGreaterThan(0.5);
    await page.getByRole('button', { name: 'Change' }).first().click();
    await page.getByText('Learned', { exact: true }).click();
    // Of these customers one part only was ever known: there is nothing to weigh.
    await page.getByText(/^Learned from 50 customers who left .* nothing is clearly better/).waitFor();
    await page.getByLabel('Why').fill('It shall learn');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/It shall learn/).waitFor();
  });
});
