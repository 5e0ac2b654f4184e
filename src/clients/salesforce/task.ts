// Creates tasks on records of an org, and finds them again.
import { z } from 'zod';
import { fail } from '#errors.ts';
import type { Crm, CrmTask } from '#ports/crm.ts';
import type { SubjectKind } from '#sense/signal.ts';
import { codeOf, problemOf } from './error-body.ts';
import { paths } from './objects.ts';
import { firstPage } from './query.ts';
import { idOf } from './record.ts';
import type { Request } from './request.ts';
import { quoted } from './soql.ts';
import { understood } from './understood.ts';
import { writeHeaders } from './write.ts';

const created = z.looseObject({ id: z.string() });
/** A task names a person in one field, and everything else in another. */
const whoKinds: ReadonlySet<SubjectKind> = new Set(['lead', 'contact']);
const userPrefix = '005';
/** The owner has left, or may not have tasks: better the connected user's task than none. */
const ownerRefusals = new Set(['INACTIVE_OWNER_OR_USER', 'OP_WITH_INVALID_USER_TYPE_EXCEPTION']);
const lookThrough = 200;

const linkOf = (type: SubjectKind) => (whoKinds.has(type) ? 'WhoId' : 'WhatId');

/** An answer that never came may stand for a task that was made: CRM_BUSY then, and `findTask` tells. */
export function taskMaker(request: Request, timeZone: string | undefined): Crm['createTask'] {
  const make = (body: Record<string, string>, takes: readonly number[]) =>
    request({
      method: 'POST',
      path: paths.object('Task'),
      headers: writeHeaders,
      body,
      purpose: 'write',
      object: 'Task',
      repeatable: false,
      takes,
    });
  return async (task) => {
    const { OwnerId, ...rest } = toFields(task, timeZone);
    if (OwnerId === undefined) return understood(created, await make(rest, [])).id;
    const reply = await make({ ...rest, OwnerId }, [400]);
    if (reply.status < 400) return understood(created, reply).id;
    const category = codeOf(reply.refused);
    if (ownerRefusals.has(category)) return understood(created, await make(rest, [])).id;
    return fail('CRM_REFUSED', { status: reply.status, category, problem: problemOf(reply.refused) });
  };
}

/** Long text cannot be searched, so the newest tasks of the record are looked through. */
export function taskFinder(request: Request): Crm['findTask'] {
  return async (objectType, externalId, mark) => {
    const soql = `SELECT Id, Description FROM Task WHERE ${linkOf(objectType)} = ${quoted(externalId)} ORDER BY CreatedDate DESC LIMIT ${lookThrough}`;
    const page = await firstPage(request, { soql, purpose: 'write', object: 'Task' });
    const found = page?.records.find(
      ({ Description }) => typeof Description === 'string' && Description.includes(mark),
    );
    return found === undefined ? null : idOf(found);
  };
}

function toFields(task: CrmTask, timeZone: string | undefined): Record<string, string> {
  const { ownerId } = task;
  return {
    [linkOf(task.objectType)]: task.externalId,
    Subject: task.subject,
    Description: task.body,
    Status: 'Not Started',
    Priority: 'Normal',
    ActivityDate: dayOf(task.dueAt, timeZone),
    // A queue owns leads and cases, but no tasks.
    ...(ownerId?.startsWith(userPrefix) === true ? { OwnerId: ownerId } : {}),
  };
}

/** A date without a time is the org's: its calendar day where the org is. */
export function dayOf(at: Date, timeZone = 'UTC'): string {
  const format = (zone: string) =>
    new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    }).format(at);
  try {
    return format(timeZone);
  } catch {
    return format('UTC');
  }
}
