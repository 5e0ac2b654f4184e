// The property definitions and groups of one portal, with HubSpot's rules for creating and archiving them.
import { type Database, numberOf, textOf } from '#sandbox/sqlite.ts';
import { defaultGroups, defaultProperties } from './default-properties.ts';
import { conflict, HubspotError, invalid, notFound } from './hubspot-error.ts';
import { type Property, type PropertyInput, property, propertyInput } from './property.ts';

type PropertyGroup = {
  readonly name: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly archived: boolean;
};

export type PropertyBook = {
  get(type: string, name: string): Property | undefined;
  archived(type: string): Property[];
  all(type: string): ReadonlyMap<string, Property>;
  define(type: string, input: PropertyInput): Property;
  change(type: string, name: string, patch: Partial<PropertyInput>): Property;
  archive(type: string, name: string): void;
  restore(type: string, name: string): void;
  groups(type: string): PropertyGroup[];
  defineGroup(type: string, name: string, label: string, displayOrder?: number): PropertyGroup;
  archiveGroup(type: string, name: string): void;
};

// hubspot.md 2.2: at most 10 unique-value properties per object.
const UNIQUE_PROPERTIES = 10;

const pairs: Readonly<Record<Property['type'], readonly Property['fieldType'][]>> = {
  bool: ['booleancheckbox', 'calculation_equation'],
  date: ['date', 'calculation_equation'],
  datetime: ['date', 'calculation_equation'],
  enumeration: ['booleancheckbox', 'checkbox', 'radio', 'select', 'calculation_equation'],
  number: ['number', 'calculation_equation'],
  phone_number: ['phonenumber'],
  string: ['text', 'textarea', 'html', 'file', 'phonenumber', 'calculation_equation'],
};

export function openPropertyBook(database: Database, portalId: number, now: () => Date): PropertyBook {
  const kept = new Map<string, ReadonlyMap<string, Property>>();

  function all(type: string): ReadonlyMap<string, Property> {
    const known = kept.get(type);
    if (known !== undefined) return known;
    const rows = database.all(
      'select name, definition from properties where portal_id = ? and type = ? and archived = 0',
      portalId,
      type,
    );
    const read = new Map(rows.map((row) => [textOf(row, 'name'), toDefinition(textOf(row, 'definition'))]));
    kept.set(type, read);
    return read;
  }

  function archivedProperties(type: string): Property[] {
    const rows = database.all(
      'select definition from properties where portal_id = ? and type = ? and archived = 1',
      portalId,
      type,
    );
    return rows.map((row) => toDefinition(textOf(row, 'definition')));
  }

  function save(type: string, definition: Property): Property {
    database.run(
      `insert into properties (portal_id, type, name, definition) values (?, ?, ?, ?)
       on conflict (portal_id, type, name) do update set definition = excluded.definition`,
      portalId,
      type,
      definition.name,
      JSON.stringify(definition),
    );
    kept.delete(type);
    return definition;
  }

  function mark(type: string, name: string, archived: boolean): void {
    const changed = database.run(
      'update properties set archived = ? where portal_id = ? and type = ? and name = ?',
      archived ? 1 : 0,
      portalId,
      type,
      name,
    );
    if (changed === 0) throw notFound(`Property ${name} does not exist`);
    kept.delete(type);
  }

  function known(type: string, name: string): Property {
    const found = all(type).get(name);
    if (found === undefined) throw notFound(`Property ${name} does not exist`);
    return found;
  }

  function groups(type: string): PropertyGroup[] {
    const rows = database.all(
      'select * from property_groups where portal_id = ? and type = ?',
      portalId,
      type,
    );
    return rows.map((row) => ({
      name: textOf(row, 'name'),
      label: textOf(row, 'label'),
      displayOrder: numberOf(row, 'display_order'),
      archived: numberOf(row, 'archived') === 1,
    }));
  }

  function requireGroup(type: string, name: string): void {
    if (groups(type).some((group) => group.name === name && !group.archived)) return;
    throw invalid(`Property group '${name}' does not exist for object type ${type}`, [
      { message: `Property group '${name}' does not exist`, code: 'PROPERTY_GROUP_DOESNT_EXIST' },
    ]);
  }

  function define(type: string, input: PropertyInput): Property {
    const wanted = checkedInput(input);
    if (all(type).has(wanted.name)) throw conflict(`A property named '${wanted.name}' already exists.`);
    if (archivedProperties(type).some((one) => one.name === wanted.name)) {
      throw conflict(`A property named '${wanted.name}' already exists in the archive.`);
    }
    requireGroup(type, wanted.groupName);
    const uniques = [...all(type).values()].filter((one) => one.hasUniqueValue && !one.hubspotDefined);
    if (wanted.hasUniqueValue === true && uniques.length >= UNIQUE_PROPERTIES) {
      throw invalid(`Only ${UNIQUE_PROPERTIES} properties with unique values are allowed per object type.`);
    }
    const at = now().toISOString();
    const calculated = wanted.fieldType === 'calculation_equation';
    return save(
      type,
      property.parse({ ...wanted, calculated, readOnlyValue: calculated, createdAt: at, updatedAt: at }),
    );
  }

  return {
    get: (type, name) => all(type).get(name),
    archived: archivedProperties,
    all,
    define,
    change(type, name, patch) {
      const before = known(type, name);
      if (before.hubspotDefined)
        throw invalid(`Property ${name} is defined by HubSpot and cannot be changed.`);
      if (patch.groupName !== undefined) requireGroup(type, patch.groupName);
      const { hasUniqueValue, name: _, ...rest } = patch;
      if (hasUniqueValue !== undefined && hasUniqueValue !== before.hasUniqueValue) {
        throw invalid('hasUniqueValue cannot be changed after the property was created.');
      }
      const merged = property.parse({ ...before, ...rest, updatedAt: now().toISOString() });
      checkPair(merged.type, merged.fieldType);
      return save(type, merged);
    },
    archive(type, name) {
      if (known(type, name).hubspotDefined) {
        throw invalid(`Property ${name} is defined by HubSpot and cannot be archived.`);
      }
      mark(type, name, true);
    },
    restore: (type, name) => mark(type, name, false),
    groups,
    defineGroup(type, name, label, displayOrder = -1) {
      if (groups(type).some((group) => group.name === name)) {
        throw conflict(`A property group named '${name}' already exists.`);
      }
      database.run(
        'insert into property_groups (portal_id, type, name, label, display_order) values (?, ?, ?, ?, ?)',
        ...[portalId, type, name, label, displayOrder],
      );
      return { name, label, displayOrder, archived: false };
    },
    archiveGroup(type, name) {
      if ([...all(type).values()].some((one) => one.groupName === name)) {
        throw invalid(`Property group '${name}' still has properties.`);
      }
      database.run(
        'update property_groups set archived = 1 where portal_id = ? and type = ? and name = ?',
        ...[portalId, type, name],
      );
    },
  };
}

