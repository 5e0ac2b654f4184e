// Which facts of a lead may be features: every property of the customer's own, and those built-in ones that tell no outcome.
import type { PropertyDefinition } from '#sense/record.ts';
import type { OutcomeRules } from '#sense/tenant.ts';
import type { FeatureSource } from './feature.ts';

/** Built-in properties that say who somebody is, or that the CRM fills when or after the outcome comes. */
const never = new Set([
  ...['firstname', 'lastname', 'email', 'phone', 'mobilephone', 'fax', 'address', 'zip', 'website', 'domain'],
  ...[
    'name',
    'twitterhandle',
    'linkedinbio',
    'salutation',
    'company',
    'date_of_birth',
    'gender',
    'marital_status',
  ],
  ...[
    'lifecyclestage',
    'type',
    'closedate',
    'createdate',
    'lastmodifieddate',
    'associatedcompanyid',
    'message',
  ],
  ...['hubspot_owner_id', 'hubspot_team_id', 'hubspot_owner_assigneddate', 'days_to_close', 'total_revenue'],
  ...['num_associated_deals', 'first_deal_created_date', 'recent_deal_amount', 'recent_deal_close_date'],
  ...[
    'notes_last_contacted',
    'notes_last_updated',
    'notes_next_activity_date',
    'num_contacted_notes',
    'num_notes',
  ],
]);

/** Of HubSpot's own `hs_` properties only what visitors did before anybody spoke with them. */
const allowed = new Set([
  ...[
    'hs_analytics_source',
    'hs_analytics_source_data_1',
    'hs_analytics_num_page_views',
    'hs_analytics_num_visits',
  ],
  ...[
    'hs_analytics_num_event_completions',
    'hs_latest_source',
    'hs_persona',
    'hs_language',
    'hs_country_region_code',
  ],
]);

/** Facts that are not properties, made by `leadFacts`; texts: `reason.<name>`. */
export const derivedFacts = [
  { name: 'mail_kind', type: 'enumeration' },
  { name: 'early_mails_in', type: 'number' },
  { name: 'early_mails_out', type: 'number' },
  { name: 'early_calls', type: 'number' },
  { name: 'early_meetings', type: 'number' },
  { name: 'early_events', type: 'number' },
] as const satisfies readonly FeatureSource[];

export type Definitions = {
  readonly contact: readonly PropertyDefinition[];
  readonly company: readonly PropertyDefinition[];
};

/** The labels travel with the weights, so a list of all the towns of a country stays behind. */
const mostLabels = 500;

/** The sources of a lead's features; those of the linked company are named `company.<property>`. */
export function leadSources(
  definitions: Definitions,
  rules: OutcomeRules,
  leftOut: readonly string[],
): FeatureSource[] {
  const telling = new Set(
    [...rules.contact.won, ...rules.contact.lost].flatMap((one) => ('property' in one ? [one.property] : [])),
  );
  const barred = new Set(leftOut);
  const usable = (one: PropertyDefinition) =>
    !one.name.startsWith('revloop_') && !telling.has(one.name) && (!one.builtIn || usableBuiltIn(one));
  const own = definitions.contact.filter(usable).map(toSource);
  const company = definitions.company
    .filter(usable)
    .map((one) => ({ ...toSource(one), name: `company.${one.name}` }));
  return [...own, ...company, ...derivedFacts].filter(({ name }) => !barred.has(name));
}

function usableBuiltIn({ name, calculated }: PropertyDefinition): boolean {
  if (allowed.has(name)) return true;
  return !calculated && !never.has(name) && !name.startsWith('hs_');
}

function toSource({ name, label, type, options = [] }: PropertyDefinition): FeatureSource {
  const other = options.filter((option) => option.label !== '' && option.label !== option.value);
  const labels = Object.fromEntries(other.slice(0, mostLabels).map((option) => [option.value, option.label]));
  return other.length === 0 ? { name, label, type } : { name, label, type, labels };
}
