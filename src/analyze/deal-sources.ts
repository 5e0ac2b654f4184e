// Which facts of a deal may be features: properties that tell no outcome, of it and of its company, and what is made of its course.
import type { PropertyDefinition } from '#sense/record.ts';
import type { OutcomeRules } from '#sense/tenant.ts';
import { isOurs, namesOf } from '#sense/vocabulary.ts';
import type { FeatureSource } from './feature.ts';
import { tellingOf, toSource } from './lead-sources.ts';

/** Of the built-in properties of a deal, those that somebody knew before its end; stage, amount and dates are made into facts. */
const allowed = new Set([
  ...['dealtype', 'pipeline', 'deal_currency_code', 'hs_analytics_source', 'hs_priority'],
  ...['Type', 'LeadSource', 'RecordTypeId', 'CurrencyIsoCode'],
]);
const allowedOfCompany = new Set([
  ...['industry', 'numberofemployees', 'annualrevenue', 'country', 'hs_analytics_source'],
  ...['Industry', 'NumberOfEmployees', 'AnnualRevenue', 'BillingCountry', 'Ownership'],
]);

/** Facts that are not properties, made by `dealFacts`; texts: `reason.<name>`. */
export const derivedOfDeal = [
  { name: 'deal_stage', type: 'enumeration' },
  { name: 'deal_stage_days', type: 'number' },
  { name: 'deal_age', type: 'number' },
  { name: 'deal_due_days', type: 'number' },
  { name: 'deal_pushes', type: 'number' },
  { name: 'deal_amount', type: 'number' },
  { name: 'deal_contacts', type: 'number' },
  { name: 'deal_mails_in', type: 'number' },
  { name: 'deal_mails_out', type: 'number' },
  { name: 'deal_meetings', type: 'number' },
  { name: 'deal_silence', type: 'number' },
  { name: 'deal_company_use', type: 'number' },
  { name: 'deal_company_tickets', type: 'number' },
  { name: 'deal_company_hours', type: 'number' },
] as const satisfies readonly FeatureSource[];

export type DealDefinitions = {
  readonly deal: readonly PropertyDefinition[];
  readonly company: readonly PropertyDefinition[];
};

/** The sources of a deal's features: `deal.<property>` of its own, `company.<property>` of the company that it is with. */
export function dealSources(
  { deal, company }: DealDefinitions,
  rules: OutcomeRules,
  leftOut: readonly string[],
): FeatureSource[] {
  const telling = new Set([...tellingOf(rules.deal), ...tellingOf(rules.opportunity)]);
  const barred = new Set(leftOut);
  const usable = ({ name, builtIn, calculated }: PropertyDefinition) =>
    !isOurs(name) && !telling.has(name) && (builtIn ? allowed.has(name) : !calculated);
  const own = deal.filter(usable).map((one) => ({ ...toSource(one), name: `deal.${one.name}` }));
  const theirs = company
    .filter(({ name, builtIn }) => builtIn && allowedOfCompany.has(name))
    .map((one) => ({ ...toSource(one), name: `company.${one.name}` }));
  const stages = deal.find(({ name }) => namesOf('stage').includes(name));
  const made = derivedOfDeal.map((one) =>
    one.name !== 'deal_stage' || stages === undefined ? one : { ...toSource(stages), ...one, label: '' },
  );
  return [...own, ...theirs, ...made].filter(({ name }) => !barred.has(name));
}
