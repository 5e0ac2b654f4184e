// Customers that are in both CRMs: the same companies and people, with the org's own cases and deals.
import type { Values } from '#sandbox/salesforce/record.ts';
import type { SeedRecord } from '#sandbox/salesforce/seed.ts';
import { type Company, standingOf } from './company.ts';
import { day } from './lead.ts';
import { industryOf } from './org-fields.ts';
import type { Random } from './random.ts';
import { ticketText } from './support.ts';
import { emailOf } from './usage.ts';
import type { World } from './world.ts';

/** Every second customer of the portal is in the org too. */
export function sharedCompanies(world: World): Company[] {
  return world.companies
    .filter((company) => company.customerSince !== undefined)
    .filter((_, index) => index % 2 === 0);
}

export function accountValues(company: Company, owner: string, now: Date): Values {
  const standing = standingOf(company);
  const date = (at: Date) => at.toISOString().slice(0, 10);
  const term = company.terms.at(-1);
  const plan = company.monthly > 400 ? 'scale' : company.monthly > 200 ? 'growth' : 'starter';
  return {
    ...{ Name: company.name, Website: `https://www.${company.domain}`, Industry: industryOf(company.traits) },
    ...{ NumberOfEmployees: company.employees, BillingCity: company.city, BillingCountry: company.country },
    ...{ OwnerId: owner, Type: standing === 'customer' ? 'Customer - Direct' : 'Other', Plan__c: plan },
    Customer_Since__c: company.customerSince === undefined ? null : date(company.customerSince),
    Monthly_Revenue__c: standing === 'customer' ? company.monthly : 0,
    Renewal_Date__c: term !== undefined && standing === 'customer' && term.end > now ? date(term.end) : null,
  };
}

/** The fields of an account whose history the org's admin keeps: without them nobody could tell who left, and when. */
export const trackedOfAccounts = ['Type', 'Renewal_Date__c', 'Monthly_Revenue__c'];

/** What an account was before it became a customer, through its terms, and before it left; as in the portal. */
export function accountPast(company: Company): NonNullable<SeedRecord['history']> {
  const { created, customerSince, churned, monthly, terms } = company;
  if (customerSince === undefined) return [];
  const state = (at: Date, values: Values) =>
    Object.entries(values).map(([field, value]) => ({ field, value: value ?? null, at }));
  return [
    ...state(created, { Type: 'Prospect', Renewal_Date__c: null, Monthly_Revenue__c: null }),
    ...state(customerSince, { Type: 'Customer - Direct', Monthly_Revenue__c: monthly }),
    // Who left had a date as well, term by term: that there is one must not tell who stayed.
    ...terms.flatMap(({ start, end }) => state(start, { Renewal_Date__c: end.toISOString().slice(0, 10) })),
    ...(churned ? state(churned, { Type: 'Other', Renewal_Date__c: null, Monthly_Revenue__c: 0 }) : []),
  ];
}

export function peopleOf(company: Company, account: string, owner: string): SeedRecord[] {
  return company.people.map((lead) => ({
    type: 'Contact',
    values: {
      ...{ FirstName: lead.name.first, LastName: lead.name.last, Title: lead.jobTitle },
      ...{ Email: emailOf(lead, company.domain), AccountId: account, OwnerId: owner },
      ...{ MailingCity: lead.city, MailingCountry: lead.country },
    },
    ...{ createdAt: lead.created, updatedAt: lead.closed ?? lead.created },
  }));
}

/** One every two months or so; slow ones wait, as in the portal. */
export function casesOf(
  random: Random,
  company: Company,
  about: { readonly account: string; readonly contacts: readonly string[]; readonly owner: string },
  now: Date,
): SeedRecord[] {
  const since = Math.max(company.customerSince?.getTime() ?? now.getTime(), now.getTime() - 300 * day);
  const until = company.churned?.getTime() ?? now.getTime();
  const months = Math.max(0, until - since) / (60 * day);
  return Array.from({ length: random.poisson(months) }, () => {
    const { subject, content } = ticketText(random);
    const opened = since + random.next() * (until - since);
    const solved = opened + (company.slowSupport ? 5 : 1) * day * random.between(0.5, 1.5);
    const closed = solved <= now.getTime();
    return {
      type: 'Case',
      values: {
        ...{
          Subject: subject,
          Description: content,
          Origin: random.weighted({ Email: 6, Web: 3, Phone: 1 }),
        },
        ...{
          Priority: random.weighted({ Low: 3, Medium: 5, High: 2 }),
          AccountId: about.account,
          OwnerId: about.owner,
        },
        ...{
          Status: closed ? 'Closed' : random.weighted({ New: 1, Working: 2 }),
          ContactId: random.pick(about.contacts),
        },
      },
      ...{ createdAt: new Date(opened), updatedAt: new Date(closed ? solved : opened) },
    };
  });
}
