// Promises of the simulated HubSpot about associations.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aHubspot, at, listAt } from './hubspot-kit.ts';

let hub: Awaited<ReturnType<typeof aHubspot>>;

beforeAll(async () => {
  hub = await aHubspot({ chaos: { limits: { off: true } } });
});
afterAll(() => hub.close());

describe('associations', () => {
  test('are read in batches of up to 1,000, with an error for records that have none', async () => {
    const contact = hub.portal.create('contacts', {}).id;
    const lonely = hub.portal.create('contacts', {}).id;
    const companies = [1, 2].map(() => hub.portal.create('companies', {}).id);
    for (const toId of companies) {
      hub.portal.associate({ fromType: 'contacts', fromId: contact, toType: 'companies', toId });
    }
    const path = '/crm/associations/2026-09/contacts/companies/batch/read';
    const read = await hub.call('POST', path, { inputs: [{ id: contact }, { id: lonely }] });
    expect(read.status).toBe(207);
    expect(at(read.body, 'results.0.from.id')).toBe(contact);
    expect(listAt(read.body, 'results.0.to').map((one) => at(one, 'toObjectId'))).toEqual(companies);
    expect(listAt(read.body, 'results.0.to.0.associationTypes').map((one) => at(one, 'typeId'))).toEqual([
      1, 279,
    ]);
    expect(listAt(read.body, 'results.0.to.1.associationTypes').map((one) => at(one, 'typeId'))).toEqual([
      279,
    ]);
    expect(at(read.body, 'errors.0.subCategory')).toBe('crm.associations.NO_ASSOCIATIONS_FOUND');
    const many = Array.from({ length: 1_001 }, (_, index) => ({ id: String(index + 1) }));
    expect((await hub.call('POST', path, { inputs: many })).status).toBe(400);
  });

  test('page beyond 500 per record', async () => {
    const company = hub.portal.create('companies', {}).id;
    const when = new Date('2026-01-01T00:00:00Z');
    hub.portal.seed(
      Array.from({ length: 501 }, () => ({
        ...{ type: 'contacts', properties: {}, createdAt: when, updatedAt: when },
        associations: [{ toType: 'companies', toId: company }],
      })),
    );
    const path = '/crm/associations/2026-09/companies/contacts/batch/read';
    const first = await hub.call('POST', path, { inputs: [{ id: company }] });
    expect(listAt(first.body, 'results.0.to')).toHaveLength(500);
    const after = String(at(first.body, 'results.0.paging.next.after'));
    const second = await hub.call('POST', path, { inputs: [{ id: company, after }] });
    expect(listAt(second.body, 'results.0.to')).toHaveLength(1);
  });

  test('are made by default, by type and by label of the portal', async () => {
    const [contact, company] = [hub.portal.create('contacts', {}).id, hub.portal.create('companies', {}).id];
    const base = `/crm/objects/2026-09/contacts/${contact}/associations`;
    const made = await hub.call('PUT', `${base}/default/companies/${company}`);
    expect(at(made.body, 'results.0.associationSpec')).toEqual({
      associationCategory: 'HUBSPOT_DEFINED',
      associationTypeId: 279,
    });
    const label = await hub.call('POST', '/crm/associations/2026-09/contacts/companies/labels', {
      name: 'buyer',
      label: 'Buyer',
    });
    const typeId = Number(at(label.body, 'results.0.typeId'));
    const spec = { associationCategory: 'USER_DEFINED', associationTypeId: typeId };
    expect((await hub.call('PUT', `${base}/companies/${company}`, [spec])).status).toBe(201);
    const read = await hub.call('GET', `${base}/companies`);
    expect(listAt(read.body, 'results.0.associationTypes').map((one) => at(one, 'label'))).toEqual([
      'Primary',
      null,
      'Buyer',
    ]);
    const labels = await hub.call('GET', '/crm/associations/2026-09/contacts/companies/labels');
    expect(listAt(labels.body, 'results').map((one) => at(one, 'typeId'))).toEqual([279, 1, typeId]);
    expect((await hub.call('DELETE', `${base}/companies/${company}`)).status).toBe(204);
    expect(listAt((await hub.call('GET', `${base}/companies`)).body, 'results')).toEqual([]);
  });

  test('keep one primary company', async () => {
    const contact = hub.portal.create('contacts', {}).id;
    const [first, second] = [1, 2].map(() => hub.portal.create('companies', {}).id);
    const ends = (toId = '') => ({ fromType: 'contacts', fromId: contact, toType: 'companies', toId });
    hub.portal.associate(ends(first));
    hub.portal.associate({ ...ends(second), typeId: 1 });
    const primary = hub.portal
      .associated('contacts', contact, 'companies')
      .filter((one) => one.types.some((type) => type.primary));
    expect(primary.map((one) => String(one.toId))).toEqual([second]);
  });

  test.each([
    ['contacts', 204],
    ['companies', 192],
    ['deals', 216],
    ['tickets', 230],
  ])('let a task be created for one of the %s', async (type, associationTypeId) => {
    const target = hub.portal.create(type, {}).id;
    const task = await hub.call('POST', '/crm/objects/2026-09/tasks', {
      properties: {
        hs_timestamp: '2026-12-01T09:00:00Z',
        hs_task_subject: 'Call',
        hs_task_priority: 'HIGH',
        hs_task_type: 'TODO',
      },
      associations: [
        { to: { id: target }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }] },
      ],
    });
    expect(task.status).toBe(201);
    expect(hub.portal.associated(type, target, 'tasks').map((one) => String(one.toId))).toEqual([
      at(task.body, 'id'),
    ]);
    const wrong = await hub.call('POST', '/crm/objects/2026-09/tasks', {
      properties: { hs_timestamp: '2026-12-01T09:00:00Z' },
      associations: [
        { to: { id: '99999999' }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }] },
      ],
    });
    expect([wrong.status, at(wrong.body, 'errors.0.code')]).toEqual([400, 'ASSOCIATION_TARGET_NOT_FOUND']);
    const undated = await hub.call('POST', '/crm/objects/2026-09/tasks', {
      properties: { hs_task_subject: 'x' },
    });
    expect(at(undated.body, 'errors.0.context.propertyName.0')).toBe('hs_timestamp');
  });
});
