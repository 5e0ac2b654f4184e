// What of a journey's needs this tenant's data does not have: properties that the CRM does not know, events never seen.
import { needKey, needsOf } from '#advise/journey/need.ts';
import type { Template } from '#advise/journey/template.ts';
import type { MissingNeed } from '#ports/journey-desk.ts';
import type { TenantStore } from '#ports/store.ts';
import { definitionsOf } from '#sense/portal.ts';

type Asking = Pick<Template, 'journey' | 'stages' | 'signals' | 'needs'>;

export async function missingOf(
  rows: TenantStore,
  { journey, stages, signals, needs }: Asking,
): Promise<MissingNeed[]> {
  const rules = signals.map(({ rule }) => rule);
  const all = needsOf(journey, stages.stages, stages.kind, rules);
  const defined = new Set<string>();
  for (const { id, platform, state } of await rows.connections.all()) {
    if (platform === 'slack' || state === 'uninstalled') continue;
    for (const { name } of await definitionsOf(rows, id, journey.kind)) defined.add(name);
  }
  const names = (of: 'property' | 'event') => all.flatMap((need) => (need.of === of ? [need.name] : []));
  const seen = await rows.seen.of(journey.kind, { events: names('event'), properties: names('property') });
  const isThere = (need: (typeof all)[number]): boolean => {
    if (need.of === 'property') return defined.has(need.name) || seen.properties.has(need.name);
    if (need.of === 'event') return seen.events.has(need.name);
    return seen.kinds.has(need.of);
  };
  const why = new Map(needs.map((need) => [need.need, need.why]));
  return all
    .filter((need) => !isThere(need))
    .map((need) => ({ ...need, why: why.get(needKey(need)) ?? null }));
}
