// What we follow of a CRM: which properties of which records, and which links between them.
import { answerProperties } from './answered.ts';
import { builtInProperties } from './built-in.ts';
import type { Platform } from './connection.ts';
import { engagementProperties } from './engagement.ts';
import type { PropertyDefinition } from './record.ts';
import { isSubjectKind, type ObjectType, type SubjectKind } from './signal.ts';
import { isOurs } from './vocabulary.ts';

const engagements = ['call', 'meeting', 'email', 'note'] as const satisfies readonly ObjectType[];

/** In the order in which they are first read: what others link to comes first. */
export const followedTypes: Readonly<Record<Platform, readonly ObjectType[]>> = {
  hubspot: ['company', 'contact', 'deal', 'ticket', ...engagements],
  salesforce: ['company', 'contact', 'lead', 'deal', 'ticket', ...engagements, 'answer'],
  slack: [],
};

type Links = Readonly<Record<ObjectType, readonly SubjectKind[]>>;
const ofHubspot = ['contact', 'company', 'deal', 'ticket'] as const satisfies readonly SubjectKind[];
const ofSalesforce = ['lead', ...ofHubspot] as const satisfies readonly SubjectKind[];

/** Links that are read. A company's contacts can be very many: they stand with the contacts. */
const links: Readonly<Record<Platform, Links>> = {
  hubspot: {
    contact: ['company', 'deal', 'ticket'],
    company: ['deal', 'ticket'],
    deal: ['company', 'contact'],
    ticket: ['company', 'contact'],
    lead: ['company', 'contact'],
    ...{ call: ofHubspot, meeting: ofHubspot, email: ofHubspot, note: ofHubspot, task: ofHubspot },
    answer: [],
  },
  // What a record of Salesforce names by a field of its own; a deal's contacts are its contact roles.
  salesforce: {
    contact: ['company'],
    company: [],
    deal: ['company', 'contact'],
    ticket: ['company', 'contact'],
    lead: ['company', 'contact', 'deal'],
    ...{ call: ofSalesforce, meeting: ofSalesforce, email: ofSalesforce, note: ofSalesforce },
    task: ofSalesforce,
    answer: ['lead', 'contact', 'company', 'deal'],
  },
  slack: {
    ...{ contact: [], company: [], deal: [], ticket: [], lead: [], answer: [] },
    ...{ call: [], meeting: [], email: [], note: [], task: [] },
  },
};

export function linksOf(platform: Platform, objectType: ObjectType): readonly SubjectKind[] {
  return links[platform][objectType];
}

/** Names to read of a type: the customer's own properties, and the vendor's that say something. Never our output. */
export function followedProperties(
  platform: Platform,
  objectType: ObjectType,
  definitions: readonly PropertyDefinition[],
): string[] {
  return followedDefinitions(platform, objectType, definitions)
    .map(({ name }) => name)
    .sort();
}

/**
 * True when something that is followed is calculated by the CRM without its record counting as changed: such values are
 * found only by reading everything again.
 */
export function hasFormulas(
  platform: Platform,
  objectType: ObjectType,
  definitions: readonly PropertyDefinition[],
): boolean {
  return (
    platform === 'salesforce' &&
    isSubjectKind(objectType) &&
    followedDefinitions(platform, objectType, definitions).some(
      ({ calculated, builtIn }) => calculated && !builtIn,
    )
  );
}

/** Types whose past is read: those that something is learned of. */
export function hasPast(platform: Platform, objectType: ObjectType): boolean {
  const learned: Readonly<Record<Platform, readonly ObjectType[]>> = {
    hubspot: ['contact', 'company', 'deal'],
    salesforce: ['lead', 'company', 'deal'],
    slack: [],
  };
  return learned[platform].includes(objectType);
}

function followedDefinitions(
  platform: Platform,
  objectType: ObjectType,
  definitions: readonly PropertyDefinition[],
): PropertyDefinition[] {
  const useful = new Set(usefulOf(platform, objectType));
  return definitions.filter(
    ({ name, builtIn }) => !isOurs(name) && (useful.has(name) || (!builtIn && isSubjectKind(objectType))),
  );
}

function usefulOf(platform: Platform, objectType: ObjectType): readonly string[] {
  if (objectType === 'answer') return answerProperties;
  if (isSubjectKind(objectType)) return builtInProperties[platform][objectType] ?? [];
  return engagementProperties[platform][objectType] ?? [];
}
