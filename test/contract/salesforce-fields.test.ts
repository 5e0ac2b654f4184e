// The fields in the package are those that the loop writes and the card reads, and who may see them.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mostBytes } from '#act/explanation.ts';
import { fieldDefinitions } from '#act/fields.ts';
import { ownFields, portName } from '#clients/salesforce/port-name.ts';
import {
  bareName,
  fieldsOf,
  type MetadataFile,
  metadataIn,
  nameOf,
  packaged,
} from '#kit/salesforce-project.ts';
import { allOf, textOf, type XmlElement } from '#kit/xml.ts';
import type { FieldDefinition } from '#ports/crm.ts';
import { assemble } from '#scripts/assemble.ts';
import { answerProperties } from '#sense/answered.ts';
import type { locales } from '#texts/texts.ts';

let project: string;
let files: readonly MetadataFile[];
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'revloop-salesforce-'));
  await assemble({ platform: 'salesforce', out: project });
  files = await metadataIn(project);
});
afterAll(() => rm(project, { recursive: true, force: true }));

const objects = { Lead: 'lead', Contact: 'contact', Account: 'company', Opportunity: 'deal' } as const;
const object = Object.keys(objects);

const types = {
  number: 'Number',
  string: 'Text',
  text: 'LongTextArea',
  datetime: 'DateTime',
  enumeration: 'Picklist',
} as const satisfies Record<FieldDefinition['type'], string>;

const written = (name: keyof typeof objects, locale: (typeof locales)[number] = 'en') =>
  fieldDefinitions(locale, 'salesforce').filter((field) => field.objectType === objects[name]);

describe.each(['Lead', 'Contact', 'Account', 'Opportunity'] as const)('%s', (name) => {
  test('has exactly the fields that the loop writes and the client knows as ours', () => {
    const declared = [...fieldsOf(files, name).values()].map((root) => textOf(root, 'fullName') ?? '');
    const known = declared.map((field) => portName(objects[name], { name: field, custom: true }));
    expect(known.sort()).toEqual(
      written(name)
        .map((field) => field.name)
        .sort(),
    );
    expect(known).toEqual([...(ownFields[objects[name]] ?? [])].sort());
  });

  test('has them with the type, the label and the choices that the loop writes', () => {
    const declared = fieldsOf(files, name);
    for (const field of written(name)) {
      const root = declared.get(field.name.replace('revloop_', ''));
      expect(root && textOf(root, 'type'), field.name).toBe(types[field.type]);
      expect(root && textOf(root, 'label'), field.name).toBe(field.label);
      const choices = root === undefined ? [] : choicesOf(root);
      expect(choices, field.name).toEqual(field.options ?? []);
    }
  });

  test('takes every number that the loop writes, as exactly as it writes it', () => {
    const declared = fieldsOf(files, name);
    for (const [field, root] of declared) {
      if (textOf(root, 'type') !== 'Number') continue;
      const digits = [Number(textOf(root, 'precision')), Number(textOf(root, 'scale'))];
      const wanted = /score$/.test(field) ? [3, 0] : field === 'confidence' ? [3, 2] : [4, 3];
      expect(digits, field).toEqual(wanted);
    }
  });

  test('has every label in Chinese too', async () => {
    for (const field of written(name, 'zh-CN')) {
      const own = nameOf(fileOf(name, field.name));
      const folder = join(project, packaged, 'objectTranslations', `${name}-zh_CN`);
      const translation = await readFile(join(folder, `${own}.fieldTranslation-meta.xml`), 'utf8');
      expect(translation).toContain(`<label>${field.label}</label>`);
      for (const { value, label } of field.options ?? []) {
        if (value !== label) expect(translation).toContain(`<translation>${label}</translation>`);
      }
    }
  });
});

test('labels are no longer than Salesforce allows, and every field says what it is for', () => {
  for (const { file, root } of files.filter((one) => one.root.name === 'CustomField')) {
    expect((textOf(root, 'label') ?? '').length, file).toBeLessThanOrEqual(40);
    expect(textOf(root, 'description'), file).toMatch(/\.$/);
    expect(nameOf(file)).toBe(textOf(root, 'fullName'));
  }
});

test('there is room for the longest explanation and the longest reasons', () => {
  for (const name of object) {
    const root = fieldsOf(files, name).get('explanation');
    expect(Number(root && textOf(root, 'length'))).toBeGreaterThanOrEqual(mostBytes);
  }
});

test('an answer names the record, the advice, what was answered, and a key that can be used once', () => {
  const feedback = fieldsOf(files, 'Revloop_Feedback__c');
  const known = [...feedback.values()].map((root) =>
    portName('answer', { name: textOf(root, 'fullName') ?? '', custom: true }),
  );
  expect(known).toEqual(expect.arrayContaining(answerProperties.filter((name) => name !== 'CreatedById')));
  expect([...feedback.keys()].sort()).toEqual(
    [
      ...object.map((name) => name.toLowerCase()),
      'advice',
      'answer',
      'band',
      'client_key',
      'days',
      'note',
      'replaces',
      'snooze_days',
    ].sort(),
  );
  for (const name of object) {
    const lookup = feedback.get(name.toLowerCase());
    expect(lookup && textOf(lookup, 'referenceTo')).toBe(name);
  }
  const key = feedback.get('client_key');
  expect(['externalId', 'unique', 'caseSensitive'].map((name) => key && textOf(key, name))).toEqual([
    'true',
    'true',
    'false',
  ]);
});

