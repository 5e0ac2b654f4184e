// What the connected user may see and write in an org: hidden fields and rows vanish there without an error.
import { z } from 'zod';
import type { AccessReport } from '#ports/crm.ts';
import { type ObjectType, objectTypes } from '#sense/signal.ts';
import type { Described, Describes } from './describe.ts';
import { salesforceObjects } from './objects.ts';
import { ownFields } from './port-name.ts';
import { allRows } from './query.ts';
import { textAt } from './record.ts';
import type { Request } from './request.ts';
import { oneOf, quoted } from './soql.ts';

/** Fields of Salesforce without which little can be said of a record. */
const telling: Readonly<Partial<Record<ObjectType, readonly string[]>>> = {
  lead: ['Email', 'Company', 'Status', 'LeadSource', 'IsConverted', 'OwnerId'],
  contact: ['Email', 'AccountId', 'OwnerId'],
  company: ['Name', 'Website', 'OwnerId'],
  deal: ['StageName', 'Amount', 'CloseDate', 'IsClosed', 'IsWon', 'AccountId', 'OwnerId'],
  ticket: ['Status', 'IsClosed', 'AccountId', 'ContactId'],
};

const permission = z.looseObject({
  SobjectType: z.string(),
  PermissionsViewAllRecords: z.boolean().default(false),
});

export async function readAccess(
  request: Request,
  describes: Describes,
  userId: string | undefined,
): Promise<AccessReport[]> {
  const wide = userId === undefined ? null : await readWide(request, userId);
  const reports: AccessReport[] = [];
  for (const objectType of objectTypes) {
    reports.push(toReport(objectType, await describes.maybe(objectType), wide));
  }
  return reports;
}

const refusals = ['INVALID_TYPE', 'INSUFFICIENT_ACCESS', 'INVALID_FIELD'];

/** Objects of which every row is seen; null where the user may not look at permissions. */
async function readWide(request: Request, userId: string): Promise<ReadonlySet<string> | null> {
  const about = { purpose: 'read', takes: refusals } as const;
  const assigned = await allRows(request, {
    ...about,
    soql: `SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${quoted(userId)}`,
    object: 'PermissionSetAssignment',
  });
  const sets = assigned.flatMap((row) => textAt(row, 'PermissionSetId') ?? []);
  if (sets.length === 0) return null;
  const rows = await allRows(request, {
    ...about,
    soql: `SELECT SobjectType, PermissionsRead, PermissionsViewAllRecords FROM ObjectPermissions WHERE ${oneOf('ParentId', sets)}`,
    object: 'ObjectPermissions',
  });
  const parsed = z.array(permission).safeParse(rows);
  if (!parsed.success || rows.length === 0) return null;
  return new Set(
    parsed.data.filter((one) => one.PermissionsViewAllRecords).map(({ SobjectType }) => SobjectType),
  );
}

function toReport(
  objectType: ObjectType,
  described: Described | null,
  wide: ReadonlySet<string> | null,
): AccessReport {
  const { name } = salesforceObjects[objectType];
  if (described === null) {
    const problem = `The connected user does not see ${name}: assign the permission set Revloop Org Access, or give Read on it.`;
    return { objectType, name, readable: false, seesAll: false, hidden: [], problem };
  }
  const unwritten = (ownFields[objectType] ?? []).filter(
    (field) => described.fields.get(field)?.updateable !== true,
  );
  const unseen = (telling[objectType] ?? []).filter((field) => !described.fields.has(field));
  // Who sees a task or an event depends on what it is about; there is no such permission for them.
  const seesAll = wide === null || name === 'Task' || name === 'Event' ? null : wide.has(name);
  const problems = [
    seesAll === false
      ? `The connected user sees only some records of ${name}: assign the permission set Revloop Org Access, or give View All Records on it.`
      : null,
    unwritten.length > 0
      ? `Fields of Revloop cannot be written on ${name}: assign the permission set Revloop Integration, or update the package.`
      : null,
    unseen.length > 0
      ? `Field-level security hides fields of ${name}: make them readable for the user.`
      : null,
  ].filter((problem) => problem !== null);
  return {
    objectType,
    name,
    readable: true,
    seesAll,
    hidden: [...unwritten, ...unseen],
    problem: problems.length === 0 ? null : problems.join(' '),
  };
}
