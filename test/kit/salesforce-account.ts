// An org of the simulated Salesforce, with Revloop's package in it, as an account: leads are leads until they are won.
import type { Org } from '#sandbox/salesforce/org.ts';
import { pointingAt } from '#sandbox/salesforce/record.ts';
import { installPackage } from '#sandbox/salesforce/revloop-package.ts';
import type { Salesforce } from '#sandbox/salesforce/server.ts';
import { stampOf } from '#sandbox/salesforce/stamp.ts';
import { revokeAll } from '#sandbox/salesforce/tokens.ts';
import { type Account, closedLeads, openLead, type Person } from './account.ts';

const day = 86_400_000;
const names = {
  ...{ email: 'Email', firstName: 'FirstName', lastName: 'LastName', jobTitle: 'Title' },
  ...{ phone: 'Phone', company: 'Company' },
} as const;

export type SalesforceAccount = Account & { readonly org: Org };

export function salesforceAccount({ orgs }: Salesforce, name: string, clientId: string): SalesforceAccount {
  const org = orgs.create({ name });
  installPackage(org, { clients: [clientId] });
  const said = (person: Partial<Person>) =>
    Object.fromEntries(
      Object.entries(names).flatMap(([ours, theirs]) => {
        const value = Object.entries(person).find(([key]) => key === ours)?.[1];
        return value === undefined ? [] : [[theirs, value]];
      }),
    );
  const past = (at: Date) => ({ system: true, stamp: stampOf(at) });
  const seed = (type: string, at: Date, values: Record<string, string | boolean>) =>
    org.create(type, { ...values, CreatedDate: stampOf(at) }, past(at));
  const whole = { FirstName: 'Eve', LastName: 'Person', Company: 'History Ltd' };
  /** The record that a lead is now: itself, or the contact that it became. */
  const now = (lead: string) => {
    const record = org.read('Lead', lead);
    const contact = record?.values['ConvertedContactId'];
    return typeof contact === 'string' ? org.read('Contact', contact) : record;
  };
  const text = (value: string | number | boolean | null | undefined) =>
    value === undefined || value === null || value === '' ? null : String(value);
  return {
    ...{ org, platform: 'salesforce', externalId: org.orgId, lead: 'lead', names },
    consent: { org_id: org.orgId, username: '' },
    closedHistory(open) {
      const begun = Date.now();
      for (const { at, won, ...person } of closedLeads(begun)) {
        const lead = seed('Lead', at, { ...whole, ...said(person), Status: 'Working - Contacted' });
        if (won) org.convert({ leadId: lead, opportunity: null }, past(at));
        else org.update('Lead', lead, { Status: 'Closed - Not Converted' }, past(at));
      }
      return Array.from({ length: open }, (_, nr) =>
        seed('Lead', new Date(begun), { ...said(openLead(nr)), Status: 'Open - Not Contacted' }),
      );
    },
    addLead: (person, days = 0) =>
      seed('Lead', new Date(Date.now() - days * day), {
        ...whole,
        ...said(person),
        Status: 'Open - Not Contacted',
      }),
    change: (lead, person) => org.update('Lead', lead, said(person)),
    win: (lead) => void org.convert({ leadId: lead }),
    lose: (lead) => org.update('Lead', lead, { Status: 'Closed - Not Converted' }),
    remove: (lead) => org.remove('Lead', lead),
    bringBack: (lead) => org.undelete('Lead', lead),
    merge: (winner, loser) => org.merge('Lead', { winner, losers: [loser] }),
    erase(lead) {
      org.remove('Lead', lead);
      org.purge(lead);
    },
    addCustomer: (company, domain) =>
      seed('Account', new Date(Date.now() - 200 * day), {
        ...{ Name: company, Website: `https://www.${domain}/`, Type: 'Customer - Direct' },
      }),
    addProspect: (company, domain) =>
      org.create('Account', { Name: company, Website: `https://www.${domain}/`, Type: 'Prospect' }),
    addTicket: (company, days) =>
      seed('Case', new Date(Date.now() - days * day), { Subject: 'Export stops', AccountId: company }),
    field(kind, id, field) {
      const record = kind === 'lead' ? now(id) : org.read('Account', id);
      const wanted = `revloop_${field}__c`;
      const found = Object.entries(record?.values ?? {}).find(([key]) => key.toLowerCase() === wanted);
      return text(found?.[1]);
    },
    value: (lead, key) => text(org.read('Lead', lead)?.values[names[key]]),
    tasks: (lead) =>
      pointingAt(org.context, lead)
        .filter(({ type, field }) => type === 'Task' && field === 'WhoId')
        .map(({ id }) => text(org.read('Task', id)?.values['Description']) ?? ''),
    withdraw: () => void revokeAll(org.context, org.orgId),
  };
}
