// Promises of the simulated HubSpot about records: reading, writing, listing, batches and merges.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aHubspot, at, listAt } from './hubspot-kit.ts';

let hub: Awaited<ReturnType<typeof aHubspot>>;
const contacts = '/crm/objects/2026-09/contacts';

beforeAll(async () => {
  hub = await aHubspot({ chaos: { limits: { off: true } } });
});
afterAll(() => hub.close());

async function aContact(properties: Record<string, string> = {}): Promise<string> {
  const made = await hub.call('POST', contacts, { properties });
  expect(made.status).toBe(201);
  return String(at(made.body, 'id'));
}

describe('single records', () => {
  test('keeps every value as text and says null for what is empty', async () => {
    const made = await hub.call('POST', '/crm/objects/2026-09/deals', {
      properties: { dealname: 'Big', amount: 1200, dealstage: 'closedwon' },
    });
    expect(made.status).toBe(201);
    const path = `/crm/objects/2026-09/0-3/${at(made.body, 'id')}?properties=amount,hs_is_closed_won,closedate,hs_priority`;
    const read = await hub.call('GET', path);
    expect(at(read.body, 'properties.amount')).toBe('1200');
    expect(at(read.body, 'properties.hs_is_closed_won')).toBe('true');
    expect(at(read.body, 'properties.hs_priority')).toBeNull();
    expect(typeof at(read.body, 'properties.closedate')).toBe('string');
  });

  test('names the faulty property in a 400 and writes nothing', async () => {
    const id = await aContact({ firstname: 'Ann' });
    const refused = await hub.call('PATCH', `${contacts}/${id}`, {
      properties: { firstname: 'Bob', no_such_property: 'x', hs_lead_status: 'SOMETHING' },
    });
    expect(refused.status).toBe(400);
    expect(at(refused.body, 'category')).toBe('VALIDATION_ERROR');
    expect(listAt(refused.body, 'errors').map((one) => at(one, 'code'))).toEqual([
      'PROPERTY_DOESNT_EXIST',
      'INVALID_OPTION',
    ]);
    expect(String(at(refused.body, 'message'))).toMatch(/^Property values were not valid: \[/);
    expect(hub.portal.read('contacts', id)?.properties['firstname']).toBe('Ann');
  });

  test.each([
    ['createdate', '2026-01-01', 'READ_ONLY_VALUE'],
    ['num_notes', '3', 'READ_ONLY_VALUE'],
    ['closedate', 'tomorrow', 'INVALID_DATE'],
    ['associatedcompanyid', '1,200', 'INVALID_NUMBER'],
    ['email', 'not an address', 'INVALID_EMAIL'],
    ['hubspot_owner_id', '99', 'INVALID_OPTION'],
  ])('refuses %s = %s as %s', async (name, value, code) => {
    const refused = await hub.call('POST', contacts, { properties: { [name]: value } });
    expect(refused.status).toBe(400);
    expect(at(refused.body, 'errors.0.code')).toBe(code);
  });

  test('answers 409 with the existing id for a taken e-mail address', async () => {
    const id = await aContact({ email: 'taken@example.com' });
    const second = await hub.call('POST', contacts, { properties: { email: 'Taken@Example.com' } });
    expect(second.status).toBe(409);
    expect(at(second.body, 'category')).toBe('CONFLICT');
    expect(at(second.body, 'message')).toBe(`Contact already exists. Existing ID: ${id}`);
  });

  test('reads by a unique property', async () => {
    const id = await aContact({ email: 'unique@example.com' });
    const read = await hub.call('GET', `${contacts}/unique@example.com?idProperty=email`);
    expect(at(read.body, 'id')).toBe(id);
    expect((await hub.call('GET', `${contacts}/x?idProperty=firstname`)).status).toBe(400);
  });

  test('hides an archived record, shows it with archived=true, and restores it', async () => {
    const id = await aContact({ firstname: 'Gone', email: 'gone@example.com' });
    expect((await hub.call('DELETE', `${contacts}/${id}`)).status).toBe(204);
    const hidden = await hub.call('GET', `${contacts}/${id}`);
    expect([hidden.status, at(hidden.body, 'category')]).toEqual([404, 'OBJECT_NOT_FOUND']);
    const shown = await hub.call('GET', `${contacts}/${id}?archived=true`);
    expect(at(shown.body, 'archived')).toBe(true);
    expect(at(shown.body, 'archivedAt')).toBeTruthy();
    hub.portal.restore('contacts', id);
    expect((await hub.call('GET', `${contacts}/${id}`)).status).toBe(200);
  });

  test('touches the modified date on every write, and keeps history with its source', async () => {
    const id = await aContact({ firstname: 'One' });
    await hub.call('PATCH', `${contacts}/${id}`, { properties: { firstname: 'Two' } });
    const read = await hub.call('GET', `${contacts}/${id}?propertiesWithHistory=firstname`);
    const history = listAt(read.body, 'propertiesWithHistory.firstname');
    expect(history.map((one) => at(one, 'value'))).toEqual(['Two', 'One']);
    expect(at(history[0], 'sourceType')).toBe('INTEGRATION');
    expect(at(history[0], 'sourceId')).toBe('4242');
  });

  test('applies the rules admins made to writes that have nothing to do with them', async () => {
    const id = await aContact({ firstname: 'Rule' });
    hub.chaos.set({ writeRules: [{ objectType: 'contacts', property: 'jobtitle' }] });
    const refused = await hub.call('PATCH', `${contacts}/${id}`, { properties: { lastname: 'Score' } });
    hub.chaos.set({ writeRules: [] });
    expect([refused.status, at(refused.body, 'category')]).toEqual([400, 'VALIDATION_ERROR']);
    expect(at(refused.body, 'errors.0.context.propertyName.0')).toBe('jobtitle');
  });
});

describe('lists', () => {
  test('gives every record once, in pages linked by after', async () => {
    const portal = hub.portals.create({ name: 'Paged' });
    const now = new Date('2026-10-01T00:00:00Z');
    portal.seed(
      Array.from({ length: 250 }, (_, index) => ({
        type: 'contacts',
        properties: { email: `p${index}@example.com` },
        createdAt: now,
        updatedAt: now,
        archived: index % 50 === 0,
      })),
    );
    const { access_token } = await hub.install(undefined, portal.portalId);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const path = `${contacts}?limit=100${after === undefined ? '' : `&after=${after}`}`;
      const page = await hub.call('GET', path, undefined, access_token);
      seen.push(...listAt(page.body, 'results').map((one) => String(at(one, 'id'))));
      const next = at(page.body, 'paging.next.after');
      after = next === undefined ? undefined : String(next);
    } while (after !== undefined);
    expect(new Set(seen).size).toBe(245);
    expect(seen.length).toBe(245);
    const archived = await hub.call('GET', `${contacts}?archived=true&limit=100`, undefined, access_token);
    expect(listAt(archived.body, 'results')).toHaveLength(5);
  });

  test('refuses pages above 100, above 50 with history, and an address that is too long', async () => {
    expect((await hub.call('GET', `${contacts}?limit=101`)).status).toBe(400);
    expect((await hub.call('GET', `${contacts}?limit=51&propertiesWithHistory=email`)).status).toBe(400);
    expect((await hub.call('GET', `${contacts}?properties=${'email,'.repeat(1_500)}`)).status).toBe(414);
  });

  test('shows associations only where they are asked for', async () => {
    const company = hub.portal.create('companies', { name: 'Acme' });
    const made = await hub.call('POST', contacts, {
      properties: { firstname: 'Linked' },
      associations: [
        {
          to: { id: company.id },
          types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 279 }],
        },
      ],
    });
    const path = `${contacts}/${at(made.body, 'id')}`;
    expect(at((await hub.call('GET', path)).body, 'associations')).toBeUndefined();
    const read = await hub.call('GET', `${path}?associations=companies`);
    expect(listAt(read.body, 'associations.companies.results')).toEqual([
      { id: company.id, type: 'contact_to_company' },
      { id: company.id, type: 'contact_to_company_unlabeled' },
    ]);
  });
});
