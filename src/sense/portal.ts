// What a portal looks like: its property definitions, owners and pipelines, read now and then and kept.
import { z } from 'zod';
import type { Crm } from '#ports/crm.ts';
import { crmTrouble } from '#ports/crm-trouble.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { Connection, ConnectionId } from './connection.ts';
import { followedProperties } from './followed.ts';
import { type PropertyDefinition, propertyDefinition } from './record.ts';
import type { NewSignal, ObjectType } from './signal.ts';

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
  const fact = await store.asTenant(connection.tenant, ({ portalFacts }) =>
    portalFacts.read(connection.id, nameOf(objectType)),
  );
  if (fact !== null && now.getTime() - fact.readAt.getTime() < oldMs)
    return followedProperties(connection.platform, objectType, definitionList.parse(fact.body).list);
  const list = await crm.properties(objectType);
  await store.asTenant(connection.tenant, ({ portalFacts }) =>
    portalFacts.save(connection.id, nameOf(objectType), { list }, now),
  );
  return followedProperties(connection.platform, objectType, list);
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
