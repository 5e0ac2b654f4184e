// The living demo company's leads: they visit, fill in forms, answer, decide; deals move on.
import { callOutcome, conversion } from './causes.ts';
import { aLead, type Lead } from './lead.ts';
import { type Living, oneOf } from './living-state.ts';
import { aCompany } from './names.ts';
import { leadProperties } from './records.ts';
import { aCall, activity, aMeeting, mailIn, mailOut } from './sales-activity.ts';
import { openStages } from './stages.ts';

const onSite = { changeSource: 'ANALYTICS', sourceId: 'website' };
const byForm = { changeSource: 'FORM', sourceId: 'website-form' };

export function visit(living: Living): string | undefined {
  const { portal, random } = living;
  const lead = oneOf(random, living.open.values());
  if (!lead) return undefined;
  const pages = lead.traits.pages + random.whole(1, 4);
  const visits = Number(portal.read('contacts', lead.id)?.properties['hs_analytics_num_visits'] ?? '0') + 1;
  const seen = { hs_analytics_num_page_views: String(pages), hs_analytics_num_visits: String(visits) };
  portal.update('contacts', lead.id, seen, onSite);
  const traits = { ...lead.traits, pages };
  living.open.set(lead.id, { ...lead, traits, ...conversion(traits) });
  return 'a lead read our pages';
}

export function fillInForm(living: Living): string {
  const { portal, random, clock } = living;
  const draft = aLead(random, '0', { created: clock.now(), closesAfterDays: undefined });
  const fits = living.world.companies.filter(
    ({ traits }) =>
      traits.industry === draft.traits.industry && traits.numemployees === draft.traits.numemployees,
  );
  const home = random.chance(0.6) ? oneOf(random, fits) : undefined;
  const own = home ?? aCompany(random, draft.culture, draft.traits.industry);
  // The address carries the id; a newcomer has none yet, so the time stands in for it.
  const numbered: Lead = { ...draft, id: String(clock.now().getTime() % 100_000) };
  const known = { lifecyclestage: 'lead', hs_lead_status: 'NEW' };
  const made = portal.create('contacts', { ...leadProperties(random, numbered, own), ...known }, byForm);
  living.open.set(made.id, { ...draft, id: made.id });
  if (home) {
    living.homes.set(made.id, home);
    portal.associate({ fromType: 'contacts', fromId: made.id, toType: 'companies', toId: home.id });
  }
  return 'a new lead filled in a form';
}

function talk(living: Living, lead: Lead, type: string, properties: Record<string, string>): void {
  const { portal, clock } = living;
  const draft = activity(lead, type, clock.now(), properties, living.homes.get(lead.id)?.id);
  const made = portal.create(type, draft.properties);
  for (const { toType, toId } of draft.associations ?? [])
    portal.associate({ fromType: type, fromId: made.id, toType, toId });
}

/** Whoever is likely to convert answers more often. */
export function answer(living: Living): string | undefined {
  const { random } = living;
  const lead = oneOf(random, living.open.values());
  if (!lead || !random.chance(0.15 + 0.85 * lead.probability)) return undefined;
  talk(living, lead, 'emails', mailIn(random, random.chance(lead.probability)));
  return 'a lead answered a mail';
}

export function reachOut(living: Living): string | undefined {
  const { random, clock } = living;
  const lead = oneOf(random, living.open.values());
  if (!lead) return undefined;
  const kind = random.weighted({ emails: 5, calls: 3, meetings: 1 });
  const properties =
    kind === 'emails' ? mailOut(random) : kind === 'calls' ? aCall(random) : aMeeting(random, clock.now());
  talk(living, lead, kind, properties);
  return `a rep reached out (${kind})`;
}

function conclude(living: Living, lead: Lead, won: boolean): void {
  const { portal, clock } = living;
  const random = living.random.stream(`past/${lead.id}`);
  living.open.delete(lead.id);
  const said = random.weighted(callOutcome[won ? 'won' : 'lost']);
  if (random.chance(callOutcome.filled)) portal.update('contacts', lead.id, { call_outcome: said });
  if (!won) {
    portal.update('contacts', lead.id, { hs_lead_status: 'UNQUALIFIED' });
    return;
  }
  portal.update('contacts', lead.id, {
    lifecyclestage: 'customer',
    hs_lead_status: 'CONNECTED',
    closedate: clock.now().toISOString(),
    contract_number: `LW-${random.whole(100_000, 999_999)}`,
  });
  const home = living.homes.get(lead.id);
  if (home) welcome(living, lead, home.id);
}

function welcome(living: Living, lead: Lead, companyId: string): void {
  const { portal, clock } = living;
  const known = living.customers.get(companyId);
  if (known) {
    known.users.push(lead);
    return;
  }
  const company = living.homes.get(lead.id);
  if (!company) return;
  const since = clock.now().toISOString().slice(0, 10);
  portal.update('companies', companyId, {
    lifecyclestage: 'customer',
    customer_since: since,
    monthly_revenue: String(company.monthly),
  });
  living.customers.set(companyId, { company, slip: undefined, users: [lead] });
}

/** Decides by the true probability: the same causes as in the history. */
export function decide(living: Living): string | undefined {
  const { random } = living;
  const waiting = new Set([...living.openDeals.values()].map((deal) => deal.lead));
  const lead = oneOf(
    random,
    [...living.open.values()].filter((item) => !waiting.has(item.id)),
  );
  if (!lead) return undefined;
  const won = random.chance(lead.probability);
  conclude(living, lead, won);
  return won ? 'a lead became a customer' : 'a lead was lost';
}

const stageNumber = (stage: string) => openStages.map(String).indexOf(stage);

/** An open deal goes one stage on, or ends as its lead decides; a renewal as the company fares. */
export function moveDeal(living: Living): string | undefined {
  const { portal, random, world } = living;
  const found = oneOf(random, living.openDeals);
  if (!found) return undefined;
  const [id, deal] = found;
  const stage = portal.read('deals', id)?.properties['dealstage'] ?? '';
  const next = openStages[stageNumber(stage) + 1];
  if (next && random.chance(0.7)) {
    portal.update('deals', id, { dealstage: next });
    return 'a deal moved on';
  }
  const lead = living.open.get(deal.lead);
  const customer = living.customers.get(deal.company);
  const known = world.truth.deals.get(id)?.probability ?? 0.9;
  const won = random.chance(lead ? lead.probability : customer?.slip ? 0.15 : known);
  const why = won
    ? {}
    : { closed_lost_reason: customer?.slip ? 'Hardly used any more' : 'Went with another vendor' };
  living.openDeals.delete(id);
  portal.update('deals', id, { dealstage: won ? 'closedwon' : 'closedlost', ...why });
  if (lead) conclude(living, lead, won);
  return won ? 'a deal was won' : 'a deal was lost';
}
