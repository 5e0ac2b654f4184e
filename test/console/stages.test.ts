// The page of stages in a real browser: taken from a template, put in order, added to, with how many are in each.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, type TestBrowser } from '#kit/browser.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { buildConsole } from '#scripts/build.ts';

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
  await page.goto(`${house.url}/console/stages`);
  return { page, wrong };
}

const planned = async () => (await house.deps.journeys.stages(north.tenant)).plan;

test('stages come from a template, change their order, and say how many are in each', async () => {
  const { page, wrong } = await opened('en-GB');
  await page.getByText('No stages yet').waitFor();
  const template = house.deps.journeys.templates().find(({ id }) => id === 'software-falling-use');
  const [first, second] = template?.stages.stages ?? [];
  await page.getByRole('combobox', { name: 'Begin with a template' }).click();
  await page.getByRole('option', { name: template?.name.en ?? '' }).click();
  await page.getByText(`1. ${first?.name.en}`).waitFor();
  expect((await planned()).stages).toEqual([]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(async () => (await planned()).stages).toEqual(template?.stages.stages);

  await house.store.asTenant(north.tenant, ({ stages }) => {
    const because = { code: 'enter' as const, stage: second?.id ?? '', traces: [] };
    const at = (subject: string) => ({ subject, stage: second?.id ?? '', since: house.clock.now(), because });
    return stages.save([at(north.subjects.get('5001') ?? ''), at(north.subjects.get('5002') ?? '')]);
  });
  await page.reload();
  await page.getByText('2 here now').waitFor();
  await page.getByRole('button', { name: 'Later' }).first().click();
  await page.getByText(`1. ${second?.name.en}`).waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect
    .poll(async () => (await planned()).stages.slice(0, 2).map(({ id }) => id))
    .toEqual([second?.id, first?.id]);
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('a stage of its own needs names in both languages and a rule that can be asked', async () => {
  const { page, wrong } = await opened('en-GB');
  const before = (await planned()).stages.length;
  await page.getByRole('button', { name: 'Add a stage' }).click();
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await page.getByText('Each stage needs a name in both languages.').waitFor();
  await expect.poll(() => save.isDisabled()).toBe(true);
  await page.getByRole('textbox', { name: 'Name in English' }).fill('In danger');
  await page.getByRole('textbox', { name: 'Name in Chinese' }).fill('危险');
  await page.getByRole('button', { name: 'Add a condition' }).click();
  const value = page.getByRole('textbox', { name: 'Value' });
  await value.fill('');
  await page.getByText(/is not a number/).waitFor();
  await expect.poll(() => save.isDisabled()).toBe(true);
  await value.fill('40');
  await page.locator('[data-sentence]').getByText('Score is less than 40').waitFor();
  await save.click();
  await expect
    .poll(async () => (await planned()).stages.slice(before))
    .toEqual([
      {
        id: `stage_${before + 1}`,
        name: { en: 'In danger', 'zh-CN': '危险' },
        enter: { combinator: 'and', rules: [{ field: 'score', operator: '<', value: 40 }] },
        leave: null,
      },
    ]);
  expect(wrong).toEqual([]);
  await page.context().close();
});

test('everything on the page is there in Chinese', async () => {
  const { page, wrong } = await opened('zh-CN');
  await page.getByText(/评分 小于 40/).waitFor();
  expect(
    await page
      .getByRole('main')
      .getByText(/console\.|rule\./)
      .count(),
  ).toBe(0);
  expect(wrong).toEqual([]);
  await page.context().close();
});
