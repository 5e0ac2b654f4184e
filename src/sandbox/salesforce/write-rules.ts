// What an org's admin and other people put in the way of a write: validation rules, triggers, duplicates, locks, owners.
import type { ObjectType } from './object-type.ts';
import type { OrgContext } from './org-context.ts';
import type { SalesforceRecord, Values } from './record.ts';
import { refused } from './salesforce-error.ts';
import type { Transaction } from './transaction.ts';

/** Validation rules and triggers of the object; throws what they say. */
export function checkRules(context: OrgContext, type: ObjectType, values: Values): void {
  const { validationRules, failingTriggers } = context.facts();
  for (const rule of validationRules) {
    if (rule.type !== type.name) continue;
    if (rule.whenField !== undefined && String(values[rule.whenField] ?? '') !== rule.whenValue) continue;
    const value = values[rule.field] ?? null;
    const fails = rule.fails === 'empty' ? value === null : String(value) === rule.fails.value;
    if (fails) throw refused('FIELD_CUSTOM_VALIDATION_EXCEPTION', rule.message, [rule.field]);
  }
  const trigger = failingTriggers[type.name];
  if (trigger !== undefined) {
    throw refused(
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      `${type.name}Trigger: execution of BeforeUpdate\n\ncaused by: ${trigger}\n\n()`,
    );
  }
}

/** Throws where an active duplicate rule knows the e-mail address. */
export function checkDuplicates(context: OrgContext, type: ObjectType, record: SalesforceRecord): void {
  const email = record.values['Email'];
  if (!context.facts().duplicateRules.includes(type.name) || typeof email !== 'string') return;
  const known = context.database.get(
    `select id from records where org = ? and type = ? and deleted = 0 and id <> ?
       and lower(data ->> 'Email') = ? limit 1`,
    ...[context.orgId, type.name, record.id, email.toLowerCase()],
  );
  if (known !== undefined) throw refused('DUPLICATES_DETECTED', 'Use one of these records?');
}

/** A write locks the record and its account: roll-ups. Throws where somebody else holds one of them. */
export function checkLocks(
  { context, checked }: Transaction,
  type: ObjectType,
  record: SalesforceRecord,
): void {
  const { lockRate, lockedParents } = context.chaos.read();
  const parents = ['AccountId', 'OpportunityId', 'ParentId', 'WhatId', 'WhoId'].flatMap((name) => {
    const id = record.values[name];
    return typeof id === 'string' ? [id] : [];
  });
  const held = [record.id, ...parents].find((id) => lockedParents.includes(id));
  const struck = checked && context.chaos.strikes(lockRate) ? (parents[0] ?? record.id) : undefined;
  const locked = held ?? struck;
  if (locked !== undefined && type.setup === false) {
    throw refused(
      'UNABLE_TO_LOCK_ROW',
      `unable to obtain exclusive access to this record or 1 records: ${locked}`,
    );
  }
}

/** The owner an active assignment rule gives, whoever owned the record before. */
export function assignedOwner(context: OrgContext, type: ObjectType): Values {
  const rule = context.facts().assignmentRules.find((one) => one.type === type.name);
  return rule === undefined ? {} : { OwnerId: rule.ownerId };
}
