// Where a subject lives: which CRMs know it, as what, and what follows from that for its score.
import type { Connection, Platform } from '#sense/connection.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { Twin } from '#twin/twin.ts';

/** The platform of each connection by its id. */
export type Origins = ReadonlyMap<string, Platform>;
type Crm = Exclude<Platform, 'slack'>;

export function toOrigins(connections: readonly Pick<Connection, 'id' | 'platform'>[]): Origins {
  return new Map(connections.map(({ id, platform }) => [id, platform]));
}

/** True when that CRM has, or had, the subject as such a record. */
export function livesIn({ records }: Twin, origins: Origins, platform: Crm, type: SubjectKind): boolean {
  return Object.keys(records).some((name) => {
    const [origin = '', objectType] = name.split(':');
    return objectType === type && origins.get(origin) === platform;
  });
}

/** The CRM that says most of what we know; HubSpot where a subject lives in both. */
export function homeOf(twin: Twin, origins: Origins): Crm {
  const inSalesforce = Object.keys(twin.records).some(
    (name) => origins.get(name.split(':')[0] ?? '') === 'salesforce',
  );
  return inSalesforce && !livesIn(twin, origins, 'hubspot', twin.kind) ? 'salesforce' : 'hubspot';
}

/**
 * Whether the subject has a lead score: every lead, and every contact of HubSpot, where leads are contacts. A contact of
 * Salesforce has one only if it was a lead before.
 */
export function isScoredAsLead(twin: Twin, origins: Origins): boolean {
  if (twin.kind === 'lead') return true;
  if (twin.kind !== 'contact') return false;
  const onlyContact =
    livesIn(twin, origins, 'salesforce', 'contact') && !livesIn(twin, origins, 'hubspot', 'contact');
  return !onlyContact || livesIn(twin, origins, 'salesforce', 'lead');
}
