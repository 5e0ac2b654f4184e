// A journey that a command names: the id of one that is kept, or of a template that is not installed yet.
import type { JourneyGraph } from '#advise/journey/journey-graph.ts';
import { fail } from '#errors.ts';
import type { Store } from '#ports.ts';
import { readTemplates } from '#templates/templates.ts';

export type NamedJourney = { readonly id: string | null; readonly graph: JourneyGraph };

/** Without a version the live one, else the newest. Errors: NOT_FOUND, INPUT_INVALID. */
export async function namedJourney(
  store: Store,
  tenant: string,
  named: string,
  version: string | undefined,
): Promise<NamedJourney> {
  const template = readTemplates().find(({ id }) => id === named);
  if (template !== undefined) return { id: null, graph: template.journey };
  return store.asTenant(tenant, async (rows) => {
    const journey = (await rows.journeys.all()).find(
      ({ id, name }) => id === named || Object.values(name).includes(named),
    );
    if (journey === undefined) return fail('NOT_FOUND', { what: `journey or template named ${named}` });
    const newest = (await rows.journeys.versions(journey.id))[0]?.version;
    const wanted = version === undefined ? (journey.liveVersion ?? newest ?? 0) : Number(version);
    if (!Number.isInteger(wanted)) return fail('INPUT_INVALID', { problem: '--version is a whole number' });
    const kept = await rows.journeys.version(journey.id, wanted);
    return kept === null
      ? fail('NOT_FOUND', { what: `version ${wanted} of it` })
      : { id: journey.id, graph: kept.graph };
  });
}
