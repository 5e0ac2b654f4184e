// The package that the simulated Salesforce installs is the one that we declare.
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { fieldsOf, metadataIn } from '#kit/salesforce-project.ts';
import { allOf, textOf, type XmlElement } from '#kit/xml.ts';
import { installPackage } from '#sandbox/salesforce/revloop-package.ts';
import { startSalesforce } from '#sandbox/salesforce/server.ts';

const types: Readonly<Record<string, string>> = {
  Number: 'double',
  Text: 'string',
  LongTextArea: 'textarea',
  DateTime: 'datetime',
  Picklist: 'picklist',
  Lookup: 'reference',
};

const numberIn = (root: XmlElement, name: string) => Number(textOf(root, name) ?? 0);

test.each(['Lead', 'Contact', 'Account', 'Opportunity', 'Revloop_Feedback__c'])(
  'fields on %s have the same names, types, sizes and choices',
  async (object) => {
    const files = await metadataIn(resolve('manifests/salesforce'));
    const salesforce = await startSalesforce();
    try {
      const org = salesforce.orgs.create({ name: 'Acme' });
      installPackage(org);
      const simulated = org.context.book
        .object(object)
        ?.fields.filter((field) => field.package !== undefined && field.name.endsWith('__c'))
        .map(({ name, type, length, precision, scale, unique, externalId, picklistValues }) => ({
          ...{ name, type, precision, scale, unique, externalId },
          length: type === 'string' || type === 'textarea' ? length : 0,
          choices: picklistValues.map(({ value }) => value),
        }));
      const declared = [...fieldsOf(files, object).values()].map((root) => ({
        name: textOf(root, 'fullName'),
        type: types[textOf(root, 'type') ?? ''],
        precision: numberIn(root, 'precision'),
        scale: numberIn(root, 'scale'),
        unique: textOf(root, 'unique') === 'true',
        externalId: textOf(root, 'externalId') === 'true',
        length: numberIn(root, 'length'),
        choices: allOf(root)
          .filter((one) => one.name === 'value')
          .map((one) => textOf(one, 'fullName')),
      }));
      const byName = (one: { name?: string | undefined }, other: { name?: string | undefined }) =>
        String(one.name).localeCompare(String(other.name));
      expect(simulated?.sort(byName)).toEqual(declared.sort(byName));
    } finally {
      await salesforce.close();
    }
  },
);
