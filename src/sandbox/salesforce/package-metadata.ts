// Revloop's package as its source declares it: objects, fields, channel members and permission sets of manifests/salesforce.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FieldInput, fieldTypes } from './field.ts';

const source = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  'manifests',
  'salesforce',
  'force-app',
  'main',
  'default',
);

export type PackageObject = {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly numberFormat: string;
};
export type PermissionSet = {
  /** By `Object.Field`, without a namespace. */
  readonly fields: ReadonlyMap<string, 'read' | 'edit'>;
  /** By object. */
  readonly objects: ReadonlyMap<string, PackageRights>;
};
type PackageRights = {
  readonly read: boolean;
  readonly create: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
  readonly viewAll: boolean;
};
export type PackageMetadata = {
  readonly objects: readonly PackageObject[];
  readonly fields: readonly { readonly object: string; readonly field: FieldInput }[];
  readonly channelObjects: readonly string[];
  readonly permissionSets: ReadonlyMap<string, PermissionSet>;
};

const types: Readonly<Record<string, (typeof fieldTypes)[number]>> = {
  ...{
    Text: 'string',
    LongTextArea: 'textarea',
    TextArea: 'textarea',
    Number: 'double',
    DateTime: 'datetime',
  },
  ...{ Date: 'date', Checkbox: 'boolean', Picklist: 'picklist', Lookup: 'reference', Percent: 'percent' },
};

let known: PackageMetadata | undefined;

export function packageMetadata(): PackageMetadata {
  known ??= read();
  return known;
}

function read(): PackageMetadata {
  const folders = list('objects');
  return {
    objects: folders.flatMap((folder) => {
      const file = join(source, 'objects', folder, `${folder}.object-meta.xml`);
      return existsSync(file) ? [objectIn(folder, readFileSync(file, 'utf8'))] : [];
    }),
    fields: folders.flatMap((object) =>
      list('objects', object, 'fields').map((file) => ({
        object,
        field: fieldIn(readFileSync(join(source, 'objects', object, 'fields', file), 'utf8')),
      })),
    ),
    channelObjects: list('platformEventChannelMembers').map((file) => {
      const entity = one(
        readFileSync(join(source, 'platformEventChannelMembers', file), 'utf8'),
        'selectedEntity',
      );
      return entity.replace(/__ChangeEvent$/, '__c').replace(/ChangeEvent$/, '');
    }),
    permissionSets: new Map(
      list('permissionsets').map((file) => [
        file.replace('.permissionset-meta.xml', ''),
        permissionSetIn(readFileSync(join(source, 'permissionsets', file), 'utf8')),
      ]),
    ),
  };
}

function list(...parts: readonly string[]): string[] {
  const folder = join(source, ...parts);
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

function blocks(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'))].map((found) => found[1] ?? '');
}

/** The text of the first such element; '' where there is none. */
function one(xml: string, name: string): string {
  return (blocks(xml, name)[0] ?? '')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .trim();
}

const isTrue = (xml: string, name: string) => one(xml, name) === 'true';

function objectIn(name: string, xml: string): PackageObject {
  return {
    name,
    label: one(xml, 'label'),
    labelPlural: one(xml, 'pluralLabel'),
    numberFormat: one(xml, 'displayFormat'),
  };
}

function fieldIn(xml: string): FieldInput {
  const kind = one(xml, 'type');
  const type = types[kind];
  if (type === undefined) throw new Error(`The sandbox knows no fields of the type ${kind}`);
  const values = blocks(xml, 'value').map((value) => ({
    value: one(value, 'fullName'),
    label: one(value, 'label'),
  }));
  // The values of a picklist have names and labels of their own, which come later in the file.
  const head = xml.split('<valueSet>')[0] ?? '';
  return {
    ...{ name: one(head, 'fullName'), label: one(head, 'label'), type },
    length: type === 'reference' ? 18 : type === 'picklist' ? 255 : Number(one(head, 'length') || 0),
    ...{ precision: Number(one(head, 'precision') || 0), scale: Number(one(head, 'scale') || 0) },
    ...{
      nillable: !isTrue(head, 'required'),
      unique: isTrue(head, 'unique'),
      externalId: isTrue(head, 'externalId'),
    },
    ...(type === 'reference' ? { referenceTo: [one(head, 'referenceTo')] } : {}),
    ...(values.length > 0 ? { picklistValues: values, restrictedPicklist: isTrue(xml, 'restricted') } : {}),
  };
}

function permissionSetIn(xml: string): PermissionSet {
  return {
    fields: new Map(
      blocks(xml, 'fieldPermissions')
        .filter((block) => isTrue(block, 'readable'))
        .map((block) => [one(block, 'field'), isTrue(block, 'editable') ? 'edit' : 'read'] as const),
    ),
    objects: new Map(
      blocks(xml, 'objectPermissions').map((block) => [
        one(block, 'object'),
        {
          ...{
            read: isTrue(block, 'allowRead'),
            create: isTrue(block, 'allowCreate'),
            edit: isTrue(block, 'allowEdit'),
          },
          ...{ delete: isTrue(block, 'allowDelete'), viewAll: isTrue(block, 'viewAllRecords') },
        },
      ]),
    ),
  };
}
