// Leads of an org with cause and effect, from a seed: their source and size decide whether they convert.
import type { Random } from '#learn/random.ts';

/** Sources by how well their leads convert; an edit moves a lead between the two worst. */
const sources = [
  ['Partner Referral', 1.8],
  ['Web', 0.6],
  ['Purchased List', -0.8],
  ['Other', -2.2],
] as const;

type Values = Record<string, string | number>;

export function aLead(random: Random, nr: number, isClosed: boolean): { values: Values; won: boolean } {
  const from = isClosed ? sources : sources.slice(2);
  const [source, pull] = from[Math.floor(random() * from.length)] ?? sources[0];
  const seats = Math.round(random() * (isClosed ? 100 : 20));
  const won = isClosed && random() < 1 / (1 + Math.exp(1 - pull - seats / 50));
  const values = {
    LastName: `Person ${nr}`,
    Company: `Company ${nr}`,
    Email: `person${nr}@example.com`,
    Title: random() < 0.5 ? 'Buyer' : 'Engineer',
    LeadSource: source,
    NumberOfEmployees: seats,
    Status: isClosed && !won ? 'Closed - Not Converted' : 'Open - Not Contacted',
  };
  return { values, won };
}

export function otherSource(source: unknown): string {
  return source === 'Other' ? 'Purchased List' : 'Other';
}
