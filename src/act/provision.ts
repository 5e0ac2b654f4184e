// Our fields in the customer's CRM: made before the first write, and again when somebody removed them.
import { z } from 'zod';
import type { Crm, FieldReport } from '#ports/crm.ts';
import type { Ports } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import { fieldDefinitions } from './fields.ts';

const factName = 'fields';
const kept = z.object({
  reports: z.array(z.object({ objectType: z.string(), name: z.string(), state: z.string() })),
});

/** `type.name` of fields that the customer uses for something else: they are not written. */
export type Provisioned = { readonly conflicts: ReadonlySet<string> };
type Needs = {
  readonly ports: Pick<Ports, 'store' | 'clock' | 'log'>;
  readonly connection: Connection;
  readonly crm: Crm;
};

/** What the last provisioning found; provisions when there was none. */
export async function provisioned(needs: Needs): Promise<Provisioned> {
  const { ports, connection } = needs;
  const fact = await ports.store.asTenant(connection.tenant, ({ portalFacts }) =>
    portalFacts.read(connection.id, factName),
  );
  if (fact === null) return toProvisioned(await provision(needs));
  return toProvisioned(kept.parse(fact.body).reports);
}

/** Makes what is missing, in the tenant's language; the reports are kept for the admin. */
export async function provision({ ports, connection, crm }: Needs): Promise<FieldReport[]> {
  const { settings } = await ports.store.asTenant(connection.tenant, (rows) => rows.settings.read());
  const reports = await crm.provision(fieldDefinitions(settings.locale));
  await ports.store.asTenant(connection.tenant, ({ portalFacts }) =>
    portalFacts.save(connection.id, factName, { reports }, ports.clock.now()),
  );
  const conflicts = reports.filter(({ state }) => state === 'conflict');
  if (conflicts.length > 0)
    ports.log.warn(
      { connection: connection.id, conflicts },
      'fields of ours are in conflict with the account',
    );
  return reports;
}

function toProvisioned(reports: readonly { objectType: string; name: string; state: string }[]): Provisioned {
  const conflicts = reports.filter(({ state }) => state === 'conflict');
  return { conflicts: new Set(conflicts.map(({ objectType, name }) => `${objectType}.${name}`)) };
}
