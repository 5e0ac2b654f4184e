// Our fields in the customer's CRM: made before the first write, and again when somebody removed them.
import { z } from 'zod';
import type { Crm, FieldDefinition, FieldReport } from '#ports/crm.ts';
import { crmTrouble } from '#ports/crm-trouble.ts';
import type { Ports } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import { fieldDefinitions } from './fields.ts';

const factName = 'fields';
const kept = z.object({
  reports: z.array(
    z.object({
      objectType: z.string(),
      name: z.string(),
      state: z.string(),
      problem: z.string().nullable(),
    }),
  ),
});
type Report = z.infer<typeof kept>['reports'][number];

/** An admin may have cleared a conflict meanwhile. */
const lookAgainMs = 5 * 60_000;

/** `type.name` of fields that we must not write, with the reason. */
export type Provisioned = { readonly conflicts: ReadonlyMap<string, string> };
type Needs = {
  readonly ports: Pick<Ports, 'store' | 'clock' | 'log'>;
  readonly connection: Connection;
  readonly crm: Crm;
};

/** What the last provisioning found; provisions when there was none, or when it met conflicts a while ago. */
export async function provisioned(needs: Needs): Promise<Provisioned> {
  const { ports, connection } = needs;
  const fact = await ports.store.asTenant(connection.tenant, ({ portalFacts }) =>
    portalFacts.read(connection.id, factName),
  );
  if (fact === null) return toProvisioned(await provision(needs));
  const found = toProvisioned(kept.parse(fact.body).reports);
  const age = ports.clock.now().getTime() - fact.readAt.getTime();
  return found.conflicts.size > 0 && age > lookAgainMs ? toProvisioned(await provision(needs)) : found;
}

/** Makes what is missing, in the tenant's language; the reports are kept for the admin. */
export async function provision({ ports, connection, crm }: Needs): Promise<FieldReport[]> {
  const { settings } = await ports.store.asTenant(connection.tenant, (rows) => rows.settings.read());
  const reports: FieldReport[] = [];
  const byType = Map.groupBy(
    fieldDefinitions(settings.locale, connection.platform),
    ({ objectType }) => objectType,
  );
  for (const fields of byType.values()) reports.push(...(await provisionType(crm, fields)));
  await ports.store.asTenant(connection.tenant, ({ portalFacts }) =>
    portalFacts.save(connection.id, factName, { reports }, ports.clock.now()),
  );
  const conflicts = reports.filter(({ state }) => isUnusable(state));
  if (conflicts.length > 0)
    ports.log.warn({ connection: connection.id, conflicts }, 'fields of ours cannot be used in the account');
  return reports;
}

/** What the account does not allow for one type is no reason to leave the others without fields. */
async function provisionType(crm: Crm, fields: readonly FieldDefinition[]): Promise<FieldReport[]> {
  try {
    return await crm.provision(fields);
  } catch (error) {
    const trouble = crmTrouble(error);
    if (trouble?.what !== 'scope') throw error;
    const { problem } = trouble;
    return fields.map(({ objectType, name }) => ({ objectType, name, state: 'conflict', problem }));
  }
}

/** In conflict with a field of the customer's, or missing because only our package can bring it. */
const isUnusable = (state: string): boolean => state === 'conflict' || state === 'missing';

function toProvisioned(reports: readonly Report[]): Provisioned {
  const conflicts = reports.filter(({ state }) => isUnusable(state));
  return {
    conflicts: new Map(
      conflicts.map(({ objectType, name, problem }) => [`${objectType}.${name}`, problem ?? '']),
    ),
  };
}
