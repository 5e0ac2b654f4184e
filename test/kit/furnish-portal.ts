// Fills a portal with records that have been there for long.
import type { Portal } from '#sandbox/hubspot/portal.ts';

/** When everything in it was made and last changed. */
export const past = new Date('2026-03-01T08:00:00.000Z');

/** Companies, contacts and deals that hang together, as if they had been there for long. */
export function furnishPortal(
  portal: Portal,
  contacts: number,
): { companies: string[]; contacts: string[]; deals: string[] } {
  const made = { createdAt: past, updatedAt: past };
  const companies = portal.seed(
    Array.from({ length: 20 }, (_, nr) => ({
      type: 'companies',
      properties: { name: `Company ${nr}` },
      ...made,
    })),
  );
  const people = portal.seed(
    Array.from({ length: contacts }, (_, nr) => ({
      type: 'contacts',
      properties: { email: `person${nr}@example.com`, country: 'France' },
      ...made,
      associations: [{ toType: 'companies', toId: companies[nr % 20] ?? '' }],
    })),
  );
  const deals = portal.seed(
    Array.from({ length: 30 }, (_, nr) => ({
      type: 'deals',
      properties: { dealname: `Deal ${nr}`, dealstage: 'qualifiedtobuy', pipeline: 'default' },
      ...made,
      associations: [{ toType: 'contacts', toId: people[nr] ?? '' }],
    })),
  );
  return { companies, contacts: people, deals };
}
