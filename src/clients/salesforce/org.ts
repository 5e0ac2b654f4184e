// Reads what an org looks like: its own details, its users and queues, the stages of deals and cases.
import { z } from 'zod';
import { fail } from '#errors.ts';
import type { Crm } from '#ports/crm.ts';
import type { Account } from '#sense/connection.ts';
import type { Owner, Pipeline } from '#sense/record.ts';
import { type Describes, readNamespace } from './describe.ts';
import { allRows, type Row } from './query.ts';
import type { Request } from './request.ts';
import { toId18 } from './salesforce-id.ts';

const organization = z.looseObject({
  Id: z.string().transform(toId18),
  Name: z.string(),
  OrganizationType: z.string().nullish(),
  IsSandbox: z.boolean().default(false),
  TimeZoneSidKey: z.string().nullish(),
});

export const organizationQuestion = {
  soql: 'SELECT Id, Name, OrganizationType, IsSandbox, TimeZoneSidKey FROM Organization LIMIT 1',
  purpose: 'write',
  object: 'Organization',
} as const;

export function toAccount(row: Row | undefined): { externalId: string; account: Account } {
  const parsed = organization.safeParse(row);
  if (!parsed.success) {
    return fail('CRM_REFUSED', {
      status: 200,
      category: 'UNREADABLE_ANSWER',
      problem: 'the organization was not told',
    });
  }
  const { Id, Name, OrganizationType, IsSandbox, TimeZoneSidKey } = parsed.data;
  return {
    externalId: Id,
    account: {
      name: Name,
      isSandbox: IsSandbox,
      ...(OrganizationType == null ? {} : { edition: OrganizationType }),
      ...(TimeZoneSidKey == null ? {} : { timeZone: TimeZoneSidKey }),
    },
  };
}

/** `namespace` stays away until the package's fields are seen. */
export async function readAccount(
  request: Request,
  describes: Describes,
): Promise<{ externalId: string; account: Account }> {
  const [row] = await allRows(request, organizationQuestion);
  const { externalId, account } = toAccount(row);
  const currency = await readCurrency(request);
  const namespace = await readNamespace(describes.maybe);
  return {
    externalId,
    account: {
      ...account,
      ...(currency === null ? {} : { currency }),
      ...(namespace === null ? {} : { namespace }),
    },
  };
}

/** Only an org with several currencies says which one is its own. */
async function readCurrency(request: Request): Promise<string | null> {
  const [row] = await allRows(request, {
    soql: 'SELECT IsoCode FROM CurrencyType WHERE IsCorporate = true',
    purpose: 'read',
    object: 'CurrencyType',
    takes: ['INVALID_TYPE', 'INSUFFICIENT_ACCESS'],
  });
  const code = row?.['IsoCode'];
  return typeof code === 'string' ? code : null;
}

const text = z.string().nullish();
const person = z.looseObject({
  Id: z.string(),
  Name: text,
  Email: text,
  IsActive: z.boolean().default(true),
});

/** Users, also those who left, and queues: both own records. */
export async function readOwners(request: Request): Promise<Owner[]> {
  const about = { purpose: 'read', takes: ['INVALID_TYPE', 'INSUFFICIENT_ACCESS'] } as const;
  const users = await allRows(request, {
    ...about,
    soql: "SELECT Id, Name, Email, IsActive FROM User WHERE UserType = 'Standard'",
    object: 'User',
  });
  const queues = await allRows(request, {
    ...about,
    soql: "SELECT Id, Name, Email FROM Group WHERE Type = 'Queue'",
    object: 'Group',
  });
  return [...users.map((row) => toOwner(row, true)), ...queues.map((row) => toOwner(row, false))].flatMap(
    (one) => one ?? [],
  );
}

function toOwner(row: Row, isUser: boolean): Owner | null {
  const parsed = person.safeParse(row);
  if (!parsed.success) return null;
  const id = toId18(parsed.data.Id);
  const { Name, Email, IsActive } = parsed.data;
  const email = Email || null;
  return { id, email, name: Name || email || id, archived: !IsActive, userId: isUser ? id : null };
}

const stage = z.looseObject({
  ApiName: z.string(),
  MasterLabel: text,
  IsClosed: z.boolean().default(false),
  IsWon: z.boolean().default(false),
  SortOrder: z.number().default(0),
});

const stagesOf = {
  deal: {
    object: 'OpportunityStage',
    soql: 'SELECT ApiName, MasterLabel, IsClosed, IsWon, SortOrder FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder',
  },
  ticket: {
    object: 'CaseStatus',
    soql: 'SELECT ApiName, MasterLabel, IsClosed, SortOrder FROM CaseStatus ORDER BY SortOrder',
  },
} as const;

/** An org has one list of stages; record types only show parts of it. */
export function pipelinesReader(request: Request): Crm['pipelines'] {
  return async (type): Promise<Pipeline[]> => {
    const { object, soql } = stagesOf[type];
    const rows = z.array(stage).safeParse(await allRows(request, { soql, object, purpose: 'read' }));
    if (!rows.success || rows.data.length === 0) return [];
    const stages = rows.data.map(({ ApiName, MasterLabel, IsClosed, IsWon }) => ({
      id: ApiName,
      label: MasterLabel || ApiName,
      outcome: outcomeOf(type, IsClosed, IsWon),
    }));
    return [{ id: 'default', label: object, stages }];
  };
}

function outcomeOf(
  type: 'deal' | 'ticket',
  isClosed: boolean,
  isWon: boolean,
): Pipeline['stages'][number]['outcome'] {
  if (!isClosed) return 'open';
  if (type === 'ticket') return 'closed';
  return isWon ? 'won' : 'lost';
}
