// Reading records by id: hundreds in one request, merged ones found, the rest honestly missing.
import nock from 'nock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InstalledPortal, installedPortal } from '#kit/hubspot-portal.ts';

const at = new Date('2026-01-01T00:00:00Z');

describe('HubSpot read', () => {
  let installed: InstalledPortal;
  let ids: string[];
  beforeAll(async () => {
    installed = await installedPortal({ chaos: { limits: { off: true } } });
    ids = installed.portal.seed(
      Array.from({ length: 260 }, (_, index) => ({
        type: 'contacts',
        properties: { email: `p${index}@acme.example.com`, firstname: '' },
        createdAt: at,
        updatedAt: at,
      })),
    );
  });
  afterAll(() => installed.close());
  const fresh = (name: string) =>
    installed.portal.create('contacts', { email: `${name}@acme.example.com` }).id;

  it('reads each once, a hundred in one request', async () => {
    await installed.calls();
    const { records, missing } = await installed
      .crm()
      .read('contact', [...ids, ...ids], ['email', 'firstname']);
    expect(records).toHaveLength(260);
    expect(records[3]?.properties).toEqual({ email: 'p3@acme.example.com', firstname: null });
    expect(missing).toEqual([]);
    expect(await installed.calls()).toEqual({ 'POST /crm/objects/2026-09/contacts/batch/read 200': 3 });
  });

  it('tells which are missing without losing the others', async () => {
    const gone = fresh('gone');
    installed.portal.archive('contacts', gone);
    const asked = [ids[0] ?? '', gone, '999999999'];
    const { records, missing } = await installed.crm().read('contact', asked, ['email']);
    expect(records.map((one) => one.id)).toEqual([ids[0]]);
    expect(missing).toEqual([gone, '999999999']);
  });

  it.each([
    ['missing', false],
    ['winner', false],
    ['missing', true],
  ] as const)(
    'finds a merged record by its old id (old ids in a batch: %s, new id: %s)',
    async (mode, newId) => {
      installed.sandbox.chaos.set({ mergedInBatchRead: mode });
      const [winner, loser] = [fresh(`w-${mode}-${newId}`), fresh(`l-${mode}-${newId}`)];
      const merged = installed.portal.merge('contacts', winner, loser, undefined, { newId });
      const { records, missing } = await installed.crm().read('contact', [loser], ['email']);
      expect(missing).toEqual([]);
      expect(records).toHaveLength(1);
      expect(records[0]?.id).toBe(merged.id);
      expect(records[0]?.mergedIds).toContain(loser);
      const both = await installed.crm().read('contact', [winner, loser], ['email']);
      expect(both.records.map((one) => one.id)).toEqual([merged.id]);
      expect(both.missing).toEqual([]);
    },
  );

  it('tells of merges when it reads the winner', async () => {
    const [winner, loser] = [fresh('w-plain'), fresh('l-plain')];
    installed.portal.merge('contacts', winner, loser);
    const { records } = await installed.crm().read('contact', [winner], ['email']);
    expect(records[0]?.mergedIds).toEqual([loser]);
    expect(Object.keys(records[0]?.properties ?? {})).toEqual(['email']);
  });

  it('reads the links of a thousand records in one request, however many each has', async () => {
    const { portal } = installed;
    const companies = portal.seed(
      Array.from({ length: 1_203 }, (_, index) => ({
        type: 'companies',
        properties: { name: `c${index}` },
        createdAt: at,
        updatedAt: at,
      })),
    );
    const [hub = '', other = '', lonely = ''] = ids;
    for (const toId of companies)
      portal.associate({ fromType: 'contacts', fromId: hub, toType: 'companies', toId });
    const [toId = ''] = companies;
    portal.associate({ fromType: 'contacts', fromId: other, toType: 'companies', toId });
    await installed.calls();
    const links = await installed.crm().links('contact', ids, 'company');
    expect(links.size).toBe(260);
    expect([...(links.get(hub) ?? [])].sort()).toEqual([...companies].sort());
    expect(links.get(other)).toEqual([toId]);
    expect(links.get(lonely)).toEqual([]);
    expect(await installed.calls()).toEqual({
      'POST /crm/associations/2026-09/contacts/companies/batch/read 207': 1,
      'POST /crm/associations/2026-09/contacts/companies/batch/read 200': 2,
    });
  });
});

describe('HubSpot read of what is not understood', () => {
  const host = 'https://hubspot.test';
  const path = '/crm/objects/2026-09/contacts/batch/read';
  let installed: InstalledPortal;
  beforeAll(async () => {
    installed = await installedPortal();
  });
  afterAll(() => installed.close());

  it.each([
    ['an answer of another shape', 200, { ok: true }, 'CRM_REFUSED'],
    ['a page of something in between', 200, '<html>maintenance</html>', 'CRM_BUSY'],
    ['a path that is not there', 404, { category: 'OBJECT_NOT_FOUND', message: 'No route' }, 'CRM_REFUSED'],
    [
      'a fault of HubSpot itself',
      207,
      { results: [], errors: [{ category: 'INTERNAL_ERROR', message: 'oops', context: { ids: ['1'] } }] },
      'CRM_BUSY',
    ],
    [
      'a fault with the request',
      207,
      { results: [], errors: [{ category: 'VALIDATION_ERROR', message: 'bad', context: { ids: ['1'] } }] },
      'CRM_REFUSED',
    ],
  ])('never takes %s for a deleted record', async (_, status, body, code) => {
    nock(host).post(path).times(2).reply(status, body);
    const config = { ...installed.config, HUBSPOT_API_URL: host };
    const read = installed.crm({ pace: 'person', config }).read('contact', ['1'], ['email']);
    await expect(read).rejects.toMatchObject({ code });
    nock.cleanAll();
  });
});
