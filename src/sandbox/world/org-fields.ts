// How Lumenworks' second CRM, its Salesforce org, tells what a lead is: its own fields and words for the same causes.
import type { FieldInput } from '#sandbox/salesforce/field.ts';
import type { Values } from '#sandbox/salesforce/record.ts';
import * as causes from './causes.ts';
import { badgeColours, weekdays } from './custom-properties.ts';
import { keysOf, type Random } from './random.ts';

export const leadSources = {
  ...{ referral: 'Referral', webinar: 'Webinar', partner: 'Partner', trade_show: 'Trade Show' },
  ...{ organic_search: 'Organic Search', paid_search: 'Paid Search', paid_social: 'Paid Social' },
  list_purchase: 'Purchased List',
} as const satisfies Record<causes.Traits['lead_source'], string>;

const industries = {
  COMPUTER_SOFTWARE: 'Technology',
  LOGISTICS_AND_SUPPLY_CHAIN: 'Transportation',
  FINANCIAL_SERVICES: 'Finance',
  MACHINERY: 'Machinery',
  HOSPITAL_HEALTH_CARE: 'Healthcare',
  RETAIL: 'Retail',
  EDUCATION_MANAGEMENT: 'Education',
} as const satisfies Record<causes.Traits['industry'], string>;

/** From the lowest to the highest number of employees. */
const bands = [
  ...([
    ['1-5', 2, 5],
    ['5-25', 6, 25],
    ['25-50', 26, 50],
    ['50-100', 51, 100],
  ] as const),
  ...([
    ['100-500', 101, 500],
    ['500-1000', 501, 1_000],
    ['1000+', 1_001, 9_000],
  ] as const),
] as const;

function choice(name: string, values: readonly string[]): FieldInput {
  const known = values.filter((value) => value !== '');
  return {
    ...{ name, type: 'picklist', length: 255 },
    picklistValues: known.map((value) => ({ value, label: value.replaceAll('_', ' ') })),
  };
}

export const orgFields: readonly { readonly type: string; readonly field: FieldInput }[] = [
  { type: 'Lead', field: choice('Job_Level__c', keysOf(causes.jobLevel)) },
  { type: 'Lead', field: choice('Demo_Requested_For__c', keysOf(causes.demoRequestedFor)) },
  { type: 'Lead', field: { name: 'Page_Views__c', type: 'double', precision: 6, scale: 0 } },
  { type: 'Lead', field: choice('Newsletter_Weekday__c', weekdays) },
  { type: 'Lead', field: choice('Badge_Colour__c', badgeColours) },
  { type: 'Lead', field: { name: 'Routing_Code__c', type: 'double', precision: 4, scale: 0 } },
  {
    type: 'Lead',
    field: {
      name: 'Age_In_Days__c',
      type: 'double',
      precision: 6,
      formula: { kind: 'daysSince', field: 'CreatedDate' },
    },
  },
  { type: 'Account', field: choice('Plan__c', ['starter', 'growth', 'scale']) },
  { type: 'Account', field: { name: 'Monthly_Revenue__c', type: 'currency', precision: 12, scale: 2 } },
  { type: 'Account', field: { name: 'Customer_Since__c', type: 'date' } },
  { type: 'Account', field: { name: 'Renewal_Date__c', type: 'date' } },
];

/** The fields that tell a lead's traits. */
export function traitValues(random: Random, traits: causes.Traits): Values {
  const [, low, high] = bands.find(([band]) => band === traits.numemployees) ?? bands[0];
  return {
    LeadSource: leadSources[traits.lead_source],
    Industry: industries[traits.industry],
    NumberOfEmployees: random.whole(low, high),
    Job_Level__c: traits.job_level || null,
    Demo_Requested_For__c: traits.demo_requested_for || null,
    Page_Views__c: traits.pages,
    Phone: traits.hasPhone
      ? `+${random.whole(10, 99)} ${random.whole(100, 999)} ${random.whole(100_000, 999_999)}`
      : null,
    Newsletter_Weekday__c: random.chance(0.8) ? random.pick(weekdays) : null,
    Badge_Colour__c: random.pick(badgeColours),
    Routing_Code__c: random.whole(1_000, 9_999),
  };
}

export function industryOf(traits: Pick<causes.Traits, 'industry'>): string {
  return industries[traits.industry];
}

function keyOf<K extends string>(of: Readonly<Record<K, unknown>>, fits: (key: K) => boolean, usual: K): K {
  return keysOf(of).find(fits) ?? usual;
}

/** The traits behind a lead's fields, for whoever decides what becomes of it. */
export function traitsOf(values: Values): causes.Traits {
  const employees = Number(values['NumberOfEmployees'] ?? 0);
  const [band] = bands.find(([, , high]) => employees <= high) ?? bands[6];
  return {
    lead_source: keyOf(
      causes.leadSource,
      (key) => leadSources[key] === values['LeadSource'],
      'organic_search',
    ),
    industry: keyOf(causes.industry, (key) => industries[key] === values['Industry'], 'MACHINERY'),
    job_level: keyOf(causes.jobLevel, (key) => key === (values['Job_Level__c'] ?? ''), ''),
    demo_requested_for: keyOf(
      causes.demoRequestedFor,
      (key) => key === (values['Demo_Requested_For__c'] ?? ''),
      '',
    ),
    numemployees: band,
    pages: Number(values['Page_Views__c'] ?? 0),
    hasPhone: (values['Phone'] ?? null) !== null,
  };
}
