// Which facts of a lead may be features: every property of the customer's own, and those built-in ones that tell no outcome.
import type { PropertyDefinition } from '#sense/record.ts';
import type { OutcomeRules } from '#sense/tenant.ts';
import { isOurs } from '#sense/vocabulary.ts';
import type { FeatureSource } from './feature.ts';

/** Built-in properties that name the record, or that the CRM fills when or after the outcome comes. */
const never = new Set([
  ...['website', 'domain', 'name', 'linkedinbio', 'company'],
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

/** Of Salesforce's own fields of a lead only what somebody knew when it came in. */
const allowedOfLead = new Set([
  ...['LeadSource', 'Title', 'Industry', 'AnnualRevenue', 'NumberOfEmployees', 'Rating', 'City', 'State'],
  ...[
    'Country',
    'StateCode',
    'CountryCode',
    'RecordTypeId',
    'CurrencyIsoCode',
    'HasOptedOutOfEmail',
    'DoNotCall',
  ],
]);

const counted = <N extends string>(name: N) => ({ name, type: 'number' as const });

/** Facts that are not properties, made by `leadFacts`; texts: `reason.<name>`. */
export const derivedFacts = [
  { name: 'mail_kind', type: 'enumeration' },
  { name: 'early_mails_in', type: 'number' },
  { name: 'early_mails_out', type: 'number' },
  { name: 'early_calls', type: 'number' },
  { name: 'early_meetings', type: 'number' },
  { name: 'early_events', type: 'number' },
  ...(['lead_age', 'quiet_days', 'reply_share', 'mails_in_7', 'mails_in_28'] as const).map(counted),
  ...(['meetings_28', 'events_7', 'events_28', 'pages_28'] as const).map(counted),
] as const satisfies readonly FeatureSource[];

/** HubSpot's definitions of contacts and companies, Salesforce's of leads: contacts there are leads no more. */
export type Definitions = {
  readonly contact: readonly PropertyDefinition[];
  readonly company: readonly PropertyDefinition[];
  readonly lead: readonly PropertyDefinition[];
};

/** The labels travel with the weights, so a list of all the towns of a country stays behind. */
const mostLabels = 500;

/** The sources of a lead's features: `company.<property>` of the linked company, `lead.<property>` of a lead of Salesforce. */
export function leadSources(
  definitions: Definitions,
  rules: OutcomeRules,
  leftOut: readonly string[],
): FeatureSource[] {
  const telling = tellingOf(rules.contact);
  const barred = new Set(leftOut);
  const usable = (one: PropertyDefinition) =>
    !isOurs(one.name) && !telling.has(one.name) && (!one.builtIn || usableBuiltIn(one));
  const own = definitions.contact.filter(usable).map(toSource);
  const company = definitions.company
    .filter(usable)
    .map((one) => ({ ...toSource(one), name: `company.${one.name}` }));
  const decided = tellingOf(rules.lead);
  const lead = definitions.lead
    .filter(
      ({ name, builtIn }) => !isOurs(name) && !decided.has(name) && (!builtIn || allowedOfLead.has(name)),
    )
    .map((one) => ({ ...toSource(one), name: `lead.${one.name}` }));
  return [...own, ...company, ...lead, ...derivedFacts].filter(({ name }) => !barred.has(name));
}

/** Properties that decide won and lost say nothing of what comes. */
export function tellingOf({ won, lost }: OutcomeRules['lead']): Set<string> {
  return new Set(
    [...won, ...lost].flatMap((one) =>
      'property' in one ? [one.property, ...(one.and === undefined ? [] : [one.and.property])] : [],
    ),
  );
}

function usableBuiltIn({ name, calculated }: PropertyDefinition): boolean {
  if (allowed.has(name)) return true;
  return !calculated && !never.has(name) && !name.startsWith('hs_');
}

export function toSource({ name, label, type, options = [], calculated }: PropertyDefinition): FeatureSource {
  const other = options.filter((option) => option.label !== '' && option.label !== option.value);
  const labels = Object.fromEntries(other.slice(0, mostLabels).map((option) => [option.value, option.label]));
  return {
    ...{ name, label, type },
    ...(other.length === 0 ? {} : { labels }),
    ...(calculated ? { calculated } : {}),
  };
}
