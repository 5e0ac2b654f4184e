// Leads, contacts, accounts and opportunities as every org has them.
import { fieldOf, fields, picklist, readOnly, reference, texts } from './field.ts';
import {
  addressFields,
  industries,
  leadSources,
  type ObjectType,
  objectOf,
  personNameFields,
  ratings,
} from './object-type.ts';

const viewed = fields('datetime', ['LastViewedDate', 'LastReferencedDate'], readOnly);
const description = fieldOf({ name: 'Description', type: 'textarea', length: 32_000 });
const lastActivity = fieldOf({ name: 'LastActivityDate', type: 'date', ...readOnly });
const master = (type: string) => reference('MasterRecordId', [type], readOnly);
const notConverted = { ...readOnly, nillable: true } as const;
const no = { nillable: false, defaultedOnCreate: true } as const;

const lead = objectOf({
  ...{ name: 'Lead', keyPrefix: '00Q', mergeable: true },
  fields: [
    master('Lead'),
    ...personNameFields(),
    ...texts({ Title: 128 }),
    fieldOf({ name: 'Company', type: 'string', length: 255, nillable: false }),
    ...addressFields(''),
    ...texts({ Phone: 40, MobilePhone: 40, Fax: 40 }, 'phone'),
    ...texts({ Email: 80 }, 'email'),
    ...texts({ Website: 255 }, 'url'),
    description,
    picklist('LeadSource', leadSources),
    picklist(
      'Status',
      ['Open - Not Contacted', 'Working - Contacted', 'Closed - Converted', 'Closed - Not Converted'],
      {
        usual: 'Open - Not Contacted',
        nillable: false,
      },
    ),
    picklist('Industry', industries),
    picklist('Rating', ratings),
    fieldOf({ name: 'AnnualRevenue', type: 'currency', precision: 18, scale: 0 }),
    fieldOf({ name: 'NumberOfEmployees', label: 'Employees', type: 'int', precision: 8 }),
    ...fields('boolean', ['HasOptedOutOfEmail', 'DoNotCall', 'IsUnreadByOwner'], no),
    fieldOf({ name: 'IsConverted', label: 'Converted', type: 'boolean', ...readOnly, nillable: false }),
    fieldOf({ name: 'ConvertedDate', type: 'date', ...readOnly }),
    reference('ConvertedAccountId', ['Account'], notConverted),
    reference('ConvertedContactId', ['Contact'], notConverted),
    reference('ConvertedOpportunityId', ['Opportunity'], notConverted),
    lastActivity,
    ...viewed,
    ...texts({ EmailBouncedReason: 255 }),
    fieldOf({ name: 'EmailBouncedDate', type: 'datetime' }),
  ],
});

const contact = objectOf({
  ...{ name: 'Contact', keyPrefix: '003', mergeable: true },
  fields: [
    master('Contact'),
    reference('AccountId', ['Account']),
    ...personNameFields(),
    ...addressFields('Mailing'),
    ...addressFields('Other'),
    ...texts({ Phone: 40, MobilePhone: 40, HomePhone: 40, Fax: 40 }, 'phone'),
    reference('ReportsToId', ['Contact']),
    ...texts({ Email: 80 }, 'email'),
    ...texts({ Title: 128, Department: 80 }),
    picklist('LeadSource', leadSources),
    fieldOf({ name: 'Birthdate', type: 'date' }),
    description,
    ...fields('boolean', ['HasOptedOutOfEmail', 'DoNotCall'], no),
    lastActivity,
    ...viewed,
    ...texts({ EmailBouncedReason: 255 }),
    fieldOf({ name: 'EmailBouncedDate', type: 'datetime' }),
  ],
});

