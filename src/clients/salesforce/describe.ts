// What an object of the org looks like to the connected user: its fields, as the describe call tells them.
import { z } from 'zod';
import { fail } from '#errors.ts';
import type { Clock } from '#ports.ts';
import type { ObjectType } from '#sense/signal.ts';
import { paths, salesforceObjects } from './objects.ts';
import { namespaceOf, portName } from './port-name.ts';
import type { Request } from './request.ts';
import { understood } from './understood.ts';

const option = z.looseObject({
  value: z.string(),
  label: z.string().nullish(),
  active: z.boolean().default(true),
});

const field = z.looseObject({
  name: z.string(),
  label: z.string().default(''),
  type: z.string(),
  length: z.number().default(0),
  custom: z.boolean().default(false),
  calculated: z.boolean().default(false),
  autoNumber: z.boolean().default(false),
  createable: z.boolean().default(false),
  updateable: z.boolean().default(false),
  extraTypeInfo: z.string().nullish(),
  compoundFieldName: z.string().nullish(),
  picklistValues: z.array(option).default([]),
});
export type Field = z.infer<typeof field>;

const answer = z.looseObject({
  name: z.string(),
  queryable: z.boolean().default(true),
  updateable: z.boolean().default(false),
  fields: z.array(field),
});

export type Described = {
  readonly name: string;
  readonly updateable: boolean;
  /** By the names that Revloop uses. */
  readonly fields: ReadonlyMap<string, Field>;
};

/** What processes remember of the objects of one org. */
export type DescribeMemory = Map<string, { readonly at: number; readonly described: Described }>;

/** A field that is gone is noticed by the refusal, a new one by the daily look at the properties. */
const rememberMs = 60 * 60_000;

export type Describes = {
  /** Errors: CRM_SCOPE when the user does not see the object. */
  of(type: ObjectType): Promise<Described>;
  /** Null when the user does not see the object. */
  maybe(type: ObjectType): Promise<Described | null>;
  forget(type: ObjectType): void;
};

export function openDescribes(request: Request, clock: Clock, memory: DescribeMemory): Describes {
  const maybe = async (type: ObjectType): Promise<Described | null> => {
    const object = type === 'answer' ? await answerObject(maybe) : salesforceObjects[type].name;
    const known = memory.get(object);
    const now = clock.now().getTime();
    if (known !== undefined && now - known.at < rememberMs) return known.described;
    const reply = await request({
      method: 'GET',
      path: paths.describe(object),
      purpose: 'read',
      object,
      takes: [404, 'INVALID_TYPE', 'NOT_FOUND'],
    });
    if (reply.status >= 400) return null;
    const one = understood(answer, reply);
    const fields = new Map(one.fields.map((each) => [portName(type, each), each]));
    const described = { name: one.name, updateable: one.updateable, fields };
    memory.set(object, { at: now, described });
    return described;
  };
  return {
    maybe,
    async of(type) {
      const { name } = salesforceObjects[type];
      return (await maybe(type)) ?? fail('CRM_SCOPE', { scope: `the object ${name}` });
    },
    forget(type) {
      const { name } = salesforceObjects[type];
      for (const known of [...memory.keys()]) if (known.endsWith(name)) memory.delete(known);
    },
  };
}

/** Our own object has the namespace of our fields. */
async function answerObject(maybe: Describes['maybe']): Promise<string> {
  const { name } = salesforceObjects.answer;
  const namespace = await readNamespace(maybe);
  return namespace === null || namespace === '' ? name : `${namespace}__${name}`;
}

/** The namespace of our package, empty where it has none; null while none of its fields is seen. */
export async function readNamespace(maybe: Describes['maybe']): Promise<string | null> {
  for (const type of ['contact', 'lead', 'company'] as const) {
    const described = await maybe(type);
    for (const { name } of described?.fields.values() ?? []) {
      const namespace = namespaceOf(name);
      if (namespace !== null) return namespace;
    }
  }
  return null;
}

/** Whether some of these fields of Salesforce are made of others: a bulk query of those fails. */
export function isCompound({ fields }: Described, names: readonly string[]): boolean {
  const wholes = new Set(
    [...fields.values()].map(({ name, compoundFieldName }) => {
      return compoundFieldName === name ? null : compoundFieldName;
    }),
  );
  return names.some((name) => wholes.has(name));
}

const unreadable = new Set(['base64', 'address', 'location', 'anyType', 'complexvalue', 'json']);

/** Compound fields cannot be read in bulk, and their parts are fields of their own. */
export function isReadable({ type, extraTypeInfo }: Field): boolean {
  return !unreadable.has(type) && extraTypeInfo !== 'personname';
}
