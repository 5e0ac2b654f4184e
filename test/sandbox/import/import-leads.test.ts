// Loading a real CSV export into an org of a running sandbox.
import { expect, onTestFinished, test } from 'vitest';
import { importCsv } from '#sandbox/import/import-csv.ts';
import { toImportMap } from '#sandbox/import/import-map.ts';
import { startSalesforce } from '#sandbox/salesforce/server.ts';

const now = new Date('2026-11-22T12:00:00Z');
const csv = `Lead Number,Lead Source,Visits,Converted,Do Not Call,City,Since,
7,Google,3,1,No,Mumbai,2026-01-02,
8,Select,,0,No,"Pune, West",2026-02-03,
9,Chat,many,0,Yes,Select,2026-03-04,
`;
const map = {
  columns: {
    Converted: [
      { property: 'IsConverted', type: 'string', values: { 1: 'true' } },
      {
        property: 'Status',
        type: 'string',
        values: { 1: 'Closed - Converted', 0: 'Closed - Not Converted' },
      },
    ],
    Visits: { property: 'Visits__c', type: 'number' },
  },
  skip: ['Lead Number'],
  constants: { LastName: 'Lead {row}', Company: 'Imported' },
  email: { template: 'lead-{row}@example.com' },
  missing: ['Select'],
};

test('rows become leads, columns fields of Salesforce or of its own; converted ones have their contact and account', async () => {
  const salesforce = await startSalesforce();
  onTestFinished(() => salesforce.close());
  const org = salesforce.orgs.create({ name: 'Import' });
  const report = await importCsv({
    ...{ csv, map: toImportMap(JSON.stringify(map)), object: 'Lead', url: salesforce.url, now },
  });
  expect(report).toMatchObject({ account: org.orgId, rows: 3, properties: ['Visits__c', 'Since__c'] });
  expect(report.problems).toEqual([
    { line: 4, problem: '"many" in column "Visits" is not a number; the value is left out' },
  ]);
  const values = (row: number) => org.read('Lead', report.ids.get(row) ?? '')?.values ?? {};
  expect(values(1)).toMatchObject({
    ...{ LastName: 'Lead 1', Email: 'lead-1@example.com', LeadSource: 'Google', Visits__c: 3 },
    ...{ DoNotCall: false, City: 'Mumbai', Since__c: '2026-01-02', Status: 'Closed - Converted' },
    ...{ IsConverted: true, ConvertedDate: '2026-11-22' },
  });
  const contact = org.read('Contact', String(values(1)['ConvertedContactId']));
  expect(contact?.values).toMatchObject({
    Email: 'lead-1@example.com',
    AccountId: values(1)['ConvertedAccountId'],
  });
  expect(values(2)).toMatchObject({
    IsConverted: false,
    Status: 'Closed - Not Converted',
    City: 'Pune, West',
  });
  expect(values(2)['LeadSource']).toBeUndefined();
  expect(values(3)).toMatchObject({ DoNotCall: true });
});

test('a row that the org refuses is named with its line, and the others are taken', async () => {
  const salesforce = await startSalesforce();
  onTestFinished(() => salesforce.close());
  const org = salesforce.orgs.create({ name: 'Import' });
  const report = await importCsv({
    ...{ object: 'Lead', url: salesforce.url, now, map: toImportMap('{"constants":{"Company":"x"}}') },
    csv: `LastName,Email\nGood,good@example.com\nBad,not an address\nAlso Good,also@example.com\n`,
  });
  expect(report.rows).toBe(2);
  expect(report.problems).toEqual([
    { line: 3, problem: 'Salesforce refuses the row: Email: invalid email address: not an address' },
  ]);
  expect(org.count('Lead')).toBe(2);
  await expect(
    importCsv({
      object: 'Lead',
      url: salesforce.url,
      now,
      map: toImportMap('{}'),
      csv: 'A\n1\n',
      org: '00D000000000001',
    }),
  ).rejects.toMatchObject({ code: 'IMPORT_INVALID' });
});
