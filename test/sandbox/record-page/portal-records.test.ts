// What the record page reads from the simulated HubSpot, and that a person's change is a real change of the portal.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPortals } from '#sandbox/hubspot/portals.ts';
import { startHubspot } from '#sandbox/hubspot/server.ts';
import { portalRecords } from '#sandbox/record-page/portal-records.ts';
import { recordPage } from '#sandbox/record-page/record-page.ts';
import { RecordSnapshot } from '#sandbox/record-page/record-snapshot.ts';

function aPortal() {
  const portals = openPortals({ clock: () => new Date('2026-11-22T09:00:00Z') });
  const portal = portals.create({ name: 'Northwind Sales', timeZone: 'Europe/Dublin' });
  const ada = portal.create('contacts', {
    firstname: 'Ada',
    lastname: 'Okafor',
    email: 'ada@northwind.example',
  });
  const company = portal.create('companies', { name: 'Northwind', domain: 'northwind.example' });
  const note = portal.create('notes', {
    hs_note_body: '<p>Wants <b>yearly</b></p>',
    hs_timestamp: '2026-11-20T10:00:00Z',
  });
  portal.associate({ fromType: 'contacts', fromId: ada.id, toType: 'companies', toId: company.id });
  portal.associate({ fromType: 'notes', fromId: note.id, toType: 'contacts', toId: ada.id });
  return {
    portals,
    portal,
    ada,
    company,
    records: portalRecords(portals),
    portalId: String(portal.portalId),
  };
}

test('shows all properties of a record, with whom it belongs together and what happened', async () => {
  const { portals, ada, company, records, portalId } = aPortal();
  const snapshot = RecordSnapshot.parse(await records.read(portalId, '0-1', ada.id));
  expect(snapshot).toMatchObject({
    name: 'Ada Okafor',
    about: 'ada@northwind.example',
    timeZone: 'Europe/Dublin',
  });
  expect(snapshot.fields.find((field) => field.name === 'email')?.value).toBe('ada@northwind.example');
  expect(
    snapshot.fields.find((field) => field.name === 'lifecyclestage')?.options.map((one) => one.value),
  ).toContain('customer');
  expect(snapshot.associations.find((one) => one.typeId === '0-2')?.records).toEqual([
    { id: company.id, name: 'Northwind', about: 'northwind.example' },
  ]);
  expect(snapshot.activity).toEqual([
    { id: expect.any(String), kind: 'note', title: '', body: 'Wants yearly', at: '2026-11-20T10:00:00.000Z' },
  ]);
  portals.close();
});

test('writes as a person in the CRM, so that the portal tells of it', async () => {
  const { portals, ada, records, portalId } = aPortal();
  const heard: unknown[] = [];
  portals.onChange((_portal, changes) => heard.push(...changes));
  await records.write(portalId, '0-1', ada.id, { jobtitle: 'CEO' });
  expect((await records.read(portalId, '0-1', ada.id))?.about).toContain('CEO');
  expect(heard).toContainEqual(
    expect.objectContaining({
      kind: 'propertyChange',
      property: 'jobtitle',
      value: 'CEO',
      source: expect.objectContaining({ changeSource: 'CRM_UI' }),
    }),
  );
  portals.close();
});

test('refuses what HubSpot refuses, and knows no record of another portal', async () => {
  const { portals, ada, records, portalId } = aPortal();
  await expect(records.write(portalId, '0-1', ada.id, { lifecyclestage: 'nonsense' })).rejects.toThrow();
  expect(await records.read('1', '0-1', ada.id)).toBeUndefined();
  expect(await records.read(portalId, '0-1', '999999')).toBeUndefined();
  expect(await records.read(portalId, '0-999', ada.id)).toBeUndefined();
  portals.close();
});

test('is served by the simulated HubSpot under the address of its record links', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'revloop-record-page-'));
  const hubspot = await startHubspot({
    pages: (portals) =>
      recordPage({
        ...portalRecords(portals),
        app: () => ({ appId: '7', clientSecret: 's', serverUrl: 'http://127.0.0.1:1' }),
        user: { id: '5', email: 'rep@example.com', firstName: 'Bo', lastName: 'Lindqvist' },
        directory,
        now: Date.now,
      }),
  });
  try {
    const portal = hubspot.portals.create({ name: 'Northwind Sales' });
    const ada = portal.create('contacts', { firstname: 'Ada', email: 'ada@northwind.example' });
    const address = `${hubspot.url}/contacts/${portal.portalId}/record/0-1/${ada.id}`;
    const page = await fetch(address);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('ada@northwind.example')]);
    const card = await fetch(`${address}/assets/card.js`);
    expect(await card.text()).toContain('revloop_scored_at');
    expect((await fetch(`${address}/assets/secrets.txt`)).status).toBe(404);
  } finally {
    await hubspot.close();
    await rm(directory, { recursive: true, force: true });
  }
});
