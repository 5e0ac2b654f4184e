// What an org has objects and fields for: the standard ones, its own, and those of installed packages.
import { type Database, textOf } from '#sandbox/sqlite.ts';
import { type Field, type FieldInput, fieldOf, fieldShape, picklist } from './field.ts';
import { historyObjects } from './history-objects.ts';
import { type ObjectInput, type ObjectType, objectOf, objectShape } from './object-type.ts';
import type { OrgFacts } from './org-facts.ts';
import { permissionObjects } from './permission-objects.ts';
import { salesObjects } from './sales-objects.ts';
import { refused } from './salesforce-error.ts';
import { serviceObjects } from './service-objects.ts';
import { setupObjects } from './setup-objects.ts';

export type SchemaBook = {
  objects(): readonly ObjectType[];
  /** By name, whatever its case; undefined where the org has none. */
  object(name: string): ObjectType | undefined;
  byPrefix(prefix: string): ObjectType | undefined;
  field(type: ObjectType, name: string): Field | undefined;
  /** The lookup behind `Owner` in `Owner.Name`. */
  relationship(type: ObjectType, name: string): Field | undefined;
  defineObject(input: Omit<ObjectInput, 'keyPrefix'>): ObjectType;
  defineField(type: string, input: FieldInput): Field;
  /** Replaces the values of a picklist. */
  defineOptions(type: string, field: string, values: readonly string[]): void;
  /** Removes the field; its values stay in the records, unseen. */
  removeField(type: string, name: string): void;
  /** Removes the objects and fields that came with the package. */
  removePackage(name: string): void;
};

const standard = [
  ...salesObjects,
  ...serviceObjects,
  ...setupObjects,
  ...permissionObjects,
  ...historyObjects,
];

type Known = {
  readonly objects: readonly ObjectType[];
  readonly byName: ReadonlyMap<string, ObjectType>;
  readonly byPrefix: ReadonlyMap<string, ObjectType>;
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, Field>>;
};

export function openSchemaBook(database: Database, orgId: string, facts: () => OrgFacts): SchemaBook {
  let known: Known | undefined;

  function read(): Known {
    known ??= load();
    return known;
  }

  function load(): Known {
    const own = database
      .all('select definition from custom_objects where org = ?', orgId)
      .map((row) => objectShape.parse(JSON.parse(textOf(row, 'definition'))));
    const added = new Map<string, Field[]>();
    for (const row of database.all(
      'select type, definition from custom_fields where org = ? order by type, name',
      orgId,
    )) {
      const list = added.get(textOf(row, 'type')) ?? [];
      list.push(fieldShape.parse(JSON.parse(textOf(row, 'definition'))));
      added.set(textOf(row, 'type'), list);
    }
    // An org with one currency does not know of others.
    const here = standard.filter((type) => type.name !== 'CurrencyType' || facts().multiCurrency);
    const objects = [...here, ...own].map((type) => {
      const more = added.get(type.name) ?? [];
      // A standard field that the org changed stands where it always stood.
      const mine = type.fields.map((field) => more.find((one) => one.name === field.name) ?? field);
      const fresh = more.filter(
        (field) => field.custom && !type.fields.some((one) => one.name === field.name),
      );
      const person = facts().personAccounts && type.name === 'Account';
      const ofContact = (added.get('Contact') ?? []).filter((field) => field.custom);
      return {
        ...type,
        fields: [...mine, ...orgFields(facts(), type), ...fresh, ...(person ? ofContact.map(onAccount) : [])],
      };
    });
    return {
      objects,
      byName: new Map(objects.map((type) => [type.name.toLowerCase(), type])),
      byPrefix: new Map(objects.map((type) => [type.keyPrefix, type])),
      fields: new Map(
        objects.map((type) => [
          type.name,
          new Map(type.fields.map((field) => [field.name.toLowerCase(), field])),
        ]),
      ),
    };
  }

  function existing(name: string): ObjectType {
    const type = read().byName.get(name.toLowerCase());
    if (type === undefined) throw refused('INVALID_TYPE', `sObject type '${name}' is not supported.`);
    return type;
  }

  function keepField(type: string, field: Field): Field {
    database.run(
      `insert into custom_fields (org, type, name, definition) values (?, ?, ?, ?)
       on conflict (org, type, name) do update set definition = excluded.definition`,
      ...[orgId, type, field.name, JSON.stringify(field)],
    );
    known = undefined;
    return field;
  }

  return {
    objects: () => read().objects,
    object: (name) => read().byName.get(name.toLowerCase()),
    byPrefix: (prefix) => read().byPrefix.get(prefix),
    field: (type, name) => read().fields.get(type.name)?.get(name.toLowerCase()),
    relationship: (type, name) => {
      const wanted = name.toLowerCase();
      return read()
        .objects.find((one) => one.name === type.name)
        ?.fields.find((field) => field.relationshipName?.toLowerCase() === wanted);
    },
    defineObject(input) {
      const taken = new Set(read().objects.map((type) => type.keyPrefix));
      const keyPrefix = prefixes().find((prefix) => !taken.has(prefix)) ?? 'azz';
      const type = objectOf({ ...input, keyPrefix, custom: true });
      database.run(
        'insert into custom_objects (org, name, definition) values (?, ?, ?)',
        ...[orgId, type.name, JSON.stringify(type)],
      );
      known = undefined;
      return type;
    },
    defineField(typeName, input) {
      const type = existing(typeName);
      if (!/__c$/.test(input.name))
        throw refused('INVALID_FIELD', `${input.name}: a custom field ends with __c.`);
      return keepField(type.name, fieldOf({ ...input, custom: true }));
    },
    defineOptions(typeName, name, values) {
      const type = existing(typeName);
      const field = type.fields.find((one) => one.name === name);
      if (field === undefined) throw refused('INVALID_FIELD', `No such column '${name}' on ${type.name}`);
      const picklistValues = values.map((value) => ({
        value,
        label: value,
        active: true,
        defaultValue: false,
      }));
      keepField(type.name, { ...field, picklistValues });
    },
    removeField(typeName, name) {
      database.run(
        'delete from custom_fields where org = ? and type = ? and name = ?',
        orgId,
        existing(typeName).name,
        name,
      );
      known = undefined;
    },
    removePackage(name) {
      for (const table of ['custom_objects', 'custom_fields'])
        database.run(`delete from ${table} where org = ? and definition ->> 'package' = ?`, orgId, name);
      known = undefined;
    },
  };
}

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

