// The Avro schema of an object's change events: the header, then every field, compound ones as records of their own.
import { hash } from 'node:crypto';
import { type AvroType, avroType } from '#clients/salesforce/avro.ts';
import { changeTypes } from '#sandbox/salesforce/change-event.ts';
import type { EventField } from './org.ts';

/** A top-level field of the schema after the header; `parts` are the nested fields of a compound one. */
export type SchemaField = {
  readonly name: string;
  readonly field: EventField | null;
  readonly parts: readonly { readonly name: string; readonly field: EventField }[];
};
export type EventSchema = {
  readonly id: string;
  readonly json: string;
  readonly type: AvroType;
  readonly fields: readonly SchemaField[];
};

const namespace = 'com.sforce.eventbus';
const texts = { type: 'array', items: 'string' };
const header = {
  type: 'record',
  name: 'ChangeEventHeader',
  namespace,
  fields: [
    { name: 'entityName', type: 'string' },
    { name: 'recordIds', type: texts },
    { name: 'changeType', type: { type: 'enum', name: 'ChangeType', symbols: [...changeTypes, 'SNAPSHOT'] } },
    { name: 'changeOrigin', type: 'string' },
    { name: 'transactionKey', type: 'string' },
    { name: 'sequenceNumber', type: 'int' },
    { name: 'commitTimestamp', type: 'long' },
    { name: 'commitNumber', type: 'long' },
    { name: 'commitUser', type: 'string' },
    { name: 'nulledFields', type: texts },
    { name: 'diffFields', type: texts },
    { name: 'changedFields', type: texts },
  ],
};

/** Stand in the header, or are not told. */
const untold = new Set(['Id', 'IsDeleted', 'SystemModstamp', 'LastViewedDate', 'LastReferencedDate']);

/** `LeadChangeEvent` for `Lead`, `My__ChangeEvent` for `My__c`. */
export function eventNameOf(entity: string): string {
  return entity.endsWith('__c') ? `${entity.slice(0, -1)}ChangeEvent` : `${entity}ChangeEvent`;
}

const known = new Map<string, EventSchema>();

/** The schema of an object with these fields; one more field makes another schema with another id. */
export function eventSchema(entity: string, fields: readonly EventField[]): EventSchema {
  const list = schemaFields(fields);
  const json = JSON.stringify({
    type: 'record',
    name: eventNameOf(entity),
    namespace,
    fields: [{ name: 'ChangeEventHeader', type: header }, ...avroFields(list)],
  });
  const id = hash('sha256', json, 'base64url').slice(0, 22);
  const before = known.get(id);
  if (before !== undefined) return before;
  const made: EventSchema = { id, json, type: avroType(json), fields: list };
  known.set(id, made);
  return made;
}

/** A schema that an event was sent with. */
export function schemaById(id: string): EventSchema | undefined {
  return known.get(id);
}

function schemaFields(fields: readonly EventField[]): SchemaField[] {
  const told = fields.filter(({ name }) => !untold.has(name));
  const compounds = new Set(told.flatMap(({ compoundFieldName }) => compoundFieldName ?? []));
  const names = new Set(told.map(({ name, compoundFieldName }) => compoundFieldName ?? name));
  return [...names].map((name) => {
    if (!compounds.has(name))
      return { name, field: told.find((one) => one.name === name) ?? null, parts: [] };
    const prefix = name.replace(/Address$/, '');
    const parts = told
      .filter(({ compoundFieldName }) => compoundFieldName === name)
      .map((field) => ({
        name: name !== 'Name' && field.name.startsWith(prefix) ? field.name.slice(prefix.length) : field.name,
        field,
      }));
    return { name, field: null, parts };
  });
}

/** A record type is written out where it stands first, and called by its name after that. */
function avroFields(list: readonly SchemaField[]): object[] {
  const written = new Map<string, string>();
  return list.map(({ name, field, parts }) => {
    if (field !== null) return nullable(name, primitive(field.type));
    const nested = parts.map((part) => nullable(part.name, primitive(part.field.type)));
    const shape = JSON.stringify(nested);
    const before = written.get(shape);
    if (before !== undefined) return nullable(name, `${namespace}.${before}`);
    const usual = name === 'Name' ? 'PersonName' : 'Address';
    const typeName = [...written.values()].includes(usual) ? `${usual}_${name}` : usual;
    written.set(shape, typeName);
    return nullable(name, { type: 'record', name: typeName, namespace, fields: nested });
  });
}

function nullable(name: string, type: string | object): object {
  return { name, type: ['null', type], default: null };
}

function primitive(type: string): 'boolean' | 'int' | 'double' | 'long' | 'string' {
  if (type === 'boolean' || type === 'int') return type;
  if (['double', 'currency', 'percent'].includes(type)) return 'double';
  return ['date', 'datetime'].includes(type) ? 'long' : 'string';
}
