// The objects of Salesforce that Revloop follows: their names, which records of them are which type, and their lookups.
import { isSubjectKind, type ObjectType, type SubjectKind } from '#sense/signal.ts';
import { isId } from './salesforce-id.ts';

/** Summer '26; supported for three years at least. */
export const SALESFORCE_API_VERSION = '67.0';

export type SalesforceObject = {
  /** The API name. */
  readonly name: string;
  /** Several types are rows of one object. `sees`: whether the user sees a field, as those that are hidden cannot be asked about. */
  readonly filter: ((sees: (field: string) => boolean) => string) | null;
  /** Whether records of long ago are archived, which an ordinary question does not show. */
  readonly archives: boolean;
  /** Whether records of it can be merged: the losers then name the winner in MasterRecordId. */
  readonly merges: boolean;
  /** Fields that hold the id of what it is linked to, by the type of that; named as Revloop names them. */
  readonly lookups: Readonly<Partial<Record<SubjectKind, readonly string[]>>>;
};

const plain = (
  name: string,
  lookups: SalesforceObject['lookups'] = {},
  merges = false,
): SalesforceObject => ({ name, filter: null, archives: false, merges, lookups });

// A task or an event names one person and one other thing; AccountId is what Salesforce derives from both.
const activity = (name: string, filter: SalesforceObject['filter']): SalesforceObject => ({
  name,
  filter,
  archives: true,
  merges: false,
  lookups: {
    contact: ['WhoId'],
    lead: ['WhoId'],
    company: ['WhatId', 'AccountId'],
    deal: ['WhatId'],
    ticket: ['WhatId'],
  },
});

/** The subtype always tells; the type is a list of the customer's own, which may be hidden. */
const typed = (subtype: string, type: string) => (sees: (field: string) => boolean) =>
  sees('Type') ? `(${subtype} OR (TaskSubtype = 'Task' AND Type = '${type}'))` : `(${subtype})`;

export const salesforceObjects: Readonly<Record<ObjectType, SalesforceObject>> = {
  lead: plain(
    'Lead',
    { company: ['ConvertedAccountId'], contact: ['ConvertedContactId'], deal: ['ConvertedOpportunityId'] },
    true,
  ),
  contact: plain('Contact', { company: ['AccountId'] }, true),
  company: plain('Account', {}, true),
  deal: plain('Opportunity', { company: ['AccountId'] }),
  ticket: plain('Case', { company: ['AccountId'], contact: ['ContactId'] }),
  call: activity('Task', typed("TaskSubtype = 'Call'", 'Call')),
  email: activity('Task', typed("TaskSubtype IN ('Email','ListEmail')", 'Email')),
  task: activity('Task', (sees) =>
    sees('Type')
      ? "(TaskSubtype = 'Task' AND (Type = null OR Type NOT IN ('Call','Email')))"
      : "(TaskSubtype = 'Task')",
  ),
  note: activity('Task', () => "(TaskSubtype NOT IN ('Call','Email','ListEmail','Task'))"),
  meeting: activity('Event', null),
  // With the package's namespace in front, where it has one; so are its fields.
  answer: plain('Revloop_Feedback__c', {
    lead: ['Lead'],
    contact: ['Contact'],
    company: ['Account'],
    deal: ['Opportunity'],
  }),
};

/** The first three characters of an id tell the object. */
export const keyPrefixes: Readonly<Record<SubjectKind, string>> = {
  lead: '00Q',
  contact: '003',
  company: '001',
  deal: '006',
  ticket: '500',
};

/** Whether the id can be of a record of that type; those of our own object begin differently in every org. */
export function isIdOf(type: ObjectType, id: string): boolean {
  if (!isId(id)) return false;
  if (type === 'answer') return true;
  if (isSubjectKind(type)) return id.startsWith(keyPrefixes[type]);
  return id.startsWith(type === 'meeting' ? '00U' : '00T');
}

/** Where a link stands on the other record: `parent` has the asked id, `child` the linked one. */
export type ChildLink = { readonly object: string; readonly parent: string; readonly child: string };
export const childLinks: Readonly<Partial<Record<SubjectKind, Partial<Record<SubjectKind, ChildLink>>>>> = {
  company: {
    contact: { object: 'Contact', parent: 'AccountId', child: 'Id' },
    deal: { object: 'Opportunity', parent: 'AccountId', child: 'Id' },
    ticket: { object: 'Case', parent: 'AccountId', child: 'Id' },
    lead: { object: 'Lead', parent: 'ConvertedAccountId', child: 'Id' },
  },
  contact: {
    deal: { object: 'OpportunityContactRole', parent: 'ContactId', child: 'OpportunityId' },
    ticket: { object: 'Case', parent: 'ContactId', child: 'Id' },
    lead: { object: 'Lead', parent: 'ConvertedContactId', child: 'Id' },
  },
  deal: {
    contact: { object: 'OpportunityContactRole', parent: 'OpportunityId', child: 'ContactId' },
    lead: { object: 'Lead', parent: 'ConvertedOpportunityId', child: 'Id' },
  },
};

const data = `/services/data/v${SALESFORCE_API_VERSION}`;

export const paths = {
  query: `${data}/query`,
  queryAll: `${data}/queryAll`,
  composite: `${data}/composite`,
  collections: `${data}/composite/sobjects`,
  retrieve: (object: string) => `${data}/composite/sobjects/${object}`,
  object: (object: string) => `${data}/sobjects/${object}`,
  describe: (object: string) => `${data}/sobjects/${object}/describe`,
  jobs: `${data}/jobs/query`,
  job: (id: string) => `${data}/jobs/query/${encodeURIComponent(id)}`,
  results: (id: string) => `${data}/jobs/query/${encodeURIComponent(id)}/results`,
} as const;
