// The people of an account: who is behind the ids by which its records name them.
import { z } from 'zod';
import type { Crm } from '#ports/crm.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { Connection, ConnectionId } from './connection.ts';
import type { CrmRecord } from './record.ts';

const factName = 'owners';
const ownerList = z.object({
  list: z.array(z.object({ id: z.string(), email: z.string().nullable(), name: z.string() })),
});

/** Names of the account's users by id, else their e-mail; as last read. */
export async function peopleOf(
  rows: Pick<TenantStore, 'portalFacts'>,
  connection: ConnectionId,
): Promise<ReadonlyMap<string, string>> {
  const fact = await rows.portalFacts.read(connection, factName);
  const { list } = fact === null ? { list: [] } : ownerList.parse(fact.body);
  return new Map(list.map(({ id, email, name }) => [id, name || email || id]));
}

/** Asks for the people anew where one of these answers is by somebody who was not there when they were last read. */
export async function knowPeople(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  connection: Connection,
  crm: Crm,
  records: readonly CrmRecord[],
): Promise<void> {
  const named = records.flatMap(({ objectType, properties }) =>
    objectType === 'answer' && properties['CreatedById'] != null ? [properties['CreatedById']] : [],
  );
  if (named.length === 0) return;
  const known = await store.asTenant(connection.tenant, (rows) => peopleOf(rows, connection.id));
  if (named.every((id) => known.has(id))) return;
  const list = await crm.owners();
  await store.asTenant(connection.tenant, ({ portalFacts }) =>
    portalFacts.save(connection.id, factName, { list }, clock.now()),
  );
}
