// Finding what changed: nothing left out, however many records changed in the same moment.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InstalledPortal, installedPortal } from '#kit/hubspot-portal.ts';
import type { Crm } from '#ports/crm.ts';
import type { ObjectType } from '#sense/signal.ts';

const moment = new Date('2026-10-31T23:59:59.123Z');
const before = new Date(moment.getTime() - 1);
const after = new Date(moment.getTime() + 1);

describe('HubSpot changes', () => {
  let installed: InstalledPortal;
  let ids: string[];
  beforeAll(async () => {
    installed = await installedPortal({ chaos: { limits: { off: true } } });
    const many = (type: string, length: number, updatedAt: Date, name: string) =>
      installed.portal.seed(
        Array.from({ length }, (_, index) => ({
          type,
          properties: { [name]: `n${index}` },
          createdAt: before,
          updatedAt,
        })),
      );
    many('companies', 5, before, 'name');
    ids = many('companies', 10_450, moment, 'name');
    many('companies', 5, after, 'name');
    many('contacts', 3, moment, 'firstname');
  });
  afterAll(() => installed.close());

  async function changed(crm: Crm, type: ObjectType, properties: string[], [since, until]: [Date, Date]) {
    const found: string[] = [];
    let afterId: string | null = null;
    let pages = 0;
    do {
      const page = await crm.changed(type, { since, until, afterId, properties });
      found.push(...page.records.map((one) => one.id));
      afterId = page.next;
      pages += 1;
    } while (afterId !== null);
    return { found, pages };
  }

  it('finds more than 10,000 records that changed in the same millisecond, each once', async () => {
    await installed.calls();
    // The limiter's four searches a second would only cost time here.
    const sql = `update allowance set state = '{"max":100000,"windowMs":1000}' where bucket = 'search'`;
    const crm = installed.crm();
    await crm.changed('company', { since: after, until: after, afterId: null, properties: [] });
    await installed.database.store.pool.query(sql);
    const { found, pages } = await changed(crm, 'company', ['name'], [moment, moment]);
    expect(found).toEqual(ids);
    expect(pages).toBe(53);
    expect(await installed.calls()).toEqual({ 'POST /crm/objects/2026-09/companies/search 200': 54 });
  });

  it('knows that contacts have another name for the time of their change', async () => {
    expect((await changed(installed.crm(), 'contact', ['firstname'], [moment, moment])).found).toHaveLength(
      3,
    );
    expect((await changed(installed.crm(), 'contact', ['firstname'], [after, after])).found).toHaveLength(0);
  });

  it('reads properties by id where their names are too long for a search', async () => {
    await installed.calls();
    const many = Array.from({ length: 300 }, (_, index) => `a_property_that_is_not_there_${index}`);
    const page = await installed.crm().changed('company', {
      since: moment,
      until: moment,
      afterId: ids.at(-151) ?? null,
      properties: ['name', ...many],
    });
    expect(page.records.map((one) => one.id)).toEqual(ids.slice(-150));
    expect(page.records[149]?.properties['name']).toBe('n10449');
    expect(page.next).toBeNull();
    expect(await installed.calls()).toEqual({
      'POST /crm/objects/2026-09/companies/search 200': 1,
      'POST /crm/objects/2026-09/companies/batch/read 200': 2,
    });
  });
});
