// The choices of a tenant, changed by two people at once: neither takes back what the other one chose.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { until } from '#kit/until.ts';
import { definitionsFact } from '#sense/portal.ts';
import type { TenantSettings } from '#sense/tenant.ts';

let house: HttpHouse;
let north: ToldTenant;
let cookie = '';
beforeAll(async () => {
  house = await openHttpHouse();
  const now = house.clock.now();
  north = await toldTenant(house.store, { name: 'north', portalId: '111', people: 4, now });
  const plan = { name: 'plan', label: 'Plan', type: 'string', calculated: false, builtIn: false } as const;
  await house.store.asTenant(north.tenant, (rows) =>
    rows.portalFacts.save(north.connection, 'properties:contact', definitionsFact('contact', [plan]), now),
  );
  cookie = await house.signIn(north.tenant);
});
afterAll(() => house.close());

async function patch(path: string, body: object): Promise<number> {
  const headers = { cookie, 'content-type': 'application/json', 'x-revloop-console': '1', origin: house.url };
  const answer = await fetch(`${house.url}${path}`, { method: 'PATCH', headers, body: JSON.stringify(body) });
  return answer.status;
}

const waiting = async () => {
  const { rows } = await house.store.pool.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
};

/** One person's change is under way while another one makes `other`, who then has to wait. */
async function changed(own: Partial<TenantSettings>, other: () => Promise<number>): Promise<TenantSettings> {
  let answered: Promise<number> = Promise.resolve(0);
  await house.store.asTenant(north.tenant, async (rows) => {
    const { settings } = await rows.settings.hold();
    await rows.settings.save({ ...settings, ...own });
    answered = other();
    await until(waiting, 'the other one waits');
  });
  expect(await answered).toBe(200);
  return (await house.store.asTenant(north.tenant, (rows) => rows.settings.read())).settings;
}

describe('two changes at once', () => {
  test('of different choices both stay', async () => {
    const after = await changed({ dryRun: true }, () => patch('/api/settings', { locale: 'zh-CN' }));
    expect(after).toMatchObject({ dryRun: true, locale: 'zh-CN' });
  });

  test('of choices and of what fields may be used for both stay', async () => {
    const changes = [{ field: 'contact.plan', chat: false }];
    const after = await changed({ timeZone: 'Asia/Shanghai' }, () =>
      patch('/api/field-permissions', { changes }),
    );
    expect(after).toMatchObject({ timeZone: 'Asia/Shanghai', fields: { 'contact.plan': { chat: false } } });
  });

  test('stand in the register as they followed each other', async () => {
    await changed({ locale: 'en' }, () => patch('/api/settings', { locale: 'zh-CN' }));
    const { decisions } = await house.store.asTenant(north.tenant, (rows) =>
      rows.decisions.register({
        kind: 'settings',
        search: '',
        since: null,
        until: null,
        offset: 0,
        limit: 1,
      }),
    );
    expect(decisions).toMatchObject([{ about: 'locale', body: { from: 'en', to: 'zh-CN' } }]);
  });
});
