// Promises of the simulated HubSpot about properties and property groups.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aHubspot, at, type Json, listAt } from './hubspot-kit.ts';

let hub: Awaited<ReturnType<typeof aHubspot>>;
const properties = '/crm/properties/2026-09/contacts';
const score = {
  name: 'revloop_lead_score',
  label: 'Score',
  groupName: 'revloop',
  type: 'number',
  fieldType: 'number',
};

beforeAll(async () => {
  hub = await aHubspot({ chaos: { limits: { off: true } } });
});
afterAll(() => hub.close());

describe('properties', () => {
  test('need their group first, and conflict by name, archived ones too', async () => {
    expect((await hub.call('POST', properties, score)).status).toBe(400);
    const group = { name: 'revloop', label: 'Revloop' };
    expect((await hub.call('POST', `${properties}/groups`, group)).status).toBe(201);
    expect((await hub.call('POST', `${properties}/groups`, group)).status).toBe(409);
    expect((await hub.call('POST', properties, score)).status).toBe(201);
    const twice = await hub.call('POST', properties, score);
    expect([twice.status, at(twice.body, 'category')]).toEqual([409, 'CONFLICT']);
    expect((await hub.call('DELETE', `${properties}/revloop_lead_score`)).status).toBe(204);
    expect((await hub.call('GET', `${properties}/revloop_lead_score`)).status).toBe(404);
    expect(
      at((await hub.call('GET', `${properties}/revloop_lead_score?archived=true`)).body, 'archived'),
    ).toBe(true);
    const archived = await hub.call('POST', properties, score);
    expect([archived.status, String(at(archived.body, 'message'))]).toEqual([
      409,
      expect.stringContaining('archive'),
    ]);
    const write = await hub.call('POST', '/crm/objects/2026-09/contacts', {
      properties: { revloop_lead_score: '5' },
    });
    expect(at(write.body, 'errors.0.code')).toBe('PROPERTY_DOESNT_EXIST');
    hub.portal.context.book.restore('contacts', 'revloop_lead_score');
    const again = await hub.call('POST', '/crm/objects/2026-09/contacts', {
      properties: { revloop_lead_score: 5 },
    });
    expect(again.status).toBe(201);
  });

  test.each<[string, Record<string, Json>]>([
    ['a field type that does not fit', { name: 'a1', type: 'number', fieldType: 'text' }],
    ['an enumeration without options', { name: 'a2', type: 'enumeration', fieldType: 'select' }],
    ['a type that does not exist', { name: 'a3', type: 'integer' }],
    ['a name with capitals', { name: 'CamelCase' }],
  ])('refuse %s', async (_, more) => {
    const refused = await hub.call('POST', properties, {
      ...score,
      groupName: 'contactinformation',
      ...more,
    });
    expect([refused.status, at(refused.body, 'category')]).toEqual([400, 'VALIDATION_ERROR']);
  });

  test('show the standard ones with their options and what may not be written', async () => {
    const stage = await hub.call('GET', `${properties}/lifecyclestage`);
    expect(listAt(stage.body, 'options').map((one) => at(one, 'value'))).toContain('marketingqualifiedlead');
    const won = await hub.call('GET', '/crm/properties/2026-09/deals/hs_is_closed_won');
    expect(won.body).toMatchObject({ calculated: true, modificationMetadata: { readOnlyValue: true } });
    expect((await hub.call('DELETE', `${properties}/email`)).status).toBe(400);
  });

  test('are created in batches, each with its own verdict', async () => {
    const one = (name: string, groupName = 'contactinformation') => ({ ...score, name, groupName });
    const answer = await hub.call('POST', `${properties}/batch/create`, {
      inputs: [one('batch_one'), one('batch_two', 'nowhere')],
    });
    expect([answer.status, at(answer.body, 'results.0.name')]).toEqual([207, 'batch_one']);
    expect(at(answer.body, 'errors.0.context.name')).toEqual(['batch_two']);
  });

  test('are counted against the quota', async () => {
    hub.chaos.set({ customPropertiesPerObject: 10 });
    hub.portal.defineProperty('companies', { name: 'own', label: 'Own', type: 'string', fieldType: 'text' });
    const limits = await hub.call('GET', '/crm/limits/2026-09/custom-properties');
    const companies = listAt(limits.body, 'byObjectType').find((one) => at(one, 'objectTypeId') === '0-2');
    expect(companies).toMatchObject({ limit: 10, usage: 1, percentage: 10 });
    hub.chaos.set({ customPropertiesPerObject: 1 });
    const refused = await hub.call('POST', '/crm/properties/2026-09/companies', {
      ...{ ...score, groupName: 'companyinformation' },
    });
    hub.chaos.set({ customPropertiesPerObject: 1_000 });
    expect(refused.status).toBe(400);
  });

  test.each([
    ['date', 'date', '2026-02-03', '2026-02-03'],
    ['date', 'date', String(Date.UTC(2026, 1, 3)), '2026-02-03'],
    ['datetime', 'date', '2026-02-03T04:05:06+02:00', '2026-02-03T02:05:06.000Z'],
    ['bool', 'booleancheckbox', 'TRUE', 'true'],
  ] as const)('keep a %s as HubSpot does', async (type, fieldType, given, kept) => {
    const name = `kept_${type}_${given.replaceAll(/\W/g, '').toLowerCase()}`;
    hub.portal.defineProperty('contacts', { name, label: name, type, fieldType });
    const made = await hub.call('POST', '/crm/objects/2026-09/contacts', { properties: { [name]: given } });
    expect(at(made.body, `properties.${name}`)).toBe(kept);
  });

  test('append to a multiple choice with a leading semicolon and clear with an empty text', async () => {
    const id = hub.portal.create('contacts', { hs_buying_role: 'CHAMPION' }).id;
    const patch = async (value: string) => {
      const answer = await hub.call('PATCH', `/crm/objects/2026-09/contacts/${id}`, {
        properties: { hs_buying_role: value },
      });
      return at(answer.body, 'properties.hs_buying_role');
    };
    expect(await patch(';INFLUENCER')).toBe('CHAMPION;INFLUENCER');
    expect(await patch('END_USER')).toBe('END_USER');
    expect(await patch('')).toBeNull();
  });
});
