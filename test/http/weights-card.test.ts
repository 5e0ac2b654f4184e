// The model card over HTTP: what a version was made of, how it does for whom, and what speaks for care.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { train } from '#learn/train.ts';

let house: HttpHouse;
let north: ToldTenant;
let cookie: string;

beforeAll(async () => {
  house = await openHttpHouse();
  const now = house.clock.now();
  north = await toldTenant(house.store, { name: 'North', portalId: '101', people: 4, now });
  cookie = await house.signIn(north.tenant);
  const records = aLeadHistory(900).map((record, nr) => ({
    ...record,
    // Where the owner is 77, what was foretold does not come true.
    won: nr % 3 === 0 ? false : record.won,
    slices: { crm: 'hubspot', 'contact.hubspot_owner_id': nr % 3 === 0 ? '77' : '78' },
  }));
  const weights = train({
    ...{ target: 'lead', sources: leadSources, records, now: historyEnd, seed: 11 },
    monotone: { employees: 1, gone: -1 },
  });
  const churn = { target: 'churn', sources: leadSources.slice(0, 2), now: historyEnd, seed: 11 } as const;
  const leaving = train({ ...churn, records });
  const nobody = train({ ...churn, records: records.map((record) => ({ ...record, won: false })) });
  const leftOut = [
    ...weights.leftOut,
    { name: 'gender', label: 'Gender', why: 'protected' as const, measure: 0 },
  ];
  await house.store.asTenant(north.tenant, async (rows) => {
    await rows.portalFacts.save(
      north.connection,
      'owners',
      { list: [{ id: '77', name: 'Olga Lind', email: null, archived: false, userId: null }] },
      now,
    );
    await rows.weights.save(
      { target: 'lead', body: { ...weights, leftOut }, report: weights.report, state: 'candidate' },
      now,
    );
    for (const body of [leaving, nobody])
      await rows.weights.save({ target: 'churn', body, report: body.report, state: 'live' }, now);
    await rows.models.note({
      ...{ target: 'lead', version: 2, what: 'promoted', who: 'Mia Keller', why: [], note: 'Looks right' },
      ...{ dataHash: weights.dataHash, detail: {}, at: now },
    });
  });
});
afterAll(() => house.close());

const get = (path: string) => fetch(`${house.url}${path}`, { headers: { cookie } });
const read = z.object({
  approvals: z.array(z.unknown()),
  limits: z.array(z.string()),
  notUsed: z.array(z.unknown()),
  used: z.array(z.unknown()),
  directions: z
    .array(z.object({ name: z.string(), label: z.string(), way: z.string(), held: z.boolean() }))
    .nullable(),
  history: z.object({ closed: z.number() }),
  slices: z.array(
    z.object({
      field: z.string(),
      levels: z.array(
        z.object({
          level: z.string().nullable(),
          label: z.string().nullable(),
          rows: z.number(),
          faults: z.array(z.string()),
        }),
      ),
    }),
  ),
});
async function card(version: number, target = 'lead') {
  const response = await get(`/api/weights/${version}/card?target=${target}`);
  expect(response.status).toBe(200);
  return read.parse(await response.json());
}

test('tells what it looks at and what not with the reason, who said yes, and its limits in words that exist', async () => {
  const told = await card(2);
  expect(told.history.closed).toBe(900);
  expect(told.used.length).toBeGreaterThan(0);
  expect(told.notUsed).toContainEqual({ name: 'gender', label: 'Gender', why: 'protected' });
  expect(told.approvals).toMatchObject([{ what: 'promoted', who: 'Mia Keller', note: 'Looks right' }]);
  expect(told.limits).toContain('past');
  const texts = z.record(z.string(), z.string()).parse(await (await get('/api/catalogue/zh-CN')).json());
  for (const limit of told.limits) expect(texts[`console.card.limit.${limit}`]).toBeTruthy();
});

test('lists the directions that were demanded of it when it was learned, and of older versions that it is not known', async () => {
  const { directions } = await card(2);
  expect(directions).toEqual([
    { name: 'employees', label: 'Employees', way: 'rising', held: true },
    { name: 'gone', label: 'gone', way: 'falling', held: false },
  ]);
  expect((await card(1, 'churn')).directions).toBeNull();
});

test('names a group for which more is promised than happens, by the name that people know', async () => {
  const { slices, limits } = await card(2);
  const owners = slices.find(({ field }) => field === 'contact.hubspot_owner_id');
  const olga = owners?.levels.find(({ label }) => label === 'Olga Lind');
  expect(olga).toMatchObject({ rows: 300 });
  expect(olga?.faults).toContain('promised_too_much');
  expect(limits).toContain('faults');
  expect(slices.find(({ field }) => field === 'crm')?.levels).toMatchObject([
    { level: 'hubspot', rows: 900 },
  ]);
});

test('compares the groups of customers that leave as it does those of leads', async () => {
  const { slices, limits } = await card(1, 'churn');
  const owners = slices.find(({ field }) => field === 'contact.hubspot_owner_id');
  expect(owners?.levels.map(({ rows }) => rows)).toEqual([600, 300]);
  expect(owners?.levels.find(({ label }) => label === 'Olga Lind')?.faults).toContain('promised_too_much');
  expect(limits).toContain('faults');
  expect(limits).not.toContain('no_leavers');
});

test('says so where as far as the CRM tells no customer ever left, in words that exist', async () => {
  const { limits, slices } = await card(2, 'churn');
  expect(limits).toEqual(expect.arrayContaining(['prior', 'no_leavers']));
  expect(slices).toEqual([]);
  for (const locale of ['en', 'zh-CN']) {
    const texts = z
      .record(z.string(), z.string())
      .parse(await (await get(`/api/catalogue/${locale}`)).json());
    for (const limit of limits) expect(texts[`console.card.limit.${limit}`]).toBeTruthy();
  }
});

test('of weights made before there were slices is told as far as it is known', async () => {
  expect((await card(1)).slices).toEqual([]);
});

test('of a version that never was is refused', async () => {
  expect((await get('/api/weights/99/card')).status).toBe(404);
  expect((await get('/api/weights/1/card?target=deal')).status).toBe(404);
});
