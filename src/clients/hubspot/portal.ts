// Reads what a HubSpot account looks like: its details, property definitions, owners and pipelines.
import { z } from 'zod';
import type { Crm } from '#ports/crm.ts';
import type { Account } from '#sense/connection.ts';
import type { Owner, Pipeline, PropertyDefinition } from '#sense/record.ts';
import { hubspotObjects, paths } from './paths.ts';
import { pageOf } from './record.ts';
import type { Request } from './request.ts';
import { understood } from './understood.ts';

const text = z.string().nullish();
const details = z.looseObject({
  portalId: z.coerce.string(),
  timeZone: text,
  companyCurrency: text,
  uiDomain: text,
});

export async function readAccount(request: Request): Promise<{ externalId: string; account: Account }> {
  const reply = await request({ method: 'GET', path: paths.account, scope: 'oauth' });
  const { portalId, timeZone, companyCurrency, uiDomain } = understood(details, reply);
  const account: Account = {
    ...(timeZone ? { timeZone } : {}),
    ...(companyCurrency ? { currency: companyCurrency } : {}),
    ...(uiDomain ? { uiDomain } : {}),
  };
  return { externalId: portalId, account };
}

const definition = z.looseObject({
  name: z.string(),
  label: z.string().default(''),
  type: z.string(),
  fieldType: z.string().default(''),
  options: z.array(z.looseObject({ value: z.string(), label: z.string() })).default([]),
  calculated: z.boolean().default(false),
  hubspotDefined: z.boolean().default(false),
  modificationMetadata: z.looseObject({ readOnlyValue: z.boolean().default(false) }).optional(),
});
type Definition = z.infer<typeof definition>;

export function propertiesReader(request: Request): Crm['properties'] {
  return async (type) => {
    const reply = await request({
      method: 'GET',
      path: paths.properties(type),
      query: { archived: 'false' },
      scope: hubspotObjects[type].readScope,
    });
    return understood(pageOf(definition), reply).results.map(toDefinition);
  };
}

function toDefinition(raw: Definition): PropertyDefinition {
  const options = raw.options.map(({ value, label }) => ({ value, label }));
  return {
    name: raw.name,
    label: raw.label || raw.name,
    type: typeOf(raw),
    ...(options.length === 0 ? {} : { options }),
    calculated: raw.calculated || raw.modificationMetadata?.readOnlyValue === true,
    builtIn: raw.hubspotDefined,
  };
}

function typeOf({ type, fieldType }: Definition): PropertyDefinition['type'] {
  switch (type) {
    case 'enumeration':
      return fieldType === 'checkbox' ? 'multi' : 'enumeration';
    case 'string':
    case 'phone_number':
      return 'string';
    case 'number':
    case 'bool':
    case 'date':
    case 'datetime':
      return type;
    default:
      return 'other';
  }
}

const owner = z.looseObject({
  id: z.coerce.string(),
  email: text,
  firstName: text,
  lastName: text,
  userId: z.coerce.string().nullable().optional(),
  archived: z.boolean().default(false),
});

/** Archived ones too: records keep them as owners. */
export async function readOwners(request: Request): Promise<Owner[]> {
  const found: Owner[] = [];
  for (const archived of ['false', 'true']) {
    let after: string | undefined;
    do {
      const reply = await request({
        method: 'GET',
        path: paths.owners,
        query: { limit: '100', archived, ...(after === undefined ? {} : { after }) },
        scope: 'crm.objects.owners.read',
      });
      const page = understood(pageOf(owner), reply);
      found.push(...page.results.map(toOwner));
      after = page.paging?.next?.after;
    } while (after !== undefined);
  }
  return found;
}

function toOwner(raw: z.infer<typeof owner>): Owner {
  const name = [raw.firstName, raw.lastName].filter((part) => part).join(' ');
  return {
    id: raw.id,
    email: raw.email || null,
    name: name || raw.email || raw.id,
    archived: raw.archived,
    userId: raw.userId ?? null,
  };
}

const stage = z.looseObject({
  id: z.coerce.string(),
  label: z.string().default(''),
  displayOrder: z.number().default(0),
  archived: z.boolean().default(false),
  metadata: z.record(z.string(), z.coerce.string()).default({}),
});
const pipeline = z.looseObject({
  id: z.coerce.string(),
  label: z.string().default(''),
  archived: z.boolean().default(false),
  stages: z.array(stage).default([]),
});

export function pipelinesReader(request: Request): Crm['pipelines'] {
  return async (type) => {
    const scope = hubspotObjects[type].readScope;
    const reply = await request({ method: 'GET', path: paths.pipelines(type), scope });
    return understood(pageOf(pipeline), reply)
      .results.filter((one) => !one.archived)
      .map((one): Pipeline => {
        const stages = one.stages
          .filter((each) => !each.archived)
          .sort((a, b) => a.displayOrder - b.displayOrder);
        return {
          id: one.id,
          label: one.label,
          stages: stages.map((each) => ({ id: each.id, label: each.label, outcome: outcomeOf(type, each) })),
        };
      });
  };
}

/** HubSpot closes a deal by its stage's probability: 1 is won, 0 is lost. Tickets are only open or closed. */
function outcomeOf(
  type: 'deal' | 'ticket',
  { metadata }: z.infer<typeof stage>,
): Pipeline['stages'][number]['outcome'] {
  if (type === 'ticket') {
    return metadata['ticketState'] === 'CLOSED' || metadata['isClosed'] === 'true' ? 'closed' : 'open';
  }
  const probability = Number(metadata['probability'] ?? Number.NaN);
  if (probability === 1) return 'won';
  if (probability === 0) return metadata['isClosed'] === 'false' ? 'open' : 'lost';
  return metadata['isClosed'] === 'true' ? 'closed' : 'open';
}
