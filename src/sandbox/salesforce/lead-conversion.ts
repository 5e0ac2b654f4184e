// Turns a lead into an account, a contact and perhaps an opportunity, in one transaction, as Salesforce's own button does.
import type { ObjectType } from './object-type.ts';
import type { OrgContext } from './org-context.ts';
import { pointingAt, type Value, type Values } from './record.ts';
import { changeRecord, createRecord, liveRecord } from './record-write.ts';
import { refused } from './salesforce-error.ts';
import { dateOfStamp, dayIn } from './stamp.ts';
import { inTransaction, type Transaction, type Writing } from './transaction.ts';

export type Conversion = {
  readonly leadId: string;
  /** Existing records to convert into; new ones where left out. */
  readonly accountId?: string | undefined;
  readonly contactId?: string | undefined;
  /** Named after the company where left out; null makes none. */
  readonly opportunity?: Values | null | undefined;
  readonly status?: string | undefined;
};

export type Converted = {
  readonly accountId: string;
  readonly contactId: string;
  readonly opportunityId: string | null;
};

const CONVERTED = 'Closed - Converted';

export function convertLead(context: OrgContext, asked: Conversion, writing: Writing): Converted {
  return inTransaction(context, { ...writing, system: true }, (transaction) => {
    const type = (name: string) => typeOf(context, name);
    const { values: lead } = liveRecord(transaction, type('Lead'), asked.leadId);
    if (lead['IsConverted'] === true)
      throw refused('CANNOT_UPDATE_CONVERTED_LEAD', 'lead is already converted');
    const own = { OwnerId: lead['OwnerId'] ?? null };
    const accountId =
      asked.accountId ?? createRecord(transaction, type('Account'), { ...accountOf(lead), ...own });
    const contactId =
      asked.contactId ??
      createRecord(transaction, type('Contact'), { ...contactOf(lead), ...own, AccountId: accountId });
    const opportunityId =
      asked.opportunity === null
        ? null
        : openOpportunity(
            transaction,
            { ...own, ...opportunityOf(lead, accountId, transaction.stamp), ...asked.opportunity },
            contactId,
          );
    moveActivities(transaction, asked.leadId, contactId, opportunityId ?? accountId);
    changeRecord(transaction, type('Lead'), asked.leadId, {
      Status: asked.status ?? CONVERTED,
      IsConverted: true,
      ConvertedDate: dayIn(context.facts().timeZone, dateOfStamp(transaction.stamp)),
      ConvertedAccountId: accountId,
      ConvertedContactId: contactId,
      ConvertedOpportunityId: opportunityId,
    });
    return { accountId, contactId, opportunityId };
  });
}

function typeOf(context: OrgContext, name: string): ObjectType {
  const type = context.book.object(name);
  if (type === undefined) throw refused('INVALID_TYPE', `sObject type '${name}' is not supported.`);
  return type;
}

function taken(from: Values, names: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(
    Object.entries(names).flatMap(([target, source]) => {
      const value: Value | undefined = from[source];
      return value === undefined || value === null ? [] : [[target, value]];
    }),
  );
}

function accountOf(lead: Values): Values {
  const same = ['Phone', 'Website', 'Industry', 'AnnualRevenue', 'NumberOfEmployees', 'Rating'];
  return taken(lead, {
    ...Object.fromEntries(same.map((name) => [name, name])),
    ...{ Name: 'Company', AccountSource: 'LeadSource', BillingStreet: 'Street', BillingCity: 'City' },
    ...{ BillingState: 'State', BillingPostalCode: 'PostalCode', BillingCountry: 'Country' },
  });
}

function contactOf(lead: Values): Values {
  const same = [
    ...['LastName', 'FirstName', 'Salutation', 'Title', 'Phone', 'MobilePhone', 'Fax', 'Email', 'LeadSource'],
    ...['Description', 'HasOptedOutOfEmail', 'DoNotCall'],
  ];
  return taken(lead, {
    ...Object.fromEntries(same.map((name) => [name, name])),
    ...{ MailingStreet: 'Street', MailingCity: 'City', MailingState: 'State' },
    ...{ MailingPostalCode: 'PostalCode', MailingCountry: 'Country' },
  });
}

function opportunityOf(lead: Values, accountId: string, stamp: string): Values {
  const quarter = new Date(dateOfStamp(stamp).getTime() + 90 * 86_400_000);
  return {
    ...{ Name: `${lead['Company'] ?? ''}-`, StageName: 'Prospecting', AccountId: accountId },
    ...{ CloseDate: quarter.toISOString().slice(0, 10), LeadSource: lead['LeadSource'] ?? null },
  };
}

function openOpportunity(transaction: Transaction, values: Values, contactId: string): string {
  const { context } = transaction;
  const id = createRecord(transaction, typeOf(context, 'Opportunity'), values);
  createRecord(transaction, typeOf(context, 'OpportunityContactRole'), {
    ...{ OpportunityId: id, ContactId: contactId, IsPrimary: true },
  });
  return id;
}

function moveActivities(transaction: Transaction, leadId: string, contactId: string, whatId: string): void {
  const { context } = transaction;
  for (const { type, field, id } of pointingAt(context, leadId)) {
    if (field !== 'WhoId') continue;
    changeRecord(transaction, typeOf(context, type), id, { WhoId: contactId, WhatId: whatId });
  }
}
