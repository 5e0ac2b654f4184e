// The paths of HubSpot's API; prefixes are irregular, so they stand in a table. One constant has the version.
import type { ObjectType } from '#sense/signal.ts';

/** Date-versioned API: generally available since September 2026, supported for 18 months. */
export const HUBSPOT_API_VERSION = '2026-09';
const version = HUBSPOT_API_VERSION;

type HubspotObject = {
  /** In paths and as the key of associations. */
  readonly name: string;
  readonly typeId: string;
  /** The property that search has for the time of the last change. */
  readonly modified: string;
  readonly readScope: string;
  readonly writeScope: string;
};

const crmObject = (name: string, typeId: string, modified = 'hs_lastmodifieddate'): HubspotObject => ({
  name,
  typeId,
  modified,
  readScope: `crm.objects.${name}.read`,
  writeScope: `crm.objects.${name}.write`,
});

// Engagements have no scopes of their own: what may read contacts may read them. Mails want one more.
const engagement = (name: string, typeId: string): HubspotObject => ({
  ...crmObject(name, typeId),
  readScope: 'crm.objects.contacts.read',
  writeScope: 'crm.objects.contacts.write',
});

export const hubspotObjects: Readonly<Record<ObjectType, HubspotObject>> = {
  contact: crmObject('contacts', '0-1', 'lastmodifieddate'),
  company: crmObject('companies', '0-2'),
  deal: crmObject('deals', '0-3'),
  ticket: { ...crmObject('tickets', '0-5'), readScope: 'tickets', writeScope: 'tickets' },
  lead: crmObject('leads', '0-136'),
  call: engagement('calls', '0-48'),
  meeting: engagement('meetings', '0-47'),
  email: { ...engagement('emails', '0-49'), readScope: 'sales-email-read' },
  note: engagement('notes', '0-46'),
  task: engagement('tasks', '0-27'),
  // HubSpot's card sends us its answers: there is no such object, and nobody asks for it.
  answer: crmObject('answers', ''),
};

const objectName = (type: ObjectType): string => hubspotObjects[type].name;

export const paths = {
  token: `/oauth/${version}/token`,
  introspect: `/oauth/${version}/token/introspect`,
  revoke: `/oauth/${version}/token/revoke`,
  account: `/account-info/${version}/details`,
  uninstall: `/appinstalls/${version}/external-install`,
  owners: `/crm/owners/${version}`,
  propertyLimits: `/crm/limits/${version}/custom-properties`,
  objects: (type: ObjectType) => `/crm/objects/${version}/${objectName(type)}`,
  object: (type: ObjectType, id: string) =>
    `/crm/objects/${version}/${objectName(type)}/${encodeURIComponent(id)}`,
  batch: (type: ObjectType, what: 'read' | 'update') =>
    `/crm/objects/${version}/${objectName(type)}/batch/${what}`,
  search: (type: ObjectType) => `/crm/objects/${version}/${objectName(type)}/search`,
  associations: (from: ObjectType, to: ObjectType) =>
    `/crm/associations/${version}/${objectName(from)}/${objectName(to)}/batch/read`,
  properties: (type: ObjectType) => `/crm/properties/${version}/${objectName(type)}`,
  property: (type: ObjectType, name: string) =>
    `/crm/properties/${version}/${objectName(type)}/${encodeURIComponent(name)}`,
  propertyGroups: (type: ObjectType) => `/crm/properties/${version}/${objectName(type)}/groups`,
  pipelines: (type: ObjectType) => `/crm/pipelines/${version}/${objectName(type)}`,
} as const;
