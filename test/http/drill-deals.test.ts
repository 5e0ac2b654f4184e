// A drill of deals over HTTP: judges see what the machine sees at that moment, of fields that may be shown, and nothing later.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { aTwin, day } from '#kit/a-twin.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { aLeadFinding } from '#kit/told-findings.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import type { FieldChoices } from '#sense/field-permission.ts';
import { definitionsFact } from '#sense/portal.ts';

let house: HttpHouse;
let north: ToldTenant;
let cookie: string;
let today: number;

beforeAll(async () => {
  house = await openHttpHouse();
  const now = house.clock.now();
  today = now.getTime();
  north = await toldTenant(house.store, { name: 'North', portalId: '101', people: 4, now });
  cookie = await house.signIn(north.tenant);
  const ago = (days: number) => new Date(today - days * day);
  const date = (days: number) => ago(days).toISOString().slice(0, 10);
  const field = (name: string, label: string) => ({
    ...{ name, label, type: 'string' as const, calculated: false, builtIn: true },
  });
  await house.store.asTenant(north.tenant, async (rows) => {
    const tell = (what: string, body: object) =>
      rows.portalFacts.save(north.connection, what, z.record(z.string(), z.unknown()).parse(body), now);
    await tell(
      'properties:deal',
      definitionsFact('deal', [field('dealstage', 'Deal Stage'), field('amount', 'Amount')]),
    );
    await tell('properties:company', definitionsFact('company', [field('industry', 'Industry')]));
    await tell('pipelines:deal', { list: [{ stages: [{ id: 'st2', label: 'Contract sent' }] }] });
    const record = (days: number, properties: Record<string, string>) => ({
      ...{ kind: 'crm.record' as const, origin: north.connection, objectType: 'deal' as const },
      ...{ externalId: '7001', key: `deal:7001:${100 - days}`, occurredAt: ago(days) },
      data: { properties, createdAt: ago(60).toISOString(), archived: false },
    });
    await rows.signals.keep([
      record(60, { dealstage: 'st1', amount: '9000', closedate: ago(-5).toISOString() }),
      record(12, { dealstage: 'st2', amount: '24000', closedate: ago(-20).toISOString() }),
      // Said by a clock that is ahead.
      record(-2, { dealstage: 'st9', amount: '1', closedate: ago(-90).toISOString() }),
    ]);
    const deal = (await rows.subjects.find(north.connection, 'deal', ['7001'])).get('7001') ?? '';
    const firm = north.subjects.get('5001') ?? '';
    const [company] = [...(await rows.twins.load([firm])).values()];
    if (company === undefined) throw new Error('no company');
    const by = { at: now.toISOString(), by: 'test' };
    const twin = aTwin('deal', {
      properties: { dealname: 'Rollout', dealstage: 'st2', amount: '24000' },
      ...{ createdAt: ago(60).toISOString(), at: ago(12).toISOString() },
      engagements: { 'email.in': { [date(3)]: 2, [date(40)]: 5, [date(-2)]: 9 } },
    });
    const links = { [`${north.connection}:company`]: { ids: ['5001'], ...by } };
    await rows.twins.save(
      new Map([
        [deal, { ...twin, links }],
        [
          firm,
          {
            ...company.twin,
            properties: { ...company.twin.properties, industry: { value: 'Logistics', ...by } },
          },
        ],
      ]),
    );
    await rows.twins.saveLinks([deal]);
    const finding = { ...aLeadFinding(60, now), kind: 'deal_score' as const, band: 'even' as const };
    await rows.findings.save([{ subject: deal, finding }], now);
  });
});
afterAll(() => house.close());

const shown = z.object({
  cases: z.array(
    z.object({
      facts: z.array(z.object({ code: z.string().nullable(), label: z.string(), value: z.string() })),
    }),
  ),
});

async function facts(fields: FieldChoices = {}) {
  await house.store.asTenant(north.tenant, async (rows) => {
    const { settings } = await rows.settings.read();
    await rows.settings.save({ ...settings, fields });
  });
  const begun = await fetch(`${house.url}/api/drills`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-revloop-console': '1', cookie },
    body: JSON.stringify({ target: 'deal', title: 'Deals of today', size: 10 }),
  });
  expect(begun.status).toBe(200);
  const { id } = z.object({ id: z.string() }).parse(await begun.json());
  const answer = await fetch(`${house.url}/api/drills/${id}`, { headers: { cookie } });
  const { cases } = shown.parse(await answer.json());
  expect(cases).toHaveLength(1);
  return (cases[0]?.facts ?? []).map(({ code, label, value }) => [code ?? label, value]);
}

test('where a deal stands, what was said, and the company it is with are known to judges as to the machine', async () => {
  const told = await facts();
  expect(told[0]).toEqual(['name', 'Rollout']);
  expect(told).toEqual(
    expect.arrayContaining([
      ['deal_stage', 'Contract sent'],
      ['deal_stage_days', '12'],
      ['deal_age', '60'],
      ['deal_due_days', '20'],
      ['deal_pushes', '1'],
      ['deal_amount', '24000'],
      ['deal_mails_in', '2'],
      ['Industry', 'Logistics'],
    ]),
  );
  expect(JSON.stringify(told)).not.toMatch(/probability|score|st9|Amount|Deal Stage/);
});

test('what is made of a field is not shown where the field may not be', async () => {
  const told = await facts({ 'deal.amount': { show: false }, 'company.industry': { show: false } });
  const names = told.map(([name]) => name);
  expect(names).toContain('deal_stage');
  for (const hidden of ['deal_amount', 'Amount', 'Industry']) expect(names).not.toContain(hidden);
});
