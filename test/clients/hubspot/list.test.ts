// Reading a whole portal: every record once, with links, in the fewest requests.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type InstalledPortal, installedPortal } from '#kit/hubspot-portal.ts';
import type { Crm } from '#ports/crm.ts';
import type { CrmRecord } from '#sense/record.ts';

const list = 'GET /crm/objects/2026-09/contacts 200';
const read = 'POST /crm/objects/2026-09/contacts/batch/read 200';
const count = 'POST /crm/objects/2026-09/contacts/search 200';
const at = new Date('2026-01-01T00:00:00Z');

async function readAll(
  crm: Crm,
  input: Partial<Parameters<Crm['list']>[1]> = {},
): Promise<{ records: CrmRecord[]; total: number | undefined }> {
  const records: CrmRecord[] = [];
  let after: string | null = null;
  let total: number | undefined;
  do {
    const page = await crm.list('contact', { properties: ['email'], linksTo: [], ...input, after });
    if (after === null) total = page.total;
    records.push(...page.records);
    after = page.next;
  } while (after !== null);
  return { records, total };
}

describe('HubSpot list', () => {
  let installed: InstalledPortal;
  let ids: string[];
  beforeAll(async () => {
    installed = await installedPortal({ chaos: { limits: { off: true } } });
    const { portal } = installed;
    portal.defineProperty('contacts', { name: 'plan', label: 'Plan', type: 'string', fieldType: 'text' });
    for (let each = 0; each < 600; each += 1) {
      const name = `custom_property_number_${each}`;
      portal.defineProperty('contacts', { name, label: name, type: 'string', fieldType: 'text' });
    }
    ids = portal.seed(
      Array.from({ length: 1_234 }, (_, index) => ({
        type: 'contacts',
        properties: {
          email: `p${index}@acme.example.com`,
          plan: `plan ${index}`,
          custom_property_number_599: 'last',
        },
        createdAt: at,
        updatedAt: at,
      })),
    );
    const [archived = '', ...rest] = portal.seed(
      Array.from({ length: 3 }, (_, index) => ({
        type: 'contacts',
        properties: { email: `gone${index}@acme.example.com` },
        createdAt: at,
        updatedAt: at,
        archived: true,
      })),
    );
    expect([archived, ...rest]).toHaveLength(3);
    const companies = portal.seed(
      Array.from({ length: 130 }, (_, index) => ({
        type: 'companies',
        properties: { name: `company ${index}` },
        createdAt: at,
        updatedAt: at,
      })),
    );
    const ends = (index: number, toId: string) => ({
      fromType: 'contacts',
      fromId: ids[index] ?? '',
      toType: 'companies',
      toId,
    });
    for (const company of companies) portal.associate(ends(0, company));
    portal.associate(ends(1, companies[7] ?? ''));
  });
  afterEach(() => installed.calls());
  afterAll(() => installed.close());

  it('reads every record once, in as many requests as there are hundreds', async () => {
    const { records, total } = await readAll(installed.crm(), { properties: ['email', 'plan', 'nonsense'] });
    expect(records.map((one) => one.id)).toEqual(ids);
    expect(total).toBe(1_234);
    expect(records[5]).toEqual({
      objectType: 'contact',
      id: ids[5],
      properties: { email: 'p5@acme.example.com', plan: 'plan 5', nonsense: null },
      createdAt: at,
      modifiedAt: at,
      archived: false,
      links: {},
    });
    expect(await installed.calls()).toEqual({ [list]: 13, [count]: 1 });
  });

  it('needs no further requests for links, but for records with more of them than a listing shows', async () => {
    const { records } = await readAll(installed.crm(), { linksTo: ['company', 'deal'] });
    expect(records[0]?.links?.company).toHaveLength(130);
    expect(new Set(records[0]?.links?.company).size).toBe(130);
    expect(records[1]?.links).toEqual({ company: [expect.stringMatching(/^\d+$/)], deal: [] });
    expect(await installed.calls()).toEqual({
      [list]: 13,
      [count]: 1,
      'POST /crm/associations/2026-09/contacts/companies/batch/read 200': 1,
    });
  });

  it('reads properties by id where their names are too long for an address, and learns that from one refusal', async () => {
    const many = Array.from({ length: 600 }, (_, index) => `custom_property_number_${index}`);
    const some = many.slice(-400);
    const crm = installed.crm();
    const { records } = await readAll(crm, { properties: some, linksTo: ['company'] });
    expect(records).toHaveLength(1_234);
    expect(records[9]?.properties['custom_property_number_599']).toBe('last');
    expect(records[1]?.links?.company).toHaveLength(1);
    const calls = await installed.calls();
    expect(calls).toMatchObject({ 'GET /crm/objects/2026-09/contacts 414': 1, [list]: 13, [read]: 13 });
    await readAll(crm, { properties: many });
    expect(await installed.calls()).toEqual({ [list]: 13, [read]: 13, [count]: 1 });
  });

  it('lists what was archived', async () => {
    const { records } = await readAll(installed.crm(), { archived: true });
    expect(records.map((one) => [one.archived, one.properties['email']])).toEqual([
      [true, 'gone0@acme.example.com'],
      [true, 'gone1@acme.example.com'],
      [true, 'gone2@acme.example.com'],
    ]);
    expect(await installed.calls()).toEqual({ [list]: 1 });
  });

  it('goes on from any page in another process', async () => {
    const first = await installed.crm().list('contact', { after: null, properties: ['email'], linksTo: [] });
    const second = await installed
      .crm()
      .list('contact', { after: first.next, properties: ['email'], linksTo: [] });
    expect(second.records.map((one) => one.id)).toEqual(ids.slice(100, 200));
  });
});

