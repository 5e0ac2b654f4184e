// The page of segments in a real browser: nothing yet, none because there are none, and some with what sets them apart.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SegmentVersion } from '#analyze/segment/segment.ts';
import { segmentName } from '#analyze/segment/segment-name.ts';
import { openBrowser, type TestBrowser } from '#kit/browser.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { aWeekLater, planted } from '#kit/planted-customers.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { segmentsFrom } from '#learn/segments/segments-from.ts';
import { buildConsole } from '#scripts/build.ts';
import { text } from '#texts/texts.ts';

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

async function opened(locale: string) {
  const page = await browser.page({ locale, viewport: { width: 1280, height: 900 } });
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  const code = await house.access.issueCode(north.tenant, 'Mia Keller', house.clock.now());
  await page.goto(`${house.url}/console/enter?code=${code}`);
  await page.getByRole('link', { name: locale === 'zh-CN' ? '客户分群' : 'Segments' }).click();
  return { page, wrong };
}

/** Two weeks of planted customers; the five companies of the tenant stand for the first five of them. */
async function twoWeeks(): Promise<SegmentVersion> {
  const world = planted({ customers: 90, segments: 3, seed: 30 });
  const first = segmentsFrom(world.customers, null, house.clock.now());
  const later = aWeekLater(world, { seed: 31 });
  const before = new Map(first.members.map((one) => [one.subject, one]));
  const known = { version: first.version, members: before };
  const second = segmentsFrom(later.customers, known, house.clock.now());
  await house.store.asTenant(north.tenant, async ({ twins, segments }) => {
    const companies = await twins.page('company', null, 5);
    for (const { version, members } of [first, second]) {
      const own = members.slice(0, 5).map((one, nr) => ({ ...one, subject: companies[nr]?.subject ?? '' }));
      await segments.save(version, own, house.clock.now());
    }
  });
  return second.version;
}

test('before anybody looked it says so, and where there are none it says why', async () => {
  const { page, wrong } = await opened('en-GB');
  await page.getByText('Nobody has looked yet').waitFor();
  const one = planted({ customers: 20, segments: 2, seed: 4 });
  const { version, members } = segmentsFrom(one.customers, null, house.clock.now());
  await house.store.asTenant(north.tenant, ({ segments }) =>
    segments.save(version, members, house.clock.now()),
  );
  await page.reload();
  await page.getByText('Not enough yet').waitFor();
  await page.getByText(/Of 20 customers enough is known\. From 30 on/).waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('each segment has a name, a size, what sets it apart and its customers; the weeks show how steady it is', async () => {
  const { segments, moved } = await twoWeeks();
  const { page, wrong } = await opened('en-GB');
  const cards = page.getByRole('button', { name: 'Who is in it' });
  await expect.poll(() => cards.count()).toBe(segments.length);
  const [first] = segments;
  await page
    .getByText(`${first?.size} customers, ${Math.round(((first?.size ?? 0) / 90) * 100)}%`)
    .first()
    .waitFor();
  await page.getByText(`Of ${moved?.of} customers who were in a segment before`, { exact: false }).waitFor();
  await page.getByRole('img', { name: /Each dot is one customer/ }).waitFor();
  const typical = page.getByRole('table').first().getByRole('row');
  const apart = await typical.count();
  await page.getByRole('button', { name: 'All it does' }).first().click();
  await expect.poll(() => typical.count()).toBeGreaterThan(apart);
  for (let left = segments.length; left > 0; left -= 1) await cards.first().click();
  const customer = page.getByRole('main').getByRole('link', { name: 'Northwind Logistics' });
  await customer.click();
  await page.getByRole('heading', { name: 'Northwind Logistics' }).waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('everything on the page is there in Chinese', async () => {
  const { page, wrong } = await opened('zh-CN');
  await page.getByText('每个客户的位置').waitFor();
  expect(
    await page
      .getByRole('main')
      .getByText(/console\.|segment\./)
      .count(),
  ).toBe(0);
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('a condition about a segment is chosen and read by the name of the segment', async () => {
  const { segments } = await twoWeeks();
  const [first, second] = segments;
  if (first === undefined || second === undefined) throw new Error('no segments');
  for (const [locale, words] of [
    ['en-GB', { locale: 'en', field: 'Field', value: 'Value', add: 'Add a condition' }],
    ['zh-CN', { locale: 'zh-CN', field: '字段', value: '值', add: '添加条件' }],
  ] as const) {
    const { page, wrong } = await opened(locale);
    const name = segmentName(words.locale, second);
    await page.goto(`${house.url}/console/rules/new`);
    await page.getByRole('button', { name: words.add, exact: true }).click();
    await page.getByRole('combobox', { name: words.field, exact: true }).click();
    await page.getByRole('option', { name: text(words.locale, 'field.segment'), exact: true }).click();
    await page.getByRole('combobox', { name: words.value, exact: true }).click();
    await page.getByRole('option', { name, exact: true }).click();
    await page.locator('[data-sentence]').getByText(`“${name}”`).waitFor();
    expect(await page.getByRole('main').innerText()).not.toContain(second.id);
    expect(wrong).toEqual([]);
    await page.context().close();
  }
});
