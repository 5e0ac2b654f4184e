// The objects of Salesforce in our words.
import type { ObjectType } from '#sense/signal.ts';

/** Rows of one object are of several types where the rows themselves tell which. */
const byName: Readonly<Record<string, readonly ObjectType[]>> = {
  Lead: ['lead'],
  Contact: ['contact'],
  Account: ['company'],
  Opportunity: ['deal'],
  Case: ['ticket'],
  Event: ['meeting'],
  Task: ['call', 'email', 'note', 'task'],
};
const answers = /^(?:\w+__)?Revloop_Feedback__c$/;

/** Types that rows of the object can be; none for an object that we do not follow. */
export function typesOf(entity: string): readonly ObjectType[] {
  return answers.test(entity) ? ['answer'] : (byName[entity] ?? []);
}

/** Type of a new task, by its subtype, and by its type where that is the plain one. */
export function typeOfTask(subtype: string, type: string | null): ObjectType {
  if (subtype === 'Call') return 'call';
  if (subtype === 'Email' || subtype === 'ListEmail') return 'email';
  if (subtype !== 'Task') return 'note';
  if (type === 'Call') return 'call';
  return type === 'Email' ? 'email' : 'task';
}
