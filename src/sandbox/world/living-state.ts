// What the living demo company remembers while it lives: who is open, who uses the product, what waits.

import type { Clock } from '#ports.ts';
import type { Portal } from '#sandbox/hubspot/portal.ts';
import { type Company, type Slip, standingOf } from './company.ts';
import type { Lead } from './lead.ts';
import type { Random } from './random.ts';
import type { ProductEvent } from './usage.ts';
import type { World } from './world.ts';

export type Living = {
  readonly world: World;
  readonly portal: Portal;
  readonly random: Random;
  readonly clock: Clock;
  readonly sendEvent: (event: ProductEvent) => void | Promise<void>;
  /** Open leads by contact id; newcomers are added. */
  readonly open: Map<string, Lead>;
  /** Customers by company id, with the slip under way, if any. */
  readonly customers: Map<
    string,
    { readonly company: Company; slip: Slip | undefined; readonly users: Lead[] }
  >;
  readonly homes: Map<string, Company>;
  readonly openDeals: Map<string, { readonly lead: string; readonly company: string }>;
  readonly openTickets: Map<string, { readonly company: string; readonly opened: Date; answered: boolean }>;
  readonly tried: Map<string, Set<string>>;
};

/** Starts from the world as generated, less whatever has changed in the portal since. */
export function livingState(
  needs: Pick<Living, 'world' | 'portal' | 'random' | 'clock' | 'sendEvent'>,
): Living {
  const { world, portal } = needs;
  const stillOpen = world.leads.filter((lead) => lead.outcome === 'open' && isOpen(portal, lead.id));
  const here = world.companies.filter(
    (company) => standingOf(company) === 'customer' && isCustomer(portal, company.id),
  );
  const slips = world.truth.companies;
  const linked = (object: World['objects'][number], toType: string) =>
    object.associations?.find((item) => item.toType === toType)?.toId ?? '';
  const live = (type: string, done: string, closed: readonly string[]) =>
    world.objects.filter((item) => {
      if (item.type !== type) return false;
      const record = portal.read(type, item.id ?? '');
      return record !== undefined && !record.archived && !closed.includes(record.properties[done] ?? '');
    });
  return {
    ...needs,
    open: new Map(stillOpen.map((lead) => [lead.id, lead])),
    customers: new Map(
      here.map((company) => [
        company.id,
        { company, slip: slips.get(company.id)?.slip, users: [...company.users] },
      ]),
    ),
    homes: new Map(
      world.companies.flatMap((company) => company.people.map((lead) => [lead.id, company] as const)),
    ),
    openDeals: new Map(
      live('deals', 'dealstage', ['closedwon', 'closedlost']).map((deal) => [
        deal.id ?? '',
        { lead: linked(deal, 'contacts'), company: linked(deal, 'companies') },
      ]),
    ),
    openTickets: new Map(
      live('tickets', 'hs_pipeline_stage', ['4']).map((ticket) => [
        ticket.id ?? '',
        {
          company: linked(ticket, 'companies'),
          opened: ticket.createdAt,
          answered: ticket.properties['first_agent_reply_date'] !== undefined,
        },
      ]),
    ),
    tried: new Map(),
  };
}

function isOpen(portal: Portal, id: string): boolean {
  const contact = portal.read('contacts', id);
  if (!contact || contact.archived) return false;
  return (
    contact.properties['lifecyclestage'] !== 'customer' &&
    contact.properties['hs_lead_status'] !== 'UNQUALIFIED'
  );
}

function isCustomer(portal: Portal, id: string): boolean {
  const company = portal.read('companies', id);
  return company !== undefined && !company.archived && company.properties['lifecyclestage'] === 'customer';
}

/** One of the values, or undefined where there are none. */
export function oneOf<T>(random: Random, items: Iterable<T>): T | undefined {
  const all = [...items];
  return all[Math.floor(random.next() * all.length)];
}
