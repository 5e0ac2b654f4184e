// The kinds of CRM objects the simulated portal has: ids, names, scopes and what is read by default.
import { invalid } from './hubspot-error.ts';

export type ObjectType = {
  readonly id: string;
  readonly name: string;
  readonly singular: string;
  /** The names of the properties that hold the time of creation and of the last change. */
  readonly created: string;
  readonly modified: string;
  /** Whether the classic webhook dialect (contact.creation) knows it. */
  readonly classic: boolean;
  readonly readScopes: readonly string[];
  readonly writeScopes: readonly string[];
  /** Any one of these suffices to read or write property definitions. */
  readonly schemaRead: readonly string[];
  readonly schemaWrite: readonly string[];
  /** Properties returned when the caller names none. */
  readonly shown: readonly string[];
  /** Properties a free-text search looks into. */
  readonly searched: readonly string[];
  readonly group: string;
};

const crm = (plural: string) => ({
  readScopes: [`crm.objects.${plural}.read`],
  writeScopes: [`crm.objects.${plural}.write`],
  schemaRead: [`crm.schemas.${plural}.read`, `crm.objects.${plural}.read`],
  schemaWrite: [`crm.schemas.${plural}.write`],
});

const activity = (id: string, name: string, shown: readonly string[], searched: readonly string[]) => ({
  id,
  name,
  singular: name.slice(0, -1),
  created: 'hs_createdate',
  modified: 'hs_lastmodifieddate',
  classic: false,
  ...crm('contacts'),
  shown: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id', ...shown],
  searched,
  group: name.slice(0, -1),
});

export const objectTypes: readonly ObjectType[] = [
  {
    id: '0-1',
    name: 'contacts',
    singular: 'contact',
    created: 'createdate',
    modified: 'lastmodifieddate',
    classic: true,
    ...crm('contacts'),
    shown: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
    searched: ['email', 'firstname', 'lastname', 'phone', 'company', 'hs_additional_emails'],
    group: 'contactinformation',
  },
  {
    id: '0-2',
    name: 'companies',
    singular: 'company',
    created: 'createdate',
    modified: 'hs_lastmodifieddate',
    classic: true,
    ...crm('companies'),
    shown: ['createdate', 'domain', 'hs_lastmodifieddate', 'hs_object_id', 'name'],
    searched: ['name', 'domain', 'website', 'phone'],
    group: 'companyinformation',
  },
  {
    id: '0-3',
    name: 'deals',
    singular: 'deal',
    created: 'createdate',
    modified: 'hs_lastmodifieddate',
    classic: true,
    ...crm('deals'),
    shown: [
      ...['amount', 'closedate', 'createdate', 'dealname', 'dealstage'],
      ...['hs_lastmodifieddate', 'hs_object_id', 'pipeline'],
    ],
    searched: ['dealname', 'pipeline', 'dealstage', 'description', 'dealtype'],
    group: 'dealinformation',
  },
  {
    id: '0-5',
    name: 'tickets',
    singular: 'ticket',
    created: 'createdate',
    modified: 'hs_lastmodifieddate',
    classic: true,
    readScopes: ['tickets'],
    writeScopes: ['tickets'],
    schemaRead: ['tickets'],
    schemaWrite: ['tickets'],
    shown: [
      ...['content', 'createdate', 'hs_lastmodifieddate', 'hs_object_id', 'hs_pipeline'],
      ...['hs_pipeline_stage', 'hs_ticket_category', 'hs_ticket_priority', 'subject'],
    ],
    searched: ['subject', 'content', 'hs_pipeline_stage', 'hs_ticket_category'],
    group: 'ticketinformation',
  },
  activity('0-27', 'tasks', [], ['hs_task_subject', 'hs_task_body']),
  activity('0-46', 'notes', [], ['hs_note_body']),
  activity('0-47', 'meetings', [], ['hs_meeting_title', 'hs_meeting_body']),
  activity('0-48', 'calls', [], ['hs_call_title', 'hs_call_body']),
  {
    ...activity('0-49', 'emails', [], ['hs_email_subject', 'hs_email_text']),
    readScopes: ['crm.objects.contacts.read', 'sales-email-read'],
  },
];

const byName = new Map(
  objectTypes.flatMap((type) => [type.id, type.name, type.singular].map((name) => [name, type] as const)),
);

export function findObjectType(name: string): ObjectType | undefined {
  return byName.get(name.toLowerCase());
}

/** The object type of that id or name, singular or plural; throws HubSpot's 400 where there is none. */
export function objectTypeOf(name: string): ObjectType {
  const type = findObjectType(name);
  if (type === undefined) throw invalid(`Unable to infer object type from: ${name}`);
  return type;
}