const account = objectOf({
  ...{ name: 'Account', keyPrefix: '001', mergeable: true },
  fields: [
    master('Account'),
    fieldOf({
      name: 'Name',
      label: 'Account Name',
      type: 'string',
      length: 255,
      nillable: false,
      nameField: true,
    }),
    picklist('Type', [
      'Prospect',
      'Customer - Direct',
      'Customer - Channel',
      'Channel Partner / Reseller',
      'Other',
    ]),
    reference('ParentId', ['Account']),
    ...addressFields('Billing'),
    ...addressFields('Shipping'),
    ...texts({ Phone: 40, Fax: 40 }, 'phone'),
    ...texts({ AccountNumber: 40, Site: 80, TickerSymbol: 20 }),
    ...texts({ Website: 255 }, 'url'),
    picklist('Industry', industries),
    fieldOf({ name: 'AnnualRevenue', type: 'currency', precision: 18, scale: 0 }),
    fieldOf({ name: 'NumberOfEmployees', label: 'Employees', type: 'int', precision: 8 }),
    picklist('Ownership', ['Public', 'Private', 'Subsidiary', 'Other']),
    description,
    picklist('Rating', ratings),
    picklist('AccountSource', leadSources),
    lastActivity,
    ...viewed,
  ],
});

export const stages = [
  { name: 'Prospecting', probability: 10, closed: false, won: false },
  { name: 'Qualification', probability: 10, closed: false, won: false },
  { name: 'Needs Analysis', probability: 20, closed: false, won: false },
  { name: 'Value Proposition', probability: 50, closed: false, won: false },
  { name: 'Id. Decision Makers', probability: 60, closed: false, won: false },
  { name: 'Perception Analysis', probability: 70, closed: false, won: false },
  { name: 'Proposal/Price Quote', probability: 75, closed: false, won: false },
  { name: 'Negotiation/Review', probability: 90, closed: false, won: false },
  { name: 'Closed Won', probability: 100, closed: true, won: true },
  { name: 'Closed Lost', probability: 0, closed: true, won: false },
] as const;

const opportunity = objectOf({
  ...{ name: 'Opportunity', labelPlural: 'Opportunities', keyPrefix: '006' },
  fields: [
    reference('AccountId', ['Account']),
    fieldOf({ name: 'Name', type: 'string', length: 120, nillable: false, nameField: true }),
    description,
    picklist(
      'StageName',
      stages.map((stage) => stage.name),
      { label: 'Stage', nillable: false },
    ),
    fieldOf({ name: 'Amount', type: 'currency', precision: 18, scale: 2 }),
    fieldOf({ name: 'Probability', type: 'percent', precision: 3, scale: 0, defaultedOnCreate: true }),
    fieldOf({ name: 'ExpectedRevenue', type: 'currency', precision: 18, scale: 2, ...readOnly }),
    fieldOf({ name: 'TotalOpportunityQuantity', label: 'Quantity', type: 'double', precision: 18, scale: 2 }),
    fieldOf({ name: 'CloseDate', type: 'date', nillable: false }),
    picklist('Type', ['Existing Customer - Upgrade', 'Existing Customer - Replacement', 'New Customer']),
    ...texts({ NextStep: 255 }),
    picklist('LeadSource', leadSources),
    ...fields('boolean', ['IsClosed', 'IsWon'], { ...readOnly, nillable: false }),
    picklist('ForecastCategory', ['Omitted', 'Pipeline', 'BestCase', 'Forecast', 'Closed'], readOnly),
    reference('ContactId', ['Contact'], { updateable: false }),
    lastActivity,
    ...viewed,
    ...fields('date', ['LastStageChangeDate'], readOnly).map((field) => ({
      ...field,
      type: 'datetime' as const,
    })),
    ...fields('boolean', ['HasOpportunityLineItem'], { ...readOnly, nillable: false }),
  ],
});

const contactRole = objectOf({
  ...{ name: 'OpportunityContactRole', label: 'Opportunity Contact Role', keyPrefix: '00K', owned: false },
  fields: [
    reference('OpportunityId', ['Opportunity'], { nillable: false, updateable: false }),
    reference('ContactId', ['Contact'], { nillable: false }),
    picklist('Role', [
      'Business User',
      'Decision Maker',
      'Economic Buyer',
      'Evaluator',
      'Influencer',
      'Other',
    ]),
    fieldOf({ name: 'IsPrimary', label: 'Primary', type: 'boolean', ...no }),
  ],
});

export const salesObjects: readonly ObjectType[] = [lead, contact, account, opportunity, contactRole];
