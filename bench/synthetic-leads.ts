// Leads with cause and effect, from a seed: their source and size decide whether they convert.

import { type Random, seededRandom } from '#learn/random.ts';
import type { Portal } from '#sandbox/hubspot/portal.ts';

const day = 86_400_000;
const together = 1_000;

/** Sources by how well their leads convert; an edit moves a lead between the two worst. */
const sources = [
  ['REFERRALS', 1.8],
  ['ORGANIC_SEARCH', 0.6],
  ['PAID_SOCIAL', -0.8],
  ['OFFLINE', -2.2],
] as const;
export const worst = ['PAID_SOCIAL', 'OFFLINE'] as const;

type Wanted = { readonly contacts: number; readonly closed: number; readonly seed: number };

/**
 * Seeds `contacts`, the first `closed` of them closed; the others are open, from one of the two worst sources. They
 * were made long ago, so that nothing about them is news. Returns the ids of the open ones.
 */
export function furnish(portal: Portal, { contacts, closed, seed }: Wanted, now: Date): { open: string[] } {
  const random = seededRandom(seed);
  const ids: string[] = [];
  portal.defineProperty('contacts', {
    ...{ name: 'seats_wanted', label: 'Seats wanted', type: 'number', fieldType: 'number' },
  });
  for (let from = 0; from < contacts; from += together) {
    const rows = Array.from({ length: Math.min(together, contacts - from) }, (_, nr) => {
      const at = new Date(now.getTime() - (40 + random() * 300) * day);
      const properties = { ...aLead(random, from + nr < closed), ...aPerson(random, from + nr) };
      return { type: 'contacts', properties, createdAt: at, updatedAt: at };
    });
    ids.push(...portal.seed(rows));
  }
  return { open: ids.slice(closed) };
}

function aPerson(random: Random, nr: number): Record<string, string> {
  return {
    email: `person${nr}@example.com`,
    firstname: `Person ${nr}`,
    jobtitle: random() < 0.5 ? 'Buyer' : 'Engineer',
    country: random() < 0.5 ? 'France' : 'Japan',
  };
}

function aLead(random: Random, isClosed: boolean): Record<string, string> {
  const from = isClosed ? sources : sources.slice(2);
  const [source, pull] = from[Math.floor(random() * from.length)] ?? sources[0];
  const seats = Math.round(random() * (isClosed ? 100 : 20));
  const facts = { hs_analytics_source: source, seats_wanted: String(seats) };
  if (!isClosed) return facts;
  const isWon = random() < 1 / (1 + Math.exp(1 - pull - seats / 50));
  return isWon ? { ...facts, lifecyclestage: 'customer' } : { ...facts, hs_lead_status: 'UNQUALIFIED' };
}
