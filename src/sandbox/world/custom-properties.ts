// The properties Lumenworks has added to its portal: some matter, some are noise.
import type { PropertyInput } from '#sandbox/hubspot/property.ts';
import * as causes from './causes.ts';
import { callOutcomes } from './lead-past.ts';
import { keysOf } from './random.ts';

export type CustomProperty = { readonly objectType: 'contacts' | 'companies' | 'deals' } & Omit<
  PropertyInput,
  'groupName'
>;

function label(value: string): string {
  const words = value.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function choice(
  objectType: CustomProperty['objectType'],
  name: string,
  values: readonly string[],
  title = label(name),
): CustomProperty {
  const options = values
    .filter((value) => value !== '')
    .map((value, displayOrder) => ({ label: label(value), value, displayOrder }));
  return { objectType, name, label: title, type: 'enumeration', fieldType: 'select', options };
}

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;
export const badgeColours = ['blue', 'green', 'orange', 'violet'] as const;

export const customProperties: readonly CustomProperty[] = [
  choice('contacts', 'lead_source', keysOf(causes.leadSource)),
  choice('contacts', 'job_level', keysOf(causes.jobLevel)),
  choice('contacts', 'demo_requested_for', keysOf(causes.demoRequestedFor), 'Demo requested for'),
  choice('contacts', 'newsletter_weekday', weekdays),
  choice('contacts', 'badge_colour', badgeColours),
  {
    objectType: 'contacts',
    name: 'internal_routing_code',
    label: 'Internal routing code',
    type: 'number',
    fieldType: 'number',
  },
  choice('contacts', 'call_outcome', callOutcomes),
  {
    objectType: 'contacts',
    name: 'disqualification_note',
    label: 'Why we let it go',
    type: 'string',
    fieldType: 'textarea',
  },
  {
    objectType: 'contacts',
    name: 'contract_number',
    label: 'Contract number',
    type: 'string',
    fieldType: 'text',
  },
  choice('companies', 'plan', ['starter', 'growth', 'scale']),
  {
    objectType: 'companies',
    name: 'monthly_revenue',
    label: 'Monthly revenue',
    type: 'number',
    fieldType: 'number',
  },
  {
    objectType: 'companies',
    name: 'customer_since',
    label: 'Customer since',
    type: 'date',
    fieldType: 'date',
  },
  { objectType: 'companies', name: 'renewal_date', label: 'Renewal date', type: 'date', fieldType: 'date' },
  choice('deals', 'competitor', keysOf(causes.dealLife.competitor)),
  choice('deals', 'payment_terms', ['14 days', '30 days', '60 days'], 'Payment terms'),
];
