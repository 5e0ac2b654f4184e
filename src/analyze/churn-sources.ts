// Which facts of a customer may be features of churn: what is made of its life with us, and properties of its company that tell no outcome.
import type { PropertyDefinition } from '#sense/record.ts';
import { isOurs } from '#sense/vocabulary.ts';
import type { FeatureSource } from './feature.ts';
import { toSource } from './lead-sources.ts';

/** Of the built-in properties of a company only what it is, whatever becomes of it. */
export const whatItIs = new Set([
  ...['industry', 'numberofemployees', 'annualrevenue', 'country', 'hs_analytics_source'],
  ...['Industry', 'NumberOfEmployees', 'AnnualRevenue', 'BillingCountry', 'Ownership'],
]);

const counted = <N extends string>(name: N) => ({ name, type: 'number' as const });

/**
 * Facts that are not properties, made by `churnFacts`; texts: `reason.<name>`. No name holds a word by which the leak finder
 * takes a column for one that was written afterwards: these are of their moment by the way they are made.
 */
export const derivedOfChurn = [
  ...(
    [
      'customer_age',
      'customer_since_deal',
      'customer_term_days',
      'customer_deals',
      'customer_deals_gone',
    ] as const
  ).map(counted),
  ...(
    [
      'customer_use_days',
      'customer_use_share',
      'customer_users',
      'customer_breadth',
      'customer_logins',
    ] as const
  ).map(counted),
  ...(['customer_still', 'customer_seats', 'customer_tickets', 'customer_tickets_new'] as const).map(counted),
  ...(
    [
      'customer_hours',
      'customer_answer',
      'customer_silence',
      'customer_talks',
      'customer_unanswered',
    ] as const
  ).map(counted),
  counted('customer_invoices'),
] as const satisfies readonly FeatureSource[];
export type DerivedOfChurn = (typeof derivedOfChurn)[number]['name'];

/** `company.<property>` of the customer's own record, and what is made of its life. */
export function churnSources(
  company: readonly PropertyDefinition[],
  leftOut: readonly string[],
): FeatureSource[] {
  const barred = new Set(leftOut);
  const own = company
    .filter(({ name, builtIn, calculated }) => !isOurs(name) && (builtIn ? whatItIs.has(name) : !calculated))
    .map((one) => ({ ...toSource(one), name: `company.${one.name}` }));
  return [...own, ...derivedOfChurn].filter(({ name }) => !barred.has(name));
}
