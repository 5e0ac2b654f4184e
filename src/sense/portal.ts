// What a portal looks like: its property definitions, owners and pipelines, read now and then and kept.
import { z } from 'zod';
import type { Crm } from '#ports/crm.ts';
import { crmTrouble } from '#ports/crm-trouble.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { Connection, ConnectionId } from './connection.ts';
import { isKept } from './field-permission.ts';
import { followedProperties } from './followed.ts';
import { protectionOf } from './protection.ts';
import { type PropertyDefinition, propertyDefinition } from './record.ts';
import { isSubjectKind, type NewSignal, type ObjectType } from './signal.ts';

/** Age at which a fact is read again, and the least time between two readings for an unknown property. */
const oldMs = 24 * 60 * 60_000;
const restMs = 10 * 60_000;

const definitionList = z.object({ list: z.array(propertyDefinition) });
const nameOf = (objectType: ObjectType) => `properties:${objectType}`;
type Needs = Pick<Ports, 'store' | 'clock'>;

/** Definitions of the portal's properties as last read; empty before the first reading. */
export async function definitionsOf(
  rows: Pick<TenantStore, 'portalFacts'>,
  connection: ConnectionId,
  objectType: ObjectType,
): Promise<PropertyDefinition[]> {
  const fact = await rows.portalFacts.read(connection, nameOf(objectType));
  return fact === null ? [] : definitionList.parse(fact.body).list;
}

/** Names of the properties to read of a type; asks the portal for its definitions when they are a day old. */
export async function propertiesToRead(
  { store, clock }: Needs,
  connection: Connection,
  crm: Crm,
  objectType: ObjectType,
): Promise<string[]> {
  const now = clock.now();
  const { fact, gate } = await store.asTenant(connection.tenant, async ({ portalFacts, fields }) => ({
    fact: await portalFacts.read(connection.id, nameOf(objectType)),
    gate: await fields.gate(),
  }));
  const followed = (list: readonly PropertyDefinition[]) => {
    const names = followedProperties(connection.platform, objectType, list);
    return isSubjectKind(objectType) ? names.filter((name) => isKept(gate, objectType, name)) : names;
  };
  if (fact !== null && now.getTime() - fact.readAt.getTime() < oldMs)
    return followed(definitionList.parse(fact.body).list);
  const list = await crm.properties(objectType);
  await store.asTenant(connection.tenant, ({ portalFacts }) =>
    portalFacts.save(connection.id, nameOf(objectType), definitionsFact(objectType, list), now),
  );
  return followed(list);
}

/** As definitions are kept. What is protected among them stands beside them, short, because every turn asks for it. */
export function definitionsFact(objectType: ObjectType, list: readonly PropertyDefinition[]): object {
  if (!isSubjectKind(objectType)) return { list };
  const guarded = list.flatMap((one) => {
    const as = protectionOf(objectType, one);
    return as === null ? [] : [{ name: one.name, as }];
  });
  return { list, guarded };
}

/** Reads account, owners and pipelines when they are a day old. What the account does not allow stays empty. */
export async function refreshPortal(
  { store, clock }: Needs,
  connection: Connection,
  crm: Crm,
): Promise<void> {
  const facts: Readonly<Record<string, () => Promise<object>>> = {
    account: async () => {
      const { account } = await crm.account();
      const known = connection.account;
      await store.asTenant(connection.tenant, ({ connections }) =>
        connections.setAccount(connection.id, { ...known, ...account }),
      );
      return account;
    },
    owners: async () => ({ list: await crm.owners() }),
    'pipelines:deal': async () => ({ list: await crm.pipelines('deal') }),
    'pipelines:ticket': async () => ({ list: await crm.pipelines('ticket') }),
  };
  for (const [name, read] of Object.entries(facts)) {
    const now = clock.now();
    const fact = await store.asTenant(connection.tenant, ({ portalFacts }) =>
      portalFacts.read(connection.id, name),
    );
    if (fact !== null && now.getTime() - fact.readAt.getTime() < oldMs) continue;
    const body = await read().catch((error: unknown) => {
      const trouble = crmTrouble(error);
      if (trouble?.what !== 'scope') throw error;
      return { list: [], problem: trouble.problem };
    });
    await store.asTenant(connection.tenant, ({ portalFacts }) =>
      portalFacts.save(connection.id, name, body, now),
    );
  }
}

/** A property that nobody has heard of: the portal has a new one, so its definitions are read again soon. */
export async function expireUnknown(
  rows: Pick<TenantStore, 'portalFacts'>,
  news: readonly NewSignal[],
  now: Date,
): Promise<void> {
  const named = new Map<string, { connection: string; objectType: ObjectType; names: Set<string> }>();
  for (const signal of news) {
    if (signal.kind !== 'crm.changed' || signal.data.property === undefined) continue;
    const { origin: connection, objectType } = signal;
    const group = named.get(`${connection} ${objectType}`) ?? { connection, objectType, names: new Set() };
    group.names.add(signal.data.property);
    named.set(`${connection} ${objectType}`, group);
  }
  for (const { connection, objectType, names } of named.values()) {
    const known = new Set((await definitionsOf(rows, connection, objectType)).map(({ name }) => name));
    if (known.size === 0 || [...names].every((name) => known.has(name))) continue;
    await rows.portalFacts.expire(connection, nameOf(objectType), new Date(now.getTime() - restMs));
  }
}
