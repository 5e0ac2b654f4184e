// The stages of a CRM's pipelines as options of the property that holds them: HubSpot names them elsewhere than its options.
import { z } from 'zod';
import type { TenantStore } from '#ports/store.ts';
import type { ConnectionId } from '#sense/connection.ts';
import type { PropertyDefinition } from '#sense/record.ts';
import { namesOf } from '#sense/vocabulary.ts';

const pipelines = z.object({
  list: z.array(z.object({ stages: z.array(z.object({ id: z.string(), label: z.string() })) })),
});

/** The definitions, the stage with its pipelines' names for each value where the CRM gives some. */
export async function withStages(
  rows: Pick<TenantStore, 'portalFacts'>,
  connection: ConnectionId,
  definitions: readonly PropertyDefinition[],
): Promise<PropertyDefinition[]> {
  const fact = await rows.portalFacts.read(connection, 'pipelines:deal');
  const read = pipelines.safeParse(fact?.body);
  const stages = read.success ? read.data.list.flatMap((one) => one.stages) : [];
  const options = stages.map(({ id, label }) => ({ value: id, label }));
  if (options.length === 0) return [...definitions];
  return definitions.map((one) => (namesOf('stage').includes(one.name) ? { ...one, options } : one));
}
