// The HubSpot scopes that Revloop asks for; the app's manifest names the same.
import type { AccessReport } from '#ports/crm.ts';
import { type ObjectType, objectTypes } from '#sense/signal.ts';
import { hubspotObjects } from './paths.ts';

export const hubspotScopes = {
  required: [
    'oauth',
    'crm.objects.contacts.read',
    'crm.objects.contacts.write',
    'crm.objects.companies.read',
    'crm.objects.companies.write',
    'crm.objects.deals.read',
    'crm.objects.deals.write',
    'crm.schemas.contacts.read',
    'crm.schemas.contacts.write',
    'crm.schemas.companies.read',
    'crm.schemas.companies.write',
    'crm.schemas.deals.read',
    'crm.schemas.deals.write',
    'tickets',
    'crm.objects.owners.read',
  ],
  optional: ['sales-email-read'],
} as const;

/** Whether the granted scopes let us read the type; where none are known, HubSpot itself is asked. */
export function mayRead(granted: readonly string[], type: ObjectType): boolean {
  return granted.length === 0 || granted.includes(hubspotObjects[type].readScope);
}

/** Types that Revloop asks to read; what it never asks for is no gap in what it sees. */
const askedScopes: readonly string[] = [...hubspotScopes.required, ...hubspotScopes.optional];
const asked = objectTypes.filter((objectType) => askedScopes.includes(hubspotObjects[objectType].readScope));

/** What the scopes allow. HubSpot's apps see every record of a type that they may read, and every field but sensitive ones. */
export function accessByScopes(granted: readonly string[]): AccessReport[] {
  return asked.map((objectType) => {
    const { readScope } = hubspotObjects[objectType];
    const readable = mayRead(granted, objectType);
    const problem = readable ? null : `the scope ${readScope} was not granted`;
    return {
      objectType,
      name: hubspotObjects[objectType].typeId,
      readable,
      seesAll: readable,
      hidden: [],
      problem,
    };
  });
}
