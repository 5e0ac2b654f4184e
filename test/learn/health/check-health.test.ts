// The index checked against stored history by the real reading, on the real database, and shown over HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { healthCheckShown } from '#http/api/customer-health/health-check-shape.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { silentLog } from '#kit/log.ts';
import { checkHealthWhenDue } from '#learn/health/check-health.ts';
import { turn } from '#loop.ts';
import type { NewSignal } from '#sense/signal.ts';

const dayMs = 86_400_000;
const origin = '00000000-0000-4000-8000-000000000001';
let house: HttpHouse;
let tenant: string;
let cookie: string;
let now: Date;

const ago = (days: number) => new Date(now.getTime() - days * dayMs);

function record(id: string, days: number, lifecyclestage: string): NewSignal {
  return {
    ...{ kind: 'crm.record', key: `${id}/${days}`, origin, objectType: 'company', externalId: id },
    occurredAt: ago(days),
    data: {
      properties: { name: `Customer ${id}`, lifecyclestage },
      createdAt: ago(500).toISOString(),
      archived: false,
    },
  };
}

function logins(id: string, from: number, to: number): NewSignal[] {
  return Array.from({ length: from - to + 1 }, (_, nr) => ({
    ...({
      kind: 'product.event',
      key: `${id}/in/${from - nr}`,
      origin,
      objectType: 'company',
      externalId: id,
    } as const),
    occurredAt: ago(from - nr),
    data: { name: 'Logged In', user: `user of ${id}`, properties: {} },
  }));
}

beforeAll(async () => {
  house = await openHttpHouse();
  now = house.clock.now();
  tenant = await house.database.tenant();
  cookie = await house.signIn(tenant);
  const signals: NewSignal[] = [];
  // Twelve stopped using the product 60 days before they left; two of them only in the last week. Twenty go on.
  for (let nr = 0; nr < 12; nr += 1) {
    const leaves = 100 + nr * 7;
    signals.push(record(`l${nr}`, 480, 'customer'), record(`l${nr}`, leaves, 'other'));
    signals.push(...logins(`l${nr}`, 400, nr < 2 ? leaves + 5 : leaves + 60));
  }
  for (let nr = 0; nr < 20; nr += 1)
    signals.push(record(`s${nr}`, 480, 'customer'), ...logins(`s${nr}`, 400, 0));
  const { store } = house;
  await store.asTenant(tenant, (rows) => rows.signals.keep(signals));
  const { queue, clock } = house.deps;
  while ((await turn({ store, queue, clock, log: silentLog() }, tenant)).more);
});
afterAll(() => house.close());

const ask = (method: 'GET' | 'POST') =>
  fetch(`${house.url}/api/health-check`, { method, headers: { cookie, 'x-revloop-console': '1' } });

describe('the check of the health index', () => {
  it('is not there before it was made', async () => {
    expect(await (await ask('GET')).json()).toEqual({ last: null });
  });

  it('finds in stored history who left while green and who was seen', async () => {
    const answer = await ask('POST');
    expect(answer.status).toBe(200);
    const check = healthCheckShown.extend({ at: z.string() }).parse(await answer.json());
    expect(check).toMatchObject({ customers: 32, left: 12, stayed: 20, verdict: 'tells', anew: 1 });
    expect(check.before).toEqual([
      { days: 90, healthy: 12, watch: 0, at_risk: 0, none: 0 },
      { days: 30, healthy: 2, watch: 0, at_risk: 10, none: 0 },
      { days: 14, healthy: 2, watch: 0, at_risk: 10, none: 0 },
    ]);
    expect(check.missed.map(({ name }) => name).sort()).toEqual(['Customer l0', 'Customer l1']);
    expect(check.early).toMatchObject({ warned: 10, unwarned: 2 });
    expect(check.early.medianDays).toBeGreaterThanOrEqual(30);
    expect(check.red).toMatchObject({ left: 10, stayed: 0 });
    expect(check.parts.find(({ code }) => code === 'use')?.area?.low).toBeGreaterThan(0.5);
    expect((await (await ask('GET')).json()).last.customers).toBe(32);
  });

  it('is made anew once a night', async () => {
    const last = async () => (await house.deps.customerHealth.lastCheck(tenant))?.at.getTime();
    const first = await last();
    await checkHealthWhenDue({ store: house.store, clock: house.clock }, tenant);
    expect(await last()).toBe(first);
    house.time.shiftMs += dayMs;
    await checkHealthWhenDue({ store: house.store, clock: house.clock }, tenant);
    expect(await last()).toBeGreaterThanOrEqual((first ?? 0) + dayMs);
  });

  it('is no other tenant’s', async () => {
    const other = await house.signIn(await house.database.tenant());
    const answer = await fetch(`${house.url}/api/health-check`, { headers: { cookie: other } });
    expect(await answer.json()).toEqual({ last: null });
  });
});
