// What an account looks like, its links, and tasks in it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHubspot } from '#clients/hubspot/crm.ts';
import { toConfig } from '#config.ts';
import { type InstalledPortal, installedPortal } from '#kit/hubspot-portal.ts';
import { silentLog } from '#kit/log.ts';

describe('HubSpot portal', () => {
  let installed: InstalledPortal;
  beforeAll(async () => {
    installed = await installedPortal({ uiDomain: 'app-eu1.hubspot.com', timeZone: 'Europe/Berlin' });
  });
  afterAll(() => installed.close());

  it('says who it is', async () => {
    expect(await installed.crm().account()).toEqual({
      externalId: String(installed.portal.portalId),
      account: {
        name: 'acme.example.com',
        timeZone: 'Europe/Berlin',
        currency: installed.portal.currency,
        uiDomain: 'app-eu1.hubspot.com',
      },
    });
  });

  it('links to records on the host of the account, unless another HubSpot is set', () => {
    const { connection, portal, config } = installed;
    const needs = {
      connection,
      store: installed.database.store,
      clock: { now: () => new Date() },
      log: silentLog(),
    };
    const real = openHubspot({ ...needs, config: toConfig({}) });
    expect(real.recordUrl('contact', '77')).toBe(
      `https://app-eu1.hubspot.com/contacts/${portal.portalId}/record/0-1/77`,
    );
    expect(real.recordUrl('ticket', '8')).toContain('/record/0-5/8');
    const own = openHubspot({ ...needs, config });
    expect(own.recordUrl('company', '9')).toBe(
      `${installed.sandbox.url}/contacts/${portal.portalId}/record/0-2/9`,
    );
    const bare = openHubspot({ ...needs, config: toConfig({}), connection: { ...connection, account: {} } });
    expect(bare.recordUrl('deal', '1')).toBe(
      `https://app.hubspot.com/contacts/${portal.portalId}/record/0-3/1`,
    );
  });

  it('reads property definitions in our words', async () => {
    installed.portal.defineProperty('contacts', {
      name: 'tags',
      label: 'Tags',
      type: 'enumeration',
      fieldType: 'checkbox',
      options: [{ label: 'Red', value: 'r', displayOrder: 0, hidden: false }],
    });
    const found = new Map((await installed.crm().properties('contact')).map((one) => [one.name, one]));
    expect(found.get('tags')).toEqual({
      name: 'tags',
      label: 'Tags',
      type: 'multi',
      options: [{ value: 'r', label: 'Red' }],
      calculated: false,
      builtIn: false,
    });
    expect(found.get('lifecyclestage')).toMatchObject({
      type: 'enumeration',
      builtIn: true,
      calculated: false,
    });
    expect(found.get('createdate')).toMatchObject({ type: 'datetime', calculated: true });
    expect(found.get('email')).not.toHaveProperty('options');
  });

  it('reads owners, those who left too', async () => {
    const { owners } = installed.portal;
    const stays = owners.add({ email: 'ann@acme.example.com', firstName: 'Ann', lastName: 'Lee' });
    const left = owners.add({ email: 'bo@acme.example.com', firstName: '', lastName: '' });
    owners.archive(left.id);
    for (let each = 0; each < 120; each += 1) {
      owners.add({ email: `o${each}@acme.example.com`, firstName: 'O', lastName: String(each) });
    }
    const found = await installed.crm().owners();
    expect(found).toHaveLength(122);
    expect(found.find((one) => one.id === stays.id)).toEqual({
      id: stays.id,
      email: 'ann@acme.example.com',
      name: 'Ann Lee',
      archived: false,
      userId: String(stays.userId),
    });
    expect(found.find((one) => one.id === left.id)).toMatchObject({
      name: 'bo@acme.example.com',
      archived: true,
      userId: null,
    });
  });

  it('knows which stages are won, lost and closed', async () => {
    const crm = installed.crm();
    const [deals, tickets] = [await crm.pipelines('deal'), await crm.pipelines('ticket')];
    const outcomes = Object.fromEntries(deals[0]?.stages.map((one) => [one.id, one.outcome]) ?? []);
    expect(outcomes).toMatchObject({ appointmentscheduled: 'open', closedwon: 'won', closedlost: 'lost' });
    expect(tickets[0]?.stages.map((one) => one.outcome)).toEqual(['open', 'open', 'open', 'closed']);
  });

  it.each([
    ['contact', 'contacts', { email: 't@acme.example.com' }],
    ['company', 'companies', { name: 'T' }],
    ['deal', 'deals', { dealname: 'T', pipeline: 'default', dealstage: 'contractsent' }],
    ['ticket', 'tickets', { subject: 'T', hs_pipeline: '0', hs_pipeline_stage: '1' }],
  ] as const)(
    'creates a task on a %s and finds it again by its mark',
    async (objectType, type, properties) => {
      const crm = installed.crm();
      const owner = installed.portal.owners.list()[0]?.id ?? '';
      const record = installed.portal.create(type, properties);
      const dueAt = new Date('2026-11-25T09:00:00Z');
      const task = {
        objectType,
        externalId: record.id,
        subject: 'Call',
        body: 'Ask <why> & how\nref a:1&2',
        dueAt,
      };
      expect(await crm.findTask(objectType, record.id, 'ref a:1&2')).toBeNull();
      const id = await crm.createTask({ ...task, ownerId: owner });
      const unowned = await crm.createTask({ ...task, body: 'ref b', ownerId: null });
      expect(installed.portal.read('tasks', id)?.properties).toMatchObject({
        hs_task_subject: 'Call',
        hs_task_body: 'Ask &lt;why&gt; &amp; how<br>ref a:1&amp;2',
        hs_task_status: 'NOT_STARTED',
        hubspot_owner_id: owner,
      });
      expect(Date.parse(installed.portal.read('tasks', id)?.properties['hs_timestamp'] ?? '')).toBe(
        dueAt.getTime(),
      );
      expect(installed.portal.associated(type, record.id, 'tasks')).toHaveLength(2);
      expect(await crm.findTask(objectType, record.id, 'ref a:1&2')).toBe(id);
      expect(await crm.findTask(objectType, record.id, 'ref b')).toBe(unowned);
      expect(await crm.findTask(objectType, record.id, 'ref c')).toBeNull();
    },
  );
});
