// Promises of the simulated HubSpot about the portal itself: owners, pipelines, the account, and its size.
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startHubspot } from '#sandbox/hubspot/server.ts';
import { aHubspot, at, listAt, send } from './hubspot-kit.ts';

let hub: Awaited<ReturnType<typeof aHubspot>>;

beforeAll(async () => {
  hub = await aHubspot({ chaos: { limits: { off: true } } });
});
afterAll(() => hub.close());

describe('the portal', () => {
  test('lists owners, and archived ones only when asked, without a user', async () => {
    const ann = hub.portal.owners.add({ email: 'ann@example.com', firstName: 'Ann', lastName: 'Lee' });
    const bob = hub.portal.owners.add({ email: 'bob@example.com', firstName: 'Bob', lastName: 'Ray' });
    hub.portal.owners.archive(bob.id);
    const live = await hub.call('GET', '/crm/owners/2026-09');
    expect(listAt(live.body, 'results').map((one) => at(one, 'id'))).toEqual([ann.id]);
    const gone = await hub.call('GET', '/crm/owners/2026-09?archived=true');
    expect(gone.body).toMatchObject({ results: [{ id: bob.id, userId: null, archived: true }] });
    const mail = await hub.call('GET', '/crm/owners/2026-09?email=ANN@example.com');
    expect(listAt(mail.body, 'results')).toHaveLength(1);
    const owned = await hub.call('POST', '/crm/objects/2026-09/contacts', {
      properties: { hubspot_owner_id: ann.id },
    });
    expect(owned.status).toBe(201);
  });

  test('has pipelines whose stages say what is won and closed', async () => {
    const pipelines = await hub.call('GET', '/crm/pipelines/2026-09/deals');
    const stages = listAt(pipelines.body, 'results.0.stages');
    const won = stages.find((one) => at(one, 'id') === 'closedwon');
    expect(won).toMatchObject({ metadata: { isClosed: 'true', probability: '1.0' } });
    const own = { id: 'renewals', label: 'Renewals', displayOrder: 1 };
    const stage = {
      id: '9001',
      label: 'Renewed',
      displayOrder: 0,
      metadata: { isClosed: 'true', probability: '1.0' },
    };
    hub.portal.pipelines.define('deals', { ...own, stages: [stage] });
    const deal = (properties: Record<string, string>) =>
      hub.call('POST', '/crm/objects/2026-09/deals', { properties });
    const renewed = await deal({ pipeline: 'renewals', dealstage: '9001', amount: '10' });
    expect(hub.portal.read('deals', String(at(renewed.body, 'id')))?.properties['hs_is_closed_won']).toBe(
      'true',
    );
    const wrong = await deal({ pipeline: 'default', dealstage: '9001' });
    expect([wrong.status, at(wrong.body, 'errors.0.code')]).toEqual([400, 'INVALID_OPTION']);
  });

  test('shows record pages where the record links of the app point', async () => {
    const pages = express.Router({ mergeParams: true });
    pages.get('/', (req, res) => res.json(req.params));
    const paged = await startHubspot({ pages: () => pages });
    const page = await send(`${paged.url}/contacts/48100001/record/0-1/101`, 'GET');
    await paged.close();
    expect(page.body).toEqual({ portalId: '48100001', typeId: '0-1', id: '101' });
  });

  test('says where it lives', async () => {
    const eu = hub.portals.create({
      name: 'EU',
      uiDomain: 'app-eu1.hubspot.com',
      timeZone: 'Europe/Paris',
      currency: 'EUR',
    });
    const { access_token } = await hub.install(undefined, eu.portalId);
    const account = await hub.call('GET', '/account-info/2026-09/details', undefined, access_token);
    expect(account.body).toMatchObject({
      ...{ portalId: eu.portalId, uiDomain: 'app-eu1.hubspot.com', dataHostingLocation: 'eu1' },
      ...{ timeZone: 'Europe/Paris', companyCurrency: 'EUR' },
    });
  });

  test('holds a hundred thousand contacts, each found on exactly one page', async () => {
    const big = hub.portals.create({ name: 'Big' });
    const start = Date.UTC(2025, 0, 1);
    big.seed(
      Array.from({ length: 100_000 }, (_, index) => ({
        ...{ type: 'contacts', createdAt: new Date(start), updatedAt: new Date(start + index * 1_000) },
        properties: { email: `c${index}@example.com`, firstname: 'N', lifecyclestage: 'lead' },
      })),
    );
    expect(big.count('contacts')).toBe(100_000);
    const { access_token } = await hub.install(undefined, big.portalId);
    let after: string | undefined = '0';
    let last = 0;
    let pages = 0;
    let ascending = true;
    while (after !== undefined) {
      const page: Awaited<ReturnType<typeof hub.call>> = await hub.call(
        'GET',
        `/crm/objects/2026-09/contacts?limit=100&after=${after}`,
        undefined,
        access_token,
      );
      for (const one of listAt(page.body, 'results')) {
        ascending &&= Number(at(one, 'id')) > last;
        last = Number(at(one, 'id'));
      }
      pages += 1;
      const next = at(page.body, 'paging.next.after');
      after = next === undefined ? undefined : String(next);
    }
    expect([pages, ascending]).toEqual([1_000, true]);
  });
});
