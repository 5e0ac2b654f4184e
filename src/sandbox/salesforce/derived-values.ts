// Values Salesforce fills in by itself: names, stages' and statuses' meaning, defaults of a new record.
import type { Field } from './field.ts';
import type { ObjectType } from './object-type.ts';
import type { OrgContext } from './org-context.ts';
import { findRecord, type Value, type Values } from './record.ts';
import { stages } from './sales-objects.ts';
import { prefixOf } from './salesforce-id.ts';

export const closedCaseStatuses: ReadonlySet<Value> = new Set(['Closed']);

/** What a new record has where nobody says otherwise. */
export function defaultsOf(context: OrgContext, type: ObjectType): Values {
  const values: Record<string, Value> = {};
  for (const field of type.fields) {
    const usual = field.picklistValues.find((option) => option.defaultValue);
    if (usual !== undefined && !field.nillable) values[field.name] = usual.value;
    else if (usual !== undefined && field.defaultedOnCreate) values[field.name] = usual.value;
    if (field.type === 'boolean' && field.formula === undefined) values[field.name] = false;
    if (field.autoNumber) values[field.name] = numbered(context, type, field);
  }
  return values;
}

function numbered(context: OrgContext, type: ObjectType, field: Field): string {
  const number = context.nextNumber(`${type.name}.${field.name}`);
  if (field.numberFormat === undefined) return String(1_000 + number).padStart(8, '0');
  return field.numberFormat.replace(/\{(0+)\}/, (_, zeros: string) =>
    String(number).padStart(zeros.length, '0'),
  );
}

/** What follows from the values a record has after a write. */
export function derive(
  context: OrgContext,
  type: ObjectType,
  before: Values,
  after: Values,
  stamp: string,
): Values {
  switch (type.name) {
    case 'Lead':
    case 'Contact':
    case 'User':
      return { Name: personName(after) };
    case 'Account':
      return after['IsPersonAccount'] === true ? { Name: personName(after) } : {};
    case 'Opportunity':
      return opportunityValues(before, after, stamp);
    case 'Case':
      return caseValues(context, before, after, stamp);
    case 'Task':
      return { ...taskValues(before, after, stamp), AccountId: accountBehind(context, after) };
    case 'Event':
      return { ...eventValues(before, after), AccountId: accountBehind(context, after) };
    default:
      return {};
  }
}

function personName(values: Values): string {
  return [values['Salutation'], values['FirstName'], values['LastName']]
    .slice(1)
    .filter((part) => part !== undefined && part !== null)
    .join(' ');
}

function opportunityValues(before: Values, after: Values, stamp: string): Values {
  const stage = stages.find((one) => one.name === after['StageName']);
  const moved = before['StageName'] !== after['StageName'];
  const named = before['Probability'] !== after['Probability'] && after['Probability'] !== null;
  const probability = moved && !named ? (stage?.probability ?? 0) : (after['Probability'] ?? null);
  const amount = after['Amount'] ?? null;
  return {
    IsClosed: stage?.closed ?? false,
    IsWon: stage?.won ?? false,
    Probability: probability,
    ForecastCategory: stage?.won ? 'Closed' : stage?.closed ? 'Omitted' : 'Pipeline',
    ExpectedRevenue:
      typeof amount === 'number' && typeof probability === 'number' ? (amount * probability) / 100 : null,
    ...(moved && before['StageName'] !== undefined ? { LastStageChangeDate: stamp } : {}),
  };
}

function caseValues(context: OrgContext, before: Values, after: Values, stamp: string): Values {
  const closed = closedCaseStatuses.has(after['Status'] ?? null);
  const contactId = after['ContactId'];
  const contact = typeof contactId === 'string' ? findRecord(context, 'Contact', contactId) : undefined;
  return {
    IsClosed: closed,
    ClosedDate: closed ? (before['IsClosed'] === true ? (before['ClosedDate'] ?? stamp) : stamp) : null,
    ContactEmail: contact?.values['Email'] ?? null,
    ContactPhone: contact?.values['Phone'] ?? null,
    ...(contact !== undefined && (after['AccountId'] ?? null) === null
      ? { AccountId: contact.values['AccountId'] ?? null }
      : {}),
  };
}

function taskValues(before: Values, after: Values, stamp: string): Values {
  const closed = after['Status'] === 'Completed';
  return {
    IsClosed: closed,
    IsHighPriority: after['Priority'] === 'High',
    CompletedDateTime: closed ? (before['CompletedDateTime'] ?? stamp) : null,
  };
}

function eventValues(before: Values, after: Values): Values {
  const start =
    after['StartDateTime'] !== before['StartDateTime'] ? after['StartDateTime'] : after['ActivityDateTime'];
  if (typeof start !== 'string') return {};
  return { StartDateTime: start, ActivityDateTime: start, ActivityDate: start.slice(0, 10) };
}

function accountBehind(context: OrgContext, values: Values): Value {
  const what = values['WhatId'];
  if (typeof what === 'string') {
    const prefix = prefixOf(what);
    if (prefix === '001') return what;
    const type = context.book.byPrefix(prefix);
    const found = type && findRecord(context, type.name, what);
    if (found?.values['AccountId'] !== undefined) return found.values['AccountId'];
  }
  const who = values['WhoId'];
  if (typeof who !== 'string' || prefixOf(who) !== '003') return null;
  return findRecord(context, 'Contact', who)?.values['AccountId'] ?? null;
}
