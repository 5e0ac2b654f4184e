// Person accounts: one person as an account and a contact that mirror each other, with __pc for the contact's own fields.
import type { ObjectType } from './object-type.ts';
import type { OrgContext } from './org-context.ts';
import type { Values } from './record.ts';

const pairs: Readonly<Record<string, string>> = {
  ...{ FirstName: 'FirstName', LastName: 'LastName', PersonEmail: 'Email', PersonTitle: 'Title' },
  ...{ PersonMobilePhone: 'MobilePhone', PersonLeadSource: 'LeadSource', Phone: 'Phone' },
};

/** The name an account has for a field of its person's contact. */
function onAccount(name: string): string | undefined {
  if (name.endsWith('__c')) return name.replace(/c$/, 'pc');
  return Object.entries(pairs).find(([, contact]) => contact === name)?.[0];
}

function onContact(name: string): string | undefined {
  return name.endsWith('__pc') ? name.replace(/pc$/, 'c') : pairs[name];
}

/** Whether an account made of these values is a person. */
export function isPerson(context: OrgContext, type: ObjectType, values: Values): boolean {
  return context.facts().personAccounts && type.name === 'Account' && (values['LastName'] ?? null) !== null;
}

export type Mirror = { readonly type: string; readonly id: string; readonly values: Values };

/** What a change of one half is for the other half; undefined where there is none. */
export function mirrored(type: ObjectType, after: Values, given: Values): Mirror | undefined {
  if (after['IsPersonAccount'] !== true) return undefined;
  const isAccount = type.name === 'Account';
  const id = isAccount ? after['PersonContactId'] : after['AccountId'];
  if (typeof id !== 'string') return undefined;
  const values = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      const other = isAccount ? onContact(name) : onAccount(name);
      return other === undefined ? [] : [[other, value]];
    }),
  );
  return { type: isAccount ? 'Contact' : 'Account', id, values };
}