test('the card reads exactly the fields of the package', async () => {
  const folder = join(project, packaged, 'lwc');
  const sources = (await readdir(folder, { recursive: true })).filter(
    (file) => file.endsWith('.js') && !file.includes('__tests__'),
  );
  const read = new Set<string>();
  for (const file of sources) {
    const source = await readFile(join(folder, file), 'utf8');
    for (const [, name] of source.matchAll(/@salesforce\/schema\/(\w+\.\w+)/g)) if (name) read.add(name);
  }
  const declared = files
    .filter(({ file }) => file.startsWith(`${packaged}/objects/`) && file.includes('/fields/'))
    .map(({ file }) => `${file.split('/').at(-3)}.${nameOf(file)}`);
  const unread = ['Journey_Stage'].flatMap((name) => object.map((one) => `${one}.Revloop_${name}__c`));
  expect([...read].filter((name) => !declared.includes(name))).toEqual([]);
  expect(declared.filter((name) => !read.has(name) && !unread.includes(name))).toEqual([]);
});

describe('permission sets', () => {
  const set = (name: string) => {
    const found = files.find(({ file }) => nameOf(file) === name);
    if (found === undefined) throw new Error(`There is no permission set ${name}.`);
    return found.root;
  };
  const granted = (root: XmlElement, kind: string) => root.children.filter((one) => one.name === kind);
  const rights = (permission: XmlElement) =>
    permission.children.filter(({ text: value }) => value === 'true').map((one) => one.name);
  const optional = () =>
    files
      .filter(({ root }) => root.name === 'CustomField' && textOf(root, 'required') !== 'true')
      .map(({ file }) => `${file.split('/').at(-3)}.${nameOf(file)}`)
      .sort();

  test.each([
    ['Revloop_Integration', ['editable', 'readable'], ['allowRead', 'viewAllRecords']],
    ['Revloop_User', ['readable'], ['allowCreate', 'allowRead']],
  ])(
    '%s grants every field of ours that is not required, and our object',
    (name, fieldRights, objectRights) => {
      const fields = granted(set(name), 'fieldPermissions');
      expect(fields.map((one) => textOf(one, 'field')).sort()).toEqual(optional());
      for (const one of fields) {
        const field = textOf(one, 'field') ?? '';
        if (!field.startsWith('Revloop_Feedback__c.')) expect(rights(one), field).toEqual(fieldRights);
      }
      const [own, ...more] = granted(set(name), 'objectPermissions');
      expect(own && [textOf(own, 'object'), rights(own)]).toEqual(['Revloop_Feedback__c', objectRights]);
      expect(more).toEqual([]);
    },
  );

  test('what a package cannot bring lies beside it: seeing all customers, and no more than the loop needs', () => {
    const access = set('Revloop_Org_Access');
    expect(granted(access, 'objectPermissions').map((one) => [textOf(one, 'object'), rights(one)])).toEqual([
      ['Account', ['allowEdit', 'allowRead', 'viewAllRecords']],
      ['Case', ['allowRead', 'viewAllRecords']],
      ['Contact', ['allowEdit', 'allowRead', 'viewAllRecords']],
      ['Lead', ['allowEdit', 'allowRead', 'viewAllRecords']],
      ['Opportunity', ['allowEdit', 'allowRead', 'viewAllRecords']],
    ]);
    expect(granted(access, 'userPermissions').map((one) => textOf(one, 'name'))).toEqual([
      'ActivitiesAccess',
      'ApiEnabled',
      'EditTask',
      'ViewSetup',
    ]);
    expect(granted(access, 'fieldPermissions')).toEqual([]);
  });

  test('none may delete, change everything, or see everything of the org', () => {
    for (const { file, root } of files.filter((one) => one.root.name === 'PermissionSet')) {
      const dangerous = allOf(root)
        .filter(
          (one) =>
            (['allowDelete', 'modifyAllRecords', 'viewAllFields'].includes(one.name) &&
              one.text === 'true') ||
            (one.name === 'name' && /^(ModifyAll|ViewAllData|Manage|Author|Customize)/.test(one.text)),
        )
        .map((one) => one.name);
      expect(dangerous, file).toEqual([]);
    }
  });

  test('the package itself brings nothing that Salesforce would leave out when it is installed', () => {
    for (const name of ['Revloop_Integration', 'Revloop_User']) {
      expect(granted(set(name), 'userPermissions')).toEqual([]);
      for (const one of granted(set(name), 'objectPermissions'))
        expect(textOf(one, 'object')).toMatch(/__c$/);
    }
  });
});

const fileOf = (name: string, field: string) => {
  const bare = field.replace('revloop_', '');
  const root = fieldsOf(files, name).get(bare);
  return `${root && textOf(root, 'fullName')}.field-meta.xml`;
};

function choicesOf(root: XmlElement): { value: string; label: string }[] {
  return allOf(root)
    .filter((one) => one.name === 'value')
    .map((one) => ({ value: textOf(one, 'fullName') ?? '', label: textOf(one, 'label') ?? '' }));
}

test('names of fields on the two sides are the same word', () => {
  expect(bareName('Revloop_Convert_Probability__c')).toBe('convert_probability');
});
