// A tenant: one customer company of ours, and the choices its admin has made.
import { z } from 'zod';
import { collectionSettings } from './collection.ts';
import { fieldChoices } from './field-permission.ts';
import { sentimentSettings } from './sentiment-names.ts';
import { usageSettings } from './usage-names.ts';

export type TenantId = string;

const linkedCondition = z.strictObject({
  linked: z.enum(['deal']),
  /** `any`: one linked deal with that outcome is enough; `all`: there is at least one and all have it. */
  having: z.enum(['any', 'all']),
  outcome: z.enum(['won', 'lost']),
});
const propertyCondition = z.strictObject({
  property: z.string().min(1),
  in: z.array(z.string()).min(1),
  /** Another property that must say so too. */
  and: z.strictObject({ property: z.string().min(1), in: z.array(z.string()).min(1) }).optional(),
});

/** One way for a subject to count as won or lost: a property's value, or the outcome of what it is linked to. */
export const outcomeCondition = z.union([propertyCondition, linkedCondition]);
export type OutcomeCondition = z.infer<typeof outcomeCondition>;

const outcomeRule = z.strictObject({ won: z.array(outcomeCondition), lost: z.array(outcomeCondition) });

/**
 * What counts as won and lost; open otherwise. A won condition outranks a lost one. Leads and opportunities are
 * Salesforce's; whatever is known of one customer is judged by all rules.
 */
export const outcomeRules = z.strictObject({
  contact: outcomeRule.default({
    won: [
      { property: 'lifecyclestage', in: ['customer'] },
      { linked: 'deal', having: 'any', outcome: 'won' },
    ],
    lost: [
      { property: 'hs_lead_status', in: ['UNQUALIFIED'] },
      { linked: 'deal', having: 'all', outcome: 'lost' },
    ],
  }),
  lead: outcomeRule.default({
    won: [{ property: 'IsConverted', in: ['true'] }],
    // Salesforce does not mark which states end a lead: these are those that it comes with, and the usual others.
    lost: [
      { property: 'Status', in: ['Closed - Not Converted', 'Unqualified', 'Disqualified', 'Not Qualified'] },
    ],
  }),
  deal: outcomeRule.default({
    won: [{ property: 'hs_is_closed_won', in: ['true'] }],
    lost: [{ property: 'hs_is_closed_lost', in: ['true'] }],
  }),
  opportunity: outcomeRule.default({
    won: [{ property: 'IsWon', in: ['true'] }],
    lost: [{ property: 'IsClosed', in: ['true'], and: { property: 'IsWon', in: ['false'] } }],
  }),
});
export type OutcomeRules = z.infer<typeof outcomeRules>;

/** A property in which one CRM keeps the id of the same customer in the other. */
const namedId = z.strictObject({
  objectType: z.enum(['contact', 'lead', 'company']),
  property: z.string().min(1),
  /** Which record the id names. */
  names: z.enum(['contact', 'lead', 'company']),
  of: z.enum(['hubspot', 'salesforce']),
});

const salesforce = { of: 'salesforce' } as const;
const identitySettings = z.strictObject({
  /** People with one e-mail and companies with one domain are one customer, whichever CRM knows them. */
  byAddress: z.boolean().default(true),
  /** HubSpot's own connector keeps the ids of Salesforce under these names. */
  ids: z.array(namedId).default([
    { objectType: 'contact', property: 'salesforcecontactid', names: 'contact', ...salesforce },
    { objectType: 'contact', property: 'salesforceleadid', names: 'lead', ...salesforce },
    { objectType: 'company', property: 'salesforceaccountid', names: 'company', ...salesforce },
  ]),
});
export type IdentitySettings = z.infer<typeof identitySettings>;

const alertSettings = z.strictObject({
  /** Slack channel or user id that receives alerts when the owner has no manager named below. */
  channel: z.string().nullable().default(null),
  /** Owner's e-mail to manager's e-mail; the manager gets the alert as a direct message. */
  managers: z.record(z.string(), z.string()).default({}),
  /** Alerts one person or channel may get in 24 hours; the weakest wait. */
  perDay: z.number().int().min(1).max(1000).default(20),
  /** A lead newly reaching this grade, or a company newly reaching this band, is worth an alert. */
  leadGrades: z.array(z.enum(['A', 'B', 'C', 'D'])).default(['A']),
  healthBands: z.array(z.enum(['watch', 'at_risk'])).default(['at_risk']),
});