describe('HubSpot list with few scopes', () => {
  it('leaves out links that the account does not allow, and refuses only the type itself', async () => {
    const scopes = [
      'oauth',
      'crm.objects.contacts.read',
      'crm.schemas.contacts.read',
      'crm.objects.companies.read',
    ];
    const installed = await installedPortal({ scopes });
    installed.portal.create('contacts', { email: 'a@acme.example.com' });
    const crm = installed.crm();
    const input = { after: null, properties: ['email'], linksTo: ['company', 'ticket'] as const };
    const { records } = await crm.list('contact', input);
    expect(records[0]?.links).toEqual({ company: [] });
    await expect(crm.list('ticket', input)).rejects.toMatchObject({
      code: 'CRM_SCOPE',
      params: { scope: 'tickets' },
    });
    await expect(crm.owners()).rejects.toMatchObject({
      code: 'CRM_SCOPE',
      params: { scope: 'crm.objects.owners.read' },
    });
    expect((await installed.row()).state).toBe('active');
    await installed.close();
  });

  it('reads records whose links the account turns out to lack, and asks for those links once', async () => {
    const scopes = ['oauth', 'crm.objects.contacts.read', 'crm.objects.companies.read'];
    const installed = await installedPortal({ scopes });
    for (let each = 0; each < 101; each += 1)
      installed.portal.create('contacts', { email: `a${each}@a.example.com` });
    // As where the scope was granted and the tier has no tickets: our record of the scopes says nothing against it.
    const crm = installed.crm({ scopes: [] });
    const { records } = await readAll(crm, { linksTo: ['company', 'ticket'] });
    expect(records).toHaveLength(101);
    expect(records[0]?.links).toEqual({ company: [] });
    expect(await installed.calls()).toMatchObject({
      'GET /crm/objects/2026-09/contacts 403': 1,
      'GET /crm/objects/2026-09/tickets 403': 1,
      [list]: 2,
    });
    await expect(
      crm.list('ticket', { after: null, properties: [], linksTo: ['contact'] }),
    ).rejects.toMatchObject({ code: 'CRM_SCOPE' });
    await installed.close();
  });
});
