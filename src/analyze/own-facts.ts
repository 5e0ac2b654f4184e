// Facts of our own making, by what they are about: no properties of the CRM, so no permission of a field decides over them.
import type { SubjectKind } from '#sense/signal.ts';
import { derivedOfChurn } from './churn-sources.ts';
import { derivedOfDeal } from './deal-sources.ts';
import { derivedFacts } from './lead-sources.ts';

const named = (all: readonly { readonly name: string }[]) => new Set(all.map(({ name }) => name));
const [ofLead, ofDeal, ofCustomer] = [named(derivedFacts), named(derivedOfDeal), named(derivedOfChurn)];
const none: ReadonlySet<string> = new Set();
const byKind: Readonly<Record<SubjectKind, ReadonlySet<string>>> = {
  ...{ contact: ofLead, lead: ofLead, deal: ofDeal, company: ofCustomer, ticket: none },
};

/** A name such as `customer_age` sounds like the age of a person, and is how long a customer has been one. */
export function isOwnFact(kind: SubjectKind, feature: string): boolean {
  return byKind[kind].has(feature);
}
