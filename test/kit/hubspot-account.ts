// A portal of the simulated HubSpot as an account: leads are its contacts.
import type { Portal } from '#sandbox/hubspot/portal.ts';
import type { HubspotServer } from '#sandbox/hubspot/server.ts';
import { type Account, closedLeads, openLead, type Person } from './account.ts';

const day = 86_400_000;
const names = {
  ...{ email: 'email', firstName: 'firstname', lastName: 'lastname', jobTitle: 'jobtitle' },
  ...{ phone: 'phone', company: 'company' },
} as const;

export type HubspotAccount = Account & { readonly portal: Portal };

export function hubspotAccount({ portals, apps }: HubspotServer, name: string): HubspotAccount {
  const portal = portals.create({ name });
  const { portalId } = portal;
  const said = (person: Partial<Person>) =>
    Object.fromEntries(
      Object.entries(names).flatMap(([ours, theirs]) => {
        const value = Object.entries(person).find(([key]) => key === ours)?.[1];
        return value === undefined ? [] : [[theirs, value]];
      }),
    );
  const seed = (type: string, at: Date, properties: Record<string, string>) =>
    portal.seed([{ type, createdAt: at, updatedAt: at, properties }])[0] ?? '';
  const plural = { lead: 'contacts', company: 'companies' } as const;
  return {
    ...{ portal, platform: 'hubspot', externalId: String(portalId), lead: 'contact', names },
    consent: { portal_id: String(portalId), user_id: '1', decision: 'approve' },
    closedHistory(open) {
      const now = Date.now();
      for (const { at, won, ...person } of closedLeads(now)) {
        const end = won
          ? { lifecyclestage: 'customer' }
          : { lifecyclestage: 'lead', hs_lead_status: 'UNQUALIFIED' };
        seed('contacts', at, { ...said(person), ...end });
      }
      return Array.from({ length: open }, (_, nr) =>
        seed('contacts', new Date(now), { ...said(openLead(nr)), lifecyclestage: 'lead' }),
      );
    },
    addLead: (person, days = 0) =>
      days === 0
        ? portal.create('contacts', { ...said(person), lifecyclestage: 'lead' }).id
        : seed('contacts', new Date(Date.now() - days * day), { ...said(person), lifecyclestage: 'lead' }),
    change: (lead, person) => void portal.update('contacts', lead, said(person)),
    win: (lead) => void portal.update('contacts', lead, { lifecyclestage: 'customer' }),
    lose: (lead) => void portal.update('contacts', lead, { hs_lead_status: 'UNQUALIFIED' }),
    remove: (lead) => void portal.archive('contacts', lead),
    bringBack: (lead) => void portal.restore('contacts', lead),
    merge: (winner, loser) => void portal.merge('contacts', winner, loser),
    erase: (lead) => void portal.erase('contacts', lead),
    addCustomer: (name, domain) =>
      seed('companies', new Date(Date.now() - 200 * day), { name, domain, lifecyclestage: 'customer' }),
    addProspect: (name, domain) => portal.create('companies', { name, domain, lifecyclestage: 'lead' }).id,
    addTicket(company, days) {
      const at = new Date(Date.now() - days * day);
      const open = { subject: 'Export stops', hs_pipeline: '0', hs_pipeline_stage: '1' };
      const associations = [{ toType: 'companies', toId: company }];
      return (
        portal.seed([{ type: 'tickets', createdAt: at, updatedAt: at, properties: open, associations }])[0] ??
        ''
      );
    },
    field: (kind, id, field) => portal.read(plural[kind], id)?.properties[`revloop_${field}`] ?? null,
    value: (lead, key) => portal.read('contacts', lead)?.properties[names[key]] ?? null,
    tasks: (lead) =>
      portal
        .associated('contacts', lead, 'tasks')
        .map(({ toId }) => portal.read('tasks', String(toId))?.properties['hs_task_body'] ?? ''),
    withdraw: () => void apps.uninstall(4711, portalId),
  };
}
