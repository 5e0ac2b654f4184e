// The living demo company's customers: they use the product, ask for help, and some fall silent and leave.
import { day } from './lead.ts';
import { type Living, oneOf } from './living-state.ts';
import { features } from './phrases.ts';
import { ticketText } from './support.ts';
import { introduce, liveliness, track } from './usage.ts';

/** Somebody logs in and does a thing or two; those who slip mostly do not, and try nothing new. */
export async function useProduct(living: Living): Promise<string | undefined> {
  const { random, clock } = living;
  const customer = oneOf(random, living.customers.values());
  const lead = customer && oneOf(random, customer.users);
  if (!customer || !lead) return undefined;
  const now = clock.now();
  if (!random.chance(liveliness(customer.slip, now))) return undefined;
  const who = { lead, company: customer.company };
  const known = living.tried.get(lead.id);
  const tried = known ?? new Set<string>(features.slice(0, 3 + (Number(lead.id) % 4)));
  living.tried.set(lead.id, tried);
  if (!known) for (const event of introduce(who, now)) await living.sendEvent(event);
  const say = (event: string, after: number, properties = {}) => {
    const at = new Date(now.getTime() + after);
    return living.sendEvent(track({ id: `live-${lead.id}-${at.getTime()}`, at }, who, event, properties));
  };
  await say('Logged In', 0);
  const unknown = features.filter((name) => !tried.has(name));
  if (!customer.slip && unknown.length > 0 && random.chance(0.12)) {
    const feature = random.pick(unknown);
    tried.add(feature);
    await say('Feature Tried', 1, { feature });
    return 'a customer tried a new feature';
  }
  await say('Feature Used', 1, { feature: random.pick([...tried]) });
  return 'a customer used the product';
}

export function openTicket(living: Living): string | undefined {
  const { portal, random, clock } = living;
  const customer = oneOf(random, living.customers.values());
  const lead = customer && oneOf(random, customer.users);
  if (!customer || !lead) return undefined;
  const open = { hs_pipeline: '0', hs_pipeline_stage: '1', hubspot_owner_id: customer.company.owner };
  const made = portal.create('tickets', { ...ticketText(random), ...open });
  portal.associate({ fromType: 'tickets', fromId: made.id, toType: 'contacts', toId: lead.id });
  portal.associate({ fromType: 'tickets', fromId: made.id, toType: 'companies', toId: customer.company.id });
  living.openTickets.set(made.id, { company: customer.company.id, opened: clock.now(), answered: false });
  return 'a customer opened a ticket';
}

/** Support answers, or closes what it has answered. Slow companies wait ten times as long. */
export function workOnTicket(living: Living): string | undefined {
  const { portal, random, clock } = living;
  const found = oneOf(random, living.openTickets);
  if (!found) return undefined;
  const [id, ticket] = found;
  const slow = living.customers.get(ticket.company)?.company.slowSupport ?? false;
  if (slow && !random.chance(0.1)) return undefined;
  const now = clock.now();
  if (ticket.answered) {
    living.openTickets.delete(id);
    portal.update('tickets', id, { hs_pipeline_stage: '4', hs_resolution: 'ISSUE_FIXED' });
    return 'a ticket was closed';
  }
  ticket.answered = true;
  portal.update('tickets', id, {
    hs_pipeline_stage: '2',
    first_agent_reply_date: now.toISOString(),
    time_to_first_agent_reply: String(now.getTime() - ticket.opened.getTime()),
  });
  return 'a ticket was answered';
}

/** A customer stops trying features; nobody sees it, except in the data. */
export function fallSilent(living: Living): string | undefined {
  const { random, clock } = living;
  const steady = [...living.customers.values()].filter((customer) => !customer.slip);
  const customer = oneOf(random, steady);
  if (!customer || !random.chance(customer.company.slowSupport ? 0.5 : 0.1)) return undefined;
  const why = customer.company.slowSupport ? 'slow_support' : 'no_onboarding';
  customer.slip = { since: clock.now(), why, leaves: undefined };
  return 'a customer fell silent';
}

/** The one that has slipped longest and means to go leaves. */
export function leave(living: Living): string | undefined {
  const { portal, clock } = living;
  const soon = clock.now().getTime() + 14 * day;
  const due = [...living.customers.values()]
    .filter((customer) => customer.slip?.leaves && customer.slip.leaves.getTime() < soon)
    .sort((a, b) => (a.slip?.leaves?.getTime() ?? 0) - (b.slip?.leaves?.getTime() ?? 0));
  const [customer] = due;
  if (!customer) return undefined;
  living.customers.delete(customer.company.id);
  portal.update('companies', customer.company.id, {
    lifecyclestage: 'other',
    monthly_revenue: '0',
    renewal_date: '',
  });
  for (const [id, deal] of living.openDeals) {
    if (deal.company !== customer.company.id || living.open.has(deal.lead)) continue;
    living.openDeals.delete(id);
    portal.update('deals', id, { dealstage: 'closedlost', closed_lost_reason: 'Hardly used any more' });
  }
  return 'a customer left';
}
