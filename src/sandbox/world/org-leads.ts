// The leads of the org: caused like those of the portal; won ones are converted, and a few are the same people as there.
import type { Values } from '#sandbox/salesforce/record.ts';
import { day, type Lead, someLeads } from './lead.ts';
import { aCompany } from './names.ts';
import { traitValues } from './org-fields.ts';
import type { Random } from './random.ts';
import { emailOf } from './usage.ts';
import type { World } from './world.ts';

export type OrgLead = {
  readonly lead: Lead;
  readonly company: string;
  readonly domain: string;
  readonly values: Values;
};

const counts = { closed: 790, open: 350 };
/** Open leads that are in both CRMs, under one address. */
const SHARED = 60;
const FIRST = 30_001;

export function orgLeads(random: Random, world: World): OrgLead[] {
  const own = someLeads(random.stream('leads'), world.now, counts).map((lead, index) => ({
    ...lead,
    id: String(FIRST + index),
  }));
  const customers = world.companies.filter((company) => company.customerSince !== undefined);
  const mine = own.map((lead) => {
    const stream = random.stream(`lead/${lead.id}`);
    const known = stream.chance(0.04) ? stream.pick(customers) : undefined;
    const home = known ?? aCompany(stream, lead.culture, lead.traits.industry);
    return orgLead(stream, lead, home, emailOf(lead, home.domain));
  });
  const shared = world.leads
    .filter((lead) => lead.outcome === 'open')
    .slice(-SHARED)
    .flatMap((lead) => {
      const contact = world.objects.find((object) => object.type === 'contacts' && object.id === lead.id);
      const email = contact?.properties['email'];
      if (email === undefined) return [];
      const home = { name: contact?.properties['company'] ?? '', domain: email.split('@')[1] ?? '' };
      return [orgLead(random.stream(`shared/${lead.id}`), lead, home, email)];
    });
  return [...mine, ...shared].sort((one, two) => one.lead.created.getTime() - two.lead.created.getTime());
}

export function orgLead(
  random: Random,
  lead: Lead,
  home: { readonly name: string; readonly domain: string },
  email: string,
): OrgLead {
  return {
    ...{ lead, company: home.name, domain: home.domain },
    values: {
      ...{ FirstName: lead.name.first, LastName: lead.name.last, Company: home.name, Title: lead.jobTitle },
      ...{ Email: email, Website: `https://www.${home.domain}`, City: lead.city, Country: lead.country },
      ...traitValues(random, lead.traits),
    },
  };
}

/** Where a lead stands that nobody has converted. */
export function statusOf(random: Random, lead: Lead): string {
  if (lead.outcome === 'lost') return 'Closed - Not Converted';
  return random.chance(0.55) ? 'Working - Contacted' : 'Open - Not Contacted';
}

export function touchedAt(random: Random, lead: Lead, now: Date): Date {
  if (lead.closed !== undefined) return lead.closed;
  return new Date(Math.min(now.getTime(), lead.created.getTime() + random.between(0.1, 20) * day));
}
