// A drill from beginning to report over HTTP: blind, frozen when sampled, and honest about what is not known yet.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { aLeadFinding } from '#kit/told-findings.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { drillReport } from '#learn/drill-view.ts';
import { definitionsFact } from '#sense/portal.ts';

let house: HttpHouse;
let north: ToldTenant;
let south: ToldTenant;
let mia: string;
let ben: string;
let drillId: string;
let began: number;

beforeAll(async () => {
  house = await openHttpHouse();
  const now = house.clock.now();
  began = now.getTime();
  north = await toldTenant(house.store, { name: 'North', portalId: '101', people: 30, now });
  south = await toldTenant(house.store, { name: 'South', portalId: '202', people: 4, now });
  const define = (name: string, label: string) => ({
    ...{ name, label, type: 'string' as const, calculated: false, builtIn: true },
  });
  await house.store.asTenant(north.tenant, (rows) =>
    rows.portalFacts.save(
      north.connection,
      'properties:contact',
      definitionsFact('contact', [define('jobtitle', 'Job title'), define('phone', 'Phone number')]),
      now,
    ),
  );
  mia = await house.signIn(north.tenant, 'mia@north.test');
  ben = await house.signIn(north.tenant, 'ben@north.test');
});
afterAll(() => house.close());

const get = (path: string, cookie = mia) => fetch(`${house.url}${path}`, { headers: { cookie } });
const post = (path: string, body: object, cookie = mia) =>
  fetch(`${house.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-revloop-console': '1', cookie },
    body: JSON.stringify(body),
  });
const shown = z.object({
  cases: z.array(
    z.strictObject({
      place: z.number(),
      facts: z.array(z.object({ code: z.string().nullable(), label: z.string(), value: z.string() })),
      said: z.object({ probability: z.number(), reason: z.string().nullable() }).nullable(),
    }),
  ),
});
const casesFor = async (cookie: string) =>
  shown.parse(await (await get(`/api/drills/${drillId}`, cookie)).json()).cases;
const report = async () =>
  z.object({ report: drillReport }).parse(await (await get(`/api/drills/${drillId}/report`)).json()).report;
/** The CRM tells how the record of a case ended, so many milliseconds after now. */
async function ends(place: number, kind: 'won' | 'lost', after: number) {
  const subject = (await kept())[place]?.subject ?? '';
  const at = new Date(began + after);
  const told = { subject, kind, at, advice: null, via: 'crm', by: null, note: null } as const;
  const key = `crm/${subject}/${kind}/${at.toISOString()}`;
  await house.store.asTenant(north.tenant, (rows) => rows.outcomes.record([{ ...told, key }]));
}
const kept = () => house.store.asTenant(north.tenant, (rows) => rows.drills.cases(drillId));

describe('a drill', () => {
  test('is due where there was none, and begins with open records of every strength', async () => {
    expect(await (await get('/api/drills')).json()).toEqual({ drills: [], due: true });
    const begun = await post('/api/drills', { target: 'lead', title: 'Leads, this quarter', size: 25 });
    expect(begun.status).toBe(200);
    drillId = z.object({ id: z.string() }).parse(await begun.json()).id;
    const cases = await kept();
    expect(cases).toHaveLength(25);
    expect(new Set(cases.map(({ stratum }) => stratum)).size).toBe(5);
    const { due } = z.object({ due: z.boolean() }).parse(await (await get('/api/drills')).json());
    expect(due).toBe(false);
  });

  test('shows a judge facts that may be shown, and neither a score nor what others say', async () => {
    const [one] = await casesFor(mia);
    expect(one?.facts.some(({ code }) => code === 'name')).toBe(true);
    const all = JSON.stringify(await casesFor(mia));
    expect(all).not.toMatch(/probability|grade|revloop|score/i);
    expect(all).not.toContain('Phone number');
    expect(
      (await post(`/api/drills/${drillId}/judgements`, { place: 0, probability: 0.9, reason: 'A hunch' }))
        .status,
    ).toBe(200);
    expect((await casesFor(mia))[0]?.said).toEqual({ probability: 0.9, reason: 'A hunch' });
    expect((await casesFor(ben))[0]?.said).toBeNull();
  });

  test('keeps what the machine said at that moment, whatever it says later', async () => {
    const before = await kept();
    await house.store.asTenant(north.tenant, (rows) =>
      rows.findings.save(
        before.flatMap(({ subject }) =>
          subject === null ? [] : [{ subject, finding: aLeadFinding(3, house.clock.now()) }],
        ),
        house.clock.now(),
      ),
    );
    expect(await kept()).toEqual(before);
  });

  test('says that it is not enough yet, and then who was right', async () => {
    const cases = await kept();
    for (const { place } of cases) {
      // Mia knows who will be won; Ben believes the contrary.
      const won = place % 2 === 0;
      await post(`/api/drills/${drillId}/judgements`, { place, probability: won ? 0.95 : 0.05 });
      await post(`/api/drills/${drillId}/judgements`, { place, probability: won ? 0.05 : 0.95 }, ben);
    }
    const early = await report();
    expect(early).toMatchObject({ cases: 25, judged: 25, known: 0, needed: 20, judges: [], lessons: [] });
    expect(early.agreement?.correlation).toBe(-1);
    for (const { place } of cases.slice(0, 24)) await ends(place, place % 2 === 0 ? 'won' : 'lost', 1000);
    const told = await report();
    expect(told).toMatchObject({ known: 24, won: 12, needed: 0 });
    const verdicts = Object.fromEntries(told.judges.map(({ who, against }) => [who, against?.verdict]));
    expect(verdicts).toMatchObject({ 'mia@north.test': 'better', 'ben@north.test': 'worse' });
    expect(told.judges.find(({ who }) => who === 'mia@north.test')?.auc).toBe(1);
  });

  test('goes by what the CRM said last, in whatever order and however often it is heard', async () => {
    const outcomeOf = async (place: number) => {
      await report();
      return (await kept())[place]?.outcome;
    };
    await ends(1, 'won', 500);
    expect(await outcomeOf(1)).toBe('lost');
    await ends(1, 'won', 2000);
    expect(await outcomeOf(1)).toBe('won');
    await ends(1, 'won', 2000);
    await ends(1, 'lost', 3000);
    expect(await outcomeOf(1)).toBe('lost');
    expect(await report()).toMatchObject({ known: 24, won: 12 });
  });

  test('takes no word on what is known already, and none once it is closed', async () => {
    // The CRM has told it, and nobody has opened the report since.
    await ends(24, 'won', 1000);
    const heard = await post(`/api/drills/${drillId}/judgements`, { place: 24, probability: 0.99 });
    expect(heard.status).toBe(409);
    const known = await post(`/api/drills/${drillId}/judgements`, { place: 0, probability: 0.5 });
    expect(known.status).toBe(409);
    expect((await post(`/api/drills/${drillId}/close`, {})).status).toBe(200);
    const closed = await post(`/api/drills/${drillId}/judgements`, { place: 24, probability: 0.5 });
    expect(closed.status).toBe(409);
  });

  test('stands in the register, beginning and end', async () => {
    const register = await get('/api/register?kind=drill');
    const { decisions } = z
      .object({ decisions: z.array(z.object({ who: z.string(), about: z.string(), body: z.unknown() })) })
      .parse(await register.json());
    expect(decisions).toMatchObject([
      { who: 'mia@north.test', about: 'Leads, this quarter (lead)', body: { to: 'closed' } },
      { who: 'mia@north.test', about: 'Leads, this quarter (lead)', body: { to: 'open', cases: 25 } },
    ]);
  });

  test('forgets who it was about once somebody is erased, and keeps how well was judged', async () => {
    const [first] = await kept();
    const subject = first?.subject ?? '';
    await house.store.asTenant(north.tenant, (rows) => rows.subjects.erase(subject, { who: 'crm' }));
    expect((await kept())[0]).toMatchObject({ subject: null, facts: [], reasons: [], outcome: 'won' });
    expect(await report()).toMatchObject({ known: 25 });
  });

  test('of another tenant is as if it were not there', async () => {
    const stranger = await house.signIn(south.tenant);
    for (const path of [`/api/drills/${drillId}`, `/api/drills/${drillId}/report`])
      expect((await get(path, stranger)).status).toBe(404);
    expect(
      (await post(`/api/drills/${drillId}/judgements`, { place: 0, probability: 0.5 }, stranger)).status,
    ).toBe(404);
  });

  test('of whom nothing is foretold does not begin', async () => {
    expect((await post('/api/drills', { target: 'deal', title: 'Deals', size: 10 })).status).toBe(409);
  });
});

test('customers who did not leave within 90 days stayed, and those who left in time count', async () => {
  const now = house.clock.now();
  const [left, stayed] = [north.subjects.get('5001') ?? '', north.subjects.get('5002') ?? ''];
  const id = '00000000-0000-4000-8000-000000000001';
  const settled = await house.store.asTenant(north.tenant, async (rows) => {
    const made = new Date(now.getTime() - 92 * 86_400_000);
    const rest = { probability: 0.5, interval: null, stratum: 0, facts: [], reasons: [] };
    await rows.drills.save(
      {
        ...{ id, target: 'churn', title: 'Customers', state: 'open', weightsVersion: null },
        ...{ madeAt: made, madeBy: 'Mia', endsAt: now },
      },
      [
        { place: 0, subject: left, ...rest },
        { place: 1, subject: stayed, ...rest },
      ],
    );
    await rows.outcomes.record([
      {
        ...{ key: 'churned', subject: left, advice: null, kind: 'churned', via: 'crm', by: null, note: null },
        at: new Date(now.getTime() - 30 * 86_400_000),
      },
    ]);
    await rows.drills.settle(now);
    return rows.drills.cases(id);
  });
  expect(settled.map(({ outcome }) => outcome)).toEqual(['won', 'lost']);
});

test('of customers judges see what they did with the product and what was open, as the machine does', async () => {
  const now = house.clock.now();
  const firms = ['5001', '5002', '5003'].flatMap((id) => north.subjects.get(id) ?? []);
  await house.store.asTenant(north.tenant, async (rows) => {
    const found = (await rows.findings.current(firms, 'health')).map(({ subject, finding }) => ({
      subject,
      finding: { ...finding, score: 50, probability: 0.2, interval: [0.1, 0.3] as [number, number] },
    }));
    await rows.findings.save(found, now);
    const createdAt = new Date(now.getTime() - 400 * 86_400_000).toISOString();
    const twins = [...(await rows.twins.load(firms))];
    await rows.twins.save(new Map(twins.map(([subject, { twin }]) => [subject, { ...twin, createdAt }])));
  });
  const begun = await post('/api/drills', { target: 'churn', title: 'Customers of today', size: 10 });
  expect(begun.status).toBe(200);
  const { id } = z.object({ id: z.string() }).parse(await begun.json());
  const { cases } = shown.parse(await (await get(`/api/drills/${id}`)).json());
  expect(cases.length).toBe(firms.length);
  for (const { facts } of cases) {
    expect(facts[0]?.code).toBe('name');
    expect(facts).toContainEqual({ code: 'customer_age', label: '', value: '400' });
    expect(JSON.stringify(facts)).not.toMatch(/health|probability|score/i);
  }
});
