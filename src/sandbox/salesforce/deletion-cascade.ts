// What goes with a deleted record, and comes back with it.
import type { OrgContext } from './org-context.ts';
import { pointingAt } from './record.ts';

type Child = { readonly type: string; readonly id: string; readonly field: string };

const taken: Readonly<Record<string, string>> = {
  'Contact.AccountId': 'Account',
  'Opportunity.AccountId': 'Account',
  'Case.AccountId': 'Account',
  'OpportunityContactRole.OpportunityId': 'Opportunity',
  'OpportunityContactRole.ContactId': 'Contact',
};

/** Children that are deleted with the record, and lookups that are emptied. */
export function childrenOf(
  context: OrgContext,
  type: string,
  id: string,
): { readonly deleted: readonly Child[]; readonly emptied: readonly Child[] } {
  const children = pointingAt(context, id);
  const deleted = children.filter((child) => taken[`${child.type}.${child.field}`] === type);
  const emptied = children.filter((child) => child.field.endsWith('__c'));
  return { deleted, emptied };
}
