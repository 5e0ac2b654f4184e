// The console's model page: what the nights found, what waits with who would move, and a person's word in one press.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { openBrowser, type TestBrowser } from '#kit/browser.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { until } from '#kit/until.ts';
import { lookAtModel } from '#learn/model-look.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';
import { buildConsole } from '#scripts/build.ts';

const directory = join(import.meta.dirname, '..', '..', '.out', 'console');
const day = 86_400_000;
let house: HttpHouse;
let north: ToldTenant;
let browser: TestBrowser;

/** Sixty nights in which fairs bring more and more of the leads. */
beforeAll(async () => {
  house = await openHttpHouse({ console: () => ({ state: 'ready', directory }) });
  const now = house.clock.now();
  north = await toldTenant(house.store, { name: 'North', portalId: '101', now });
  [browser] = await Promise.all([openBrowser(), buildConsole({ out: directory, log: () => undefined })]);
  const records = aLeadHistory(900);
  const made = (from: number, to: number) =>
    train({
      target: 'lead',
      sources: leadSources,
      records: records.slice(from, to),
      now: historyEnd,
      seed: 4,
    });
  const [weights, better] = [made(0, 500), made(100, 900)];
  const random = seededRandom(2);
  const checks = [0, 100, 200, 300, 400].map((fairs, nr) => {
    const fresh = records.slice(500).map((one, at) => ({
      ...one,
      values: { ...one.values, ...(at < fairs ? { source: 'fair' } : {}) },
    }));
    const promised = fresh.map(({ id, chance, won }) => ({
      ...{ subject: id, version: 1, won },
      probability: Math.min(0.95, chance + 0.12 * random()),
    }));
    const at = new Date(now.getTime() - (5 - nr) * day);
    const body = lookAtModel({ weights, fresh, promised, trainedAt: at, triedAt: null, now: at });
    return { target: 'lead' as const, night: at.toISOString().slice(0, 10), version: 2, at, body };
  });
  await house.store.asTenant(north.tenant, async (rows) => {
    const list = await rows.weights.list('lead');
    const first = list[0]?.version ?? 0;
    const live = await rows.weights.save(
      { target: 'lead', body: weights, report: weights.report, state: 'live' },
      now,
    );
    const next = await rows.weights.save(
      { target: 'lead', body: better, report: better.report, state: 'candidate' },
      now,
    );
    for (const check of checks) await rows.models.saveCheck({ ...check, version: live.version });
    const by = [
      { feature: 'source', label: 'Lead source', points: -38.2 },
      { feature: 'employees', label: 'Employees', points: 4.1 },
    ];
    const top = ['1001', '1002', '1003'].map((id, nr) => ({
      ...{
        subject: north.subjects.get(id) ?? '',
        from: 81 - nr * 9,
        to: 47 + nr,
        bandFrom: 'A',
        bandTo: 'C',
        by,
      },
    }));
    const moves = { finding: 'lead_score' as const, looked: 24, far: 9, graded: 7, mean: 6.4, up: 8, top };
    const trial = {
      ...{ rows: 200, won: 61, loss: 0.492, championLoss: 0.561, baseLoss: 0.615 },
      ...{ gain: 0.069, gainError: 0.02, overBase: 0.12, overBaseError: 0.03 },
    };
    const about = { target: 'lead' as const, who: 'learn', note: null, dataHash: weights.dataHash };
    const detail = { against: first, closed: 380 };
    await rows.models.note({
      ...{
        ...about,
        version: live.version,
        what: 'promoted',
        why: ['first'],
        detail,
        at: checks[0]?.at ?? now,
      },
    });
    await rows.models.note({
      ...{ ...about, version: live.version, what: 'drift', why: [], at: checks[4]?.at ?? now },
      detail: { closed: 400, features: ['Lead source'] },
    });
    await rows.models.note({
      ...{ ...about, version: next.version, what: 'waiting', why: ['drift', 'better'], at: now },
      detail: { ...detail, against: live.version, how: 'learned', moves, trial },
    });
  });
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

const live = () =>
  house.store.asTenant(north.tenant, async (rows) => (await rows.weights.live('lead'))?.version ?? null);

async function open(locale: string, colorScheme: 'light' | 'dark') {
  const page = await browser.page({ locale, colorScheme, viewport: { width: 1280, height: 900 } });
  const code = await house.access.issueCode(north.tenant, 'Mia Keller', house.clock.now());
  await page.goto(`${house.url}/console/enter?code=${code}`);
  await page.goto(`${house.url}/console/model`);
  return page;
}
test('in Chinese it says what waits, what drifted and who would move, with no word left in English', async () => {
  const page = await open('zh-CN', 'dark');
  await page.getByText(/等待您的决定/).waitFor();
  await page.getByText('记录发生变化了吗？').waitFor();
  await page.getByText('漂移', { exact: true }).first().waitFor();
  const words = await page.locator('main').innerText();
  expect(words).not.toMatch(/console\.|\{\w+\}/);
  expect(words).toContain('Lead source −38.2');
});

test('a person says yes with a reason, and goes back in one step', async () => {
  const page = await open('en-GB', 'light');
  const before = await live();
  await page.getByText(/waits for your word/).waitFor();
  await page
    .getByText(/Of 24 open records 9 move by more than ten points/)
    .first()
    .waitFor();
  await page.getByLabel(/Why \(kept in the register/).fill('Fairs are new for us');
  await page.getByRole('button', { name: 'Make it live' }).click();
  await until(async () => (await live()) !== before, 'the waiting version is live');
  await page.getByText(/Mia Keller made version \d+ live/).waitFor();
  await page.getByText('Fairs are new for us').first().waitFor();
  await page.getByText(/waits for your word/).waitFor({ state: 'detached' });
  const row = page.getByRole('row', { name: new RegExp(`^${before} `) });
  await row.getByRole('button', { name: 'Go back to it' }).click();
  expect(await live()).not.toBe(before);
  await page.getByRole('button', { name: /Press again/ }).click();
  await until(async () => (await live()) === before, 'the version before is live again');
  await page.getByText(/Mia Keller went back to version/).waitFor();
  await page.getByRole('button', { name: 'Look now' }).click();
  await page.getByText(/Somebody asked for a look/).waitFor();
  await page.getByText(/Mia Keller asked for a look at version/).waitFor();
  await page.getByRole('button', { name: 'Look now' }).waitFor({ state: 'detached' });
});

test('of customers that leave it speaks of leaving, on the page and on the card of a version', async () => {
  const now = house.clock.now();
  const records = aLeadHistory(900).map((record, nr) => ({
    ...record,
    won: nr % 3 !== 0 && record.won,
    slices: { crm: 'hubspot', 'company.industry': nr % 3 === 0 ? 'RETAIL' : 'MACHINERY' },
  }));
  const learn = (some: typeof records) =>
    train({
      ...{ target: 'churn', sources: leadSources.slice(0, 2), records: some, now: historyEnd, seed: 4 },
      monotone: { employees: -1, budget: 1 },
    });
  const save = (body: ReturnType<typeof train>) =>
    house.store.asTenant(north.tenant, (rows) =>
      rows.weights.save({ target: 'churn', body, report: body.report, state: 'live' }, now),
    );
  const { version } = await save(learn(records));
  const page = await open('en-GB', 'light');
  await page.goto(`${house.url}/console/model/churn`);
  await page.getByText('Left among them').waitFor();
  await page.getByText('On the newest 270 closed records').waitFor();
  expect(await page.locator('main').innerText()).not.toMatch(/\b[Ww]on\b|\bA from|console\.|\{\w+\}/);
  await page.goto(`${house.url}/console/model/churn/${version}`);
  await page.getByText('Most likely fifth').waitFor();
  await page.getByText('RETAIL').first().waitFor();
  expect(await page.locator('main').innerText()).not.toMatch(/Share won|Grade A|console\.|\{\w+\}/);
  await page.getByText('The greater or later, the less probable').waitFor();
  const chinese = await open('zh-CN', 'dark');
  await chinese.goto(`${house.url}/console/model/churn/${version}`);
  await chinese.getByText('训练时要求的方向').waitFor();
  await chinese.getByText('该版本没有使用该名称的数值或日期，因此未起作用。').waitFor();
  await save(learn(records.map((record) => ({ ...record, won: false }))));
  await page.goto(`${house.url}/console/model/churn`);
  await page.getByText(/no customer has ever left, so nothing could be learned/).waitFor();
});