const writeSettings = z.strictObject({
  /** How often a record of a CRM may be written within 24 hours; a new grade or band is always written. */
  perRecordPerDay: z.number().int().min(1).max(1000).default(6),
});

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day such as 09:00');
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const journeySettings = z.strictObject({
  /** True: nobody's journey goes on, whatever each journey says. */
  stopped: z.boolean().default(false),
  /** Steps that interrupt somebody about one customer, over all journeys; the next ones wait. */
  perCustomer: z
    .strictObject({ most: z.number().int().min(1).max(100), days: z.number().int().min(1).max(90) })
    .default({ most: 3, days: 7 }),
  /** Steps that interrupt one owner within 24 hours. */
  perOwner: z.number().int().min(1).max(1000).default(10),
  /** Nobody is interrupted outside of these, in the zone of whoever is. */
  hours: z.strictObject({ from: timeOfDay, to: timeOfDay }).default({ from: '09:00', to: '18:00' }),
  weekdays: z.array(z.enum(weekdays)).min(1).default(['mon', 'tue', 'wed', 'thu', 'fri']),
  /** Days on which nobody works. */
  holidays: z.array(z.iso.date()).max(400).default([]),
  /** Time zones of owners by their id in the CRM; others are in the tenant's. */
  zones: z.record(z.string(), z.string()).default({}),
});
export type JourneySettings = z.infer<typeof journeySettings>;

/** By which fields the records are compared, whether or not they are learned from. */
const usualSlices = [
  ...[
    'contact.country',
    'contact.hs_country_region_code',
    'contact.hs_analytics_source',
    'contact.hs_language',
  ],
  ...['contact.hubspot_owner_id', 'company.industry', 'company.country', 'company.numberofemployees'],
  ...['lead.Country', 'lead.Industry', 'lead.LeadSource', 'lead.OwnerId', 'lead.NumberOfEmployees'],
  ...[
    'deal.hubspot_owner_id',
    'deal.OwnerId',
    'company.hubspot_owner_id',
    'company.OwnerId',
    'company.Industry',
  ],
];

const learningSettings = z.strictObject({
  /** True: other weights than the live ones wait until a person has said yes. */
  approval: z.boolean().default(false),
});

export const tenantSettings = z.strictObject({
  slices: z.array(z.string().min(3)).max(30).default(usualSlices),
  locale: z.enum(['en', 'zh-CN']).default('en'),
  timeZone: z.string().default('UTC'),
  /** True: everything is computed and shown, nothing is written to the CRM or to Slack. */
  dryRun: z.boolean().default(false),
  outcomes: outcomeRules.prefault({}),
  /** Properties that must never be used as features. */
  leftOutFeatures: z.array(z.string()).default([]),
  /** Features that are used although they seem to give the outcome away. */
  keptFeatures: z.array(z.string()).default([]),
  /**
   * Features that may move what is foretold in one direction only: the greater, the more probable, or the less. What is good
   * of a lead may be bad of a customer: `lead:<name>`, `deal:<name>` and `churn:<name>` are of one target alone.
   */
  directions: z.record(z.string().min(1), z.enum(['rising', 'falling'])).default({}),
  /** What single properties may be used for, where it differs from what holds by itself. */
  fields: fieldChoices.default({}),
  alerts: alertSettings.prefault({}),
  writes: writeSettings.prefault({}),
  identity: identitySettings.prefault({}),
  collection: collectionSettings.prefault({}),
  usage: usageSettings.prefault({}),
  sentiment: sentimentSettings,
  journeys: journeySettings.prefault({}),
  learning: learningSettings.prefault({}),
});
export type TenantSettings = z.infer<typeof tenantSettings>;

export type Tenant = {
  readonly id: TenantId;
  readonly name: string;
  readonly settings: TenantSettings;
  readonly createdAt: Date;
};
