// Loading a real CSV export into a running sandbox.
import { expect, onTestFinished, test } from 'vitest';
import { startHubspot } from '#sandbox/hubspot/server.ts';
import { importCsv } from '#sandbox/import/import-csv.ts';
import { toImportMap } from '#sandbox/import/import-map.ts';

const now = new Date('2026-11-22T12:00:00Z');
const csv = `Lead Number,Lead Source,Visits,Converted,Do Not Call,City,Since,
7,Google,3,1,No,Mumbai,2026-01-02,
8,Select,,0,No,"Pune, West",2026-02-03,
9,Chat,many,0,Yes,Select,2026-03-04,
`;
const map = {
  columns: {
    'Lead Source': { property: 'lead_source', type: 'enumeration', label: 'Source of the lead' },
    Converted: [
      { property: 'lifecyclestage', type: 'string', values: { 1: 'customer', 0: 'lead' } },
      { property: 'hs_lead_status', type: 'string', values: { 0: 'UNQUALIFIED' } },
    ],
    Visits: { property: 'visits', type: 'number' },
    City: { property: 'city', type: 'string' },
  },
  skip: ['Lead Number'],
  constants: { country: 'India' },
  email: { template: 'lead-{row}@example.com' },
  missing: ['Select'],
};

async function sandbox() {
  const hubspot = await startHubspot();
  onTestFinished(() => hubspot.close());
  const portal = hubspot.portals.create({ name: 'Import' });
  const load = (text: string, json: object, more = {}) =>
    importCsv({
      csv: text,
      map: toImportMap(JSON.stringify(json)),
      object: 'contacts',
      url: hubspot.url,
      now,
      ...more,
    });
  return { portal, load };
}

test('rows become records, columns properties; what does not fit is reported with its line', async () => {
  const { portal, load } = await sandbox();
  const report = await load(csv, map);
  expect(report).toMatchObject({ account: String(portal.portalId), rows: 3 });
  expect(report.problems).toEqual([
    { line: 4, problem: '"many" in column "Visits" is not a number; the value is left out' },
  ]);
  expect(portal.read('contacts', report.ids.get(1) ?? '')?.properties).toMatchObject({
    ...{ email: 'lead-1@example.com', country: 'India', lead_source: 'Google', visits: '3' },
    ...{ lifecyclestage: 'customer', do_not_call: 'false', since: '2026-01-02' },
  });
  const second = portal.read('contacts', report.ids.get(2) ?? '')?.properties ?? {};
  expect(second).toMatchObject({ city: 'Pune, West', hs_lead_status: 'UNQUALIFIED', lifecyclestage: 'lead' });
  expect(second['lead_source'] ?? '').toBe('');
  const properties = portal.context.book.all('contacts');
  expect(properties.get('lead_source')).toMatchObject({
    type: 'enumeration',
    label: 'Source of the lead',
    groupName: 'imported_information',
  });
  expect(properties.get('do_not_call')?.type).toBe('bool');
  expect(properties.get('since')?.type).toBe('date');
  expect(properties.has('lead_number')).toBe(false);
});

test('only the rows and columns asked for are taken, and records are spread over the days', async () => {
  const { portal, load } = await sandbox();
  const options = { rows: [2, 3], onlyColumns: ['Visits', 'Converted'] };
  const report = await load(csv, { ...map, created: { days: 30 } }, options);
  expect([...report.ids.keys()]).toEqual([2, 3]);
  const record = portal.read('contacts', report.ids.get(2) ?? '');
  expect(record?.createdAt.toISOString()).toBe('2026-11-12T12:00:00.000Z');
  expect(record?.properties['city'] ?? '').toBe('');
});

test('a row whose e-mail address came before, in the file or in the portal, is left out and named', async () => {
  const { portal, load } = await sandbox();
  const mails = 'Mail,Name\na@x.test,Ann\nb@x.test,Ben\nA@x.test,Again\n';
  const simple = {
    columns: { Mail: { property: 'email', type: 'string' }, Name: { property: 'firstname', type: 'string' } },
  };
  const first = await load(mails, simple);
  expect(first.problems).toEqual([
    { line: 4, problem: 'a@x.test was in line 2 already; the row is left out' },
  ]);
  const again = await load('Mail,Name\nc@x.test,Cem\nb@x.test,Ben\n', simple);
  expect(again.rows).toBe(1);
  expect(again.problems).toMatchObject([
    { line: 3, problem: expect.stringContaining('HubSpot refuses the row') },
  ]);
  expect(portal.count('contacts')).toBe(3);
});

test('a wrong map, column, portal or address is refused in a sentence', async () => {
  const { load } = await sandbox();
  await expect(load(csv, { columns: { Nowhere: { property: 'x' } } })).rejects.toThrow(
    'there is no column "Nowhere"',
  );
  await expect(load(csv, map, { portal: 1 })).rejects.toThrow('there is no portal 1');
  await expect(load(csv, map, { url: 'http://127.0.0.1:9' })).rejects.toThrow('does not answer');
  expect(() => toImportMap('{"colums":{}}')).toThrow('colums');
  expect(() => toImportMap('nothing')).toThrow('not JSON');
});
