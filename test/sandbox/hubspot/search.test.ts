// Promises of the simulated HubSpot about search: operators, limits and the index that lags behind.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aHubspot, at, type Json, listAt } from './hubspot-kit.ts';

let hub: Awaited<ReturnType<typeof aHubspot>>;
let wall = Date.parse('2026-11-01T00:00:00Z');
const path = '/crm/objects/2026-09/contacts/search';
const search = (body: Json) => hub.call('POST', path, body);
const ids = (body: Json) => listAt(body, 'results').map((one) => String(at(one, 'id')));
const where = (propertyName: string, operator: string, rest: Record<string, Json> = {}): Json => ({
  filterGroups: [{ filters: [{ propertyName, operator, ...rest }] }],
  limit: 200,
});

beforeAll(async () => {
  hub = await aHubspot({
    wall: () => new Date(wall),
    chaos: { accessTokenSeconds: 90_000_000, limits: { off: true } },
  });
  const day = (n: number) => new Date(Date.UTC(2026, 0, n));
  hub.portal.seed(
    Array.from({ length: 20 }, (_, index) => ({
      type: 'contacts',
      id: String(1_000 + index),
      properties: {
        firstname: `Name${index}`,
        jobtitle: index % 2 === 0 ? 'Head of Sales' : 'Engineer',
        ...(index < 5 ? { hs_lead_status: 'NEW' } : {}),
        hs_analytics_num_visits: String(index),
      },
      createdAt: day(1),
      updatedAt: day(index + 1),
      archived: index === 19,
    })),
  );
});
afterAll(() => hub.close());

describe('operators', () => {
  test.each<[string, string, Record<string, Json>, number]>([
    ['hs_lead_status', 'EQ', { value: 'NEW' }, 5],
    ['hs_lead_status', 'NEQ', { value: 'NEW' }, 14],
    ['hs_lead_status', 'HAS_PROPERTY', {}, 5],
    ['hs_lead_status', 'NOT_HAS_PROPERTY', {}, 14],
    ['firstname', 'IN', { values: ['name1', 'name2', 'nobody'] }, 2],
    ['firstname', 'NOT_IN', { values: ['name1', 'name2'] }, 17],
    ['hs_analytics_num_visits', 'GT', { value: '9' }, 9],
    ['hs_analytics_num_visits', 'LTE', { value: 9 }, 10],
    ['hs_analytics_num_visits', 'BETWEEN', { value: '3', highValue: '12' }, 10],
    ['jobtitle', 'CONTAINS_TOKEN', { value: 'sal*' }, 10],
    ['jobtitle', 'NOT_CONTAINS_TOKEN', { value: 'sales' }, 9],
    ['hs_object_id', 'GT', { value: '1009' }, 9],
    ['lastmodifieddate', 'GTE', { value: String(Date.UTC(2026, 0, 10)) }, 10],
    ['lastmodifieddate', 'LT', { value: '2026-01-10T00:00:00Z' }, 9],
    ['hs_lifecyclestage_lead_date', 'GTE', { value: '2026-01-10T00:00:00Z' }, 0],
  ])('%s %s finds what it says', async (name, operator, rest, count) => {
    const found = await search(where(name, operator, rest));
    expect([found.status, at(found.body, 'total')]).toEqual([200, count]);
    expect(ids(found.body)).toHaveLength(count);
  });

  test('joins filters of a group by and, groups by or, and sorts by one property', async () => {
    const found = await search({
      filterGroups: [
        {
          filters: [
            { propertyName: 'hs_lead_status', operator: 'EQ', value: 'NEW' },
            { propertyName: 'jobtitle', operator: 'EQ', value: 'engineer' },
          ],
        },
        { filters: [{ propertyName: 'hs_object_id', operator: 'EQ', value: '1018' }] },
      ],
      sorts: [{ propertyName: 'hs_analytics_num_visits', direction: 'DESCENDING' }],
    });
    expect(ids(found.body)).toEqual(['1018', '1003', '1001']);
  });

  test('finds by free text, and by an association', async () => {
    expect(ids((await search({ query: 'name17' })).body)).toEqual(['1017']);
    const company = hub.portal.create('companies', { name: 'Linked' });
    hub.portal.associate({ fromType: 'contacts', fromId: '1003', toType: 'companies', toId: company.id });
    expect(ids((await search(where('associations.company', 'EQ', { value: company.id }))).body)).toEqual([
      '1003',
    ]);
  });
});

describe('limits', () => {
  const filter = { propertyName: 'firstname', operator: 'HAS_PROPERTY' };
  test.each<[string, Json]>([
    ['more than 200 a page', { limit: 201 }],
    ['a reach beyond 10,000', { limit: 200, after: '9900' }],
    ['two sorts', { sorts: ['firstname', 'lastname'] }],
    ['six groups', { filterGroups: Array.from({ length: 6 }, () => ({ filters: [filter] })) }],
    ['seven filters in a group', { filterGroups: [{ filters: Array.from({ length: 7 }, () => filter) }] }],
    [
      'nineteen filters',
      { filterGroups: [6, 6, 6, 1].map((n) => ({ filters: Array.from({ length: n }, () => filter) })) },
    ],
    ['a body above 3,000 characters', { query: 'x'.repeat(2_990) }],
    ['an unknown property', where('hs_lastmodifieddate', 'HAS_PROPERTY')],
  ])('refuses %s', async (_, body) => {
    const refused = await search(body);
    expect([refused.status, at(refused.body, 'category')]).toEqual([400, 'VALIDATION_ERROR']);
  });

  test('pages by offset and never shows archived records or associations', async () => {
    const first = await search({ limit: 15 });
    const second = await search({ limit: 15, after: String(at(first.body, 'paging.next.after')) });
    const all = [...ids(first.body), ...ids(second.body)];
    expect(all).toHaveLength(19);
    expect(all).not.toContain('1019');
    expect(at(second.body, 'paging')).toBeUndefined();
    expect(at(first.body, 'results.0.associations')).toBeUndefined();
  });
});

test('sees a creation, a change and a deletion only when the index has caught up', async () => {
  hub.chaos.set({ searchLagMs: 30_000 });
  const fresh = hub.portal.create('contacts', { firstname: 'Fresh' });
  hub.portal.update('contacts', '1000', { firstname: 'Renamed' });
  hub.portal.archive('contacts', '1001');
  const count = async (name: string) =>
    at((await search(where('firstname', 'EQ', { value: name }))).body, 'total');
  expect([await count('Fresh'), await count('Renamed'), await count('Name0'), await count('Name1')]).toEqual([
    0, 0, 1, 1,
  ]);
  expect((await hub.call('GET', `/crm/objects/2026-09/contacts/${fresh.id}`)).status).toBe(200);
  wall += 10_000;
  hub.portal.update('contacts', '1000', { firstname: 'Again' });
  wall += 20_001;
  expect([await count('Fresh'), await count('Renamed'), await count('Name0'), await count('Name1')]).toEqual([
    1, 1, 0, 0,
  ]);
  wall += 10_000;
  expect([await count('Renamed'), await count('Again')]).toEqual([0, 1]);
});