/** Gives a new portal the properties and groups every HubSpot portal has. */
export function stockPropertyBook(database: Database, portalId: number): void {
  for (const [type, groups] of defaultGroups) {
    for (const [name, label] of groups) {
      database.run(
        'insert or ignore into property_groups (portal_id, type, name, label) values (?, ?, ?, ?)',
        ...[portalId, type, name, label],
      );
    }
  }
  for (const [type, definitions] of defaultProperties) {
    for (const definition of definitions) {
      database.run(
        'insert or ignore into properties (portal_id, type, name, definition) values (?, ?, ?, ?)',
        ...[portalId, type, definition.name, JSON.stringify(definition)],
      );
    }
  }
}

function toDefinition(text: string): Property {
  return property.parse(JSON.parse(text));
}

function checkPair(type: Property['type'], fieldType: Property['fieldType']): void {
  if (!pairs[type].includes(fieldType)) {
    throw invalid(`Field type ${fieldType} is not valid for property type ${type}.`, [
      {
        message: `Field type ${fieldType} is not valid for property type ${type}.`,
        code: 'INVALID_FIELD_TYPE',
      },
    ]);
  }
}

function checkedInput(input: PropertyInput) {
  const parsed = propertyInput.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new HubspotError(
      400,
      `Invalid input JSON: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
      {
        category: 'VALIDATION_ERROR',
      },
    );
  }
  const wanted = parsed.data;
  checkPair(wanted.type, wanted.fieldType);
  const options = wanted.options ?? [];
  if (wanted.type === 'enumeration' && options.length === 0 && wanted.externalOptions !== true) {
    throw invalid('Enumeration properties must have options.', [
      { message: 'options must not be empty', code: 'INVALID_OPTIONS' },
    ]);
  }
  if (new Set(options.map((option) => option.value)).size !== options.length) {
    throw invalid('Property option values must be unique.', [
      { message: 'Property option values must be unique.', code: 'OPTION_VALUES_NOT_UNIQUE' },
    ]);
  }
  return wanted;
}