// Custom objects are numbered a00, a01, ... aZZ.
function prefixes(): string[] {
  return [...letters].flatMap((one) => [...letters].map((two) => `a${one}${two}`));
}

// Columns that only some orgs have.
function orgFields(facts: OrgFacts, type: ObjectType): Field[] {
  const currencies = facts.multiCurrency && !type.setup;
  const currency = currencies
    ? [
        picklist('CurrencyIsoCode', ['USD', 'EUR', 'GBP', 'JPY'], {
          usual: facts.currency,
          restrictedPicklist: true,
        }),
      ]
    : [];
  return [...currency, ...(facts.personAccounts ? personFields(type) : [])];
}

function personFields(type: ObjectType): Field[] {
  const told = { type: 'boolean', nillable: false, createable: false, updateable: false } as const;
  const is = fieldOf({ name: 'IsPersonAccount', ...told });
  if (type.name === 'Contact') return [is];
  if (type.name !== 'Account') return [];
  return [
    is,
    fieldOf({ name: 'LastName', type: 'string', length: 80, compoundFieldName: 'Name' }),
    fieldOf({ name: 'FirstName', type: 'string', length: 40, compoundFieldName: 'Name' }),
    fieldOf({
      ...{ name: 'PersonContactId', type: 'reference', length: 18, referenceTo: ['Contact'] },
      ...{ relationshipName: 'PersonContact', createable: false, updateable: false },
    }),
    fieldOf({ name: 'PersonEmail', type: 'email', length: 80 }),
    fieldOf({ name: 'PersonTitle', type: 'string', length: 80 }),
    fieldOf({ name: 'PersonMobilePhone', type: 'phone', length: 40 }),
    fieldOf({ name: 'PersonLeadSource', type: 'picklist', length: 255 }),
  ];
}

// A contact's own fields, as its person's account has them.
function onAccount(field: Field): Field {
  return { ...field, name: field.name.replace(/c$/, 'pc'), unique: false, externalId: false };
}
