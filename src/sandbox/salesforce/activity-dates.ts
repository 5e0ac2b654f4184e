// The date of the last activity on a record, moved by tasks and events without touching the record's own stamp.
import type { ObjectType } from './object-type.ts';
import type { OrgContext } from './org-context.ts';
import { findRecord, saveRecord, type Values } from './record.ts';
import { prefixOf } from './salesforce-id.ts';

/** After a task was closed or an event kept: whom and what it is about. */
export function afterActivity(context: OrgContext, type: ObjectType, values: Values): void {
  const day = activityDay(type, values);
  if (day === undefined) return;
  for (const id of new Set([values['WhoId'], values['WhatId'], values['AccountId']])) {
    if (typeof id !== 'string') continue;
    const about = context.book.byPrefix(prefixOf(id));
    const found = about && findRecord(context, about.name, id);
    if (about === undefined || found === undefined) continue;
    if (context.book.field(about, 'LastActivityDate') === undefined) continue;
    if (String(found.values['LastActivityDate'] ?? '') >= day) continue;
    saveRecord(context, about, { ...found, values: { ...found.values, LastActivityDate: day } });
  }
}

function activityDay(type: ObjectType, values: Values): string | undefined {
  if (type.name === 'Task' && values['IsClosed'] === true) {
    return String(values['ActivityDate'] ?? values['CompletedDateTime'] ?? '').slice(0, 10) || undefined;
  }
  if (type.name === 'Event') return String(values['ActivityDate'] ?? '').slice(0, 10) || undefined;
  return undefined;
}
