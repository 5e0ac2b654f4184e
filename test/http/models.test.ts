// Models over HTTP: what the nights found, what waits, and a person's word about it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { train } from '#learn/train.ts';

let house: HttpHouse;
let north: ToldTenant;
let headers: Record<string, string>;

beforeAll(async () => {
  house = await openHttpHouse();
  const now = house.clock.now();
  north = await toldTenant(house.store, { name: 'North', portalId: '101', people: 4, now });
  headers = {
    cookie: await house.signIn(north.tenant),
    'x-revloop-console': '1',
    'content-type': 'application/json',
  };
  const weights = train({
    ...{ target: 'lead', sources: leadSources, records: aLeadHistory(300), now: historyEnd, seed: 4 },
  });
  await house.store.asTenant(north.tenant, async (rows) => {
    const { version } = await rows.weights.save(
      { target: 'lead', body: weights, report: weights.report, state: 'candidate' },
      now,
    );
    const top = [
      { subject: north.subjects.get('1001') ?? '', from: 20, to: 71, bandFrom: 'C', bandTo: 'A', by: [] },
    ];
    const moves = { finding: 'lead_score' as const, looked: 4, far: 1, graded: 1, mean: 13, up: 1, top };
    await rows.models.note({
      ...{ target: 'lead', version, what: 'waiting', who: 'learn', why: ['drift', 'better'], note: null },
      ...{ dataHash: weights.dataHash, detail: { against: 1, how: 'learned', moves }, at: now },
    });
  });
});
afterAll(() => house.close());

const shape = z.object({
  live: z.number().nullable(),
  waiting: z
    .object({
      version: z.number().nullable(),
      detail: z.object({ moves: z.object({ top: z.array(z.object({ name: z.string() })) }) }),
    })
    .nullable(),
  events: z.array(z.object({ what: z.string(), who: z.string() })),
});
const read = async () =>
  shape.parse(await (await fetch(`${house.url}/api/models?target=lead`, { headers })).json());
const decide = (path: string, body: object) =>
  fetch(`${house.url}/api/models/${path}/decide`, { method: 'POST', headers, body: JSON.stringify(body) });

test('what waits is shown with who would move, by the names that people know', async () => {
  const { waiting, live } = await read();
  expect(waiting?.version).not.toBe(live);
  expect(waiting?.detail.moves.top[0]?.name).not.toMatch(/^#/);
});

test('a person says yes, once, and it is live', async () => {
  const version = (await read()).waiting?.version ?? 0;
  expect((await decide(`lead/${version}`, { verdict: 'approve', note: 'Looks right' })).status).toBe(200);
  const { live, waiting, events } = await read();
  expect(live).toBe(version);
  expect(waiting).toBeNull();
  expect(events[0]).toMatchObject({ what: 'promoted', who: 'mia@north.test' });
  expect(house.wakes).toContainEqual({ kind: 'turn', tenant: north.tenant });
  const again = await decide(`lead/${version}`, { verdict: 'approve' });
  expect(again.status).toBe(409);
  expect((await decide('lead/99', { verdict: 'approve' })).status).toBe(404);
  expect((await decide('lead/x', { verdict: 'approve' })).status).toBe(400);
  expect((await decide('lead/1', { verdict: 'perhaps' })).status).toBe(400);
});

test('nobody decides without having signed in', async () => {
  const response = await fetch(`${house.url}/api/models/lead/1/decide`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ verdict: 'approve' }),
  });
  expect(response.status).toBe(401);
});
