// Leads and companies of the demo world as HubSpot records.
import type { SeedObject } from '#sandbox/hubspot/seed.ts';
import { type Company, standingOf } from './company.ts';
import { badgeColours, weekdays } from './custom-properties.ts';
import { day, type Lead } from './lead.ts';
import { leadPast } from './lead-past.ts';
import { aCompany } from './names.ts';
import type { Random } from './random.ts';
import { emailOf } from './usage.ts';

const trafficSource = {
  referral: 'REFERRALS',
  webinar: 'OTHER_CAMPAIGNS',
  partner: 'REFERRALS',
  trade_show: 'OFFLINE',
  organic_search: 'ORGANIC_SEARCH',
  paid_search: 'PAID_SEARCH',
  paid_social: 'PAID_SOCIAL',
  list_purchase: 'OFFLINE',
} as const satisfies Record<Lead['traits']['lead_source'], string>;

const statusOf = { won: 'CONNECTED', lost: 'UNQUALIFIED' } as const;
const forms = ['Demo request', 'Webinar registration', 'Planning guide download', 'Contact us'] as const;

function without<T>(entries: Readonly<Record<string, T | ''>>): Record<string, T | ''> {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== ''));
}

/** What is known of a lead on arrival. */
export function leadProperties(
  random: Random,
  lead: Lead,
  home: { readonly name: string; readonly domain: string },
) {
  const { traits } = lead;
  const visits = Math.max(1, Math.round(traits.pages / random.between(2, 5)));
  const fromWeb = traits.lead_source !== 'list_purchase' && traits.lead_source !== 'trade_show';
  return without({
    firstname: lead.name.first,
    lastname: lead.name.last,
    email: emailOf(lead, home.domain),
    phone: traits.hasPhone
      ? `+${random.whole(10, 99)} ${random.whole(100, 999)} ${random.whole(100_000, 999_999)}`
      : '',
    ...{ company: home.name, jobtitle: lead.jobTitle, country: lead.country, city: lead.city },
    ...{ industry: traits.industry, numemployees: traits.numemployees, lead_source: traits.lead_source },
    ...{ job_level: traits.job_level, demo_requested_for: traits.demo_requested_for },
    hs_analytics_source: trafficSource[traits.lead_source],
    hs_analytics_num_page_views: String(traits.pages),
    hs_analytics_num_visits: String(visits),
    num_conversion_events: String(fromWeb ? 1 + random.poisson(0.4) : random.poisson(0.2)),
    recent_conversion_event_name: fromWeb ? random.pick<string>(forms) : '',
    newsletter_weekday: random.chance(0.8) ? random.pick(weekdays) : '',
    badge_colour: random.pick(badgeColours),
    internal_routing_code: String(random.whole(1000, 9999)),
    hubspot_owner_id: lead.owner,
  });
}

function toContact(random: Random, lead: Lead, home: Company | undefined, now: Date): SeedObject {
  const own = home ?? aCompany(random, lead.culture, lead.traits.industry);
  const status =
    lead.outcome === 'open'
      ? random.weighted({ NEW: 3, OPEN: 3, IN_PROGRESS: 2, ATTEMPTED_TO_CONTACT: 2 })
      : statusOf[lead.outcome];
  const stage =
    lead.outcome === 'won'
      ? 'customer'
      : random.weighted({ lead: 6, marketingqualifiedlead: 3, salesqualifiedlead: 1 });
  const recently = new Date(Math.min(now.getTime(), lead.created.getTime() + random.between(0.1, 20) * day));
  const { courses, touched } = leadPast(random.stream('past'), lead, now);
  const { pages = [], ...late } = courses;
  const updated = lead.closed === undefined ? recently : touched;
  const closed = lead.closed?.toISOString() ?? '';
  const became = lead.closed ? { [`hs_lifecyclestage_${stage}_date`]: closed } : {};
  const known = leadProperties(random, lead, own);
  const visits = Number(known['hs_analytics_num_visits']);
  return {
    type: 'contacts',
    id: lead.id,
    createdAt: lead.created,
    updatedAt: updated,
    properties: {
      ...known,
      ...Object.fromEntries(Object.entries(late).map(([name, course]) => [name, course.at(-1)?.value ?? ''])),
      ...{ lifecyclestage: stage, hs_lead_status: status },
      ...(lead.outcome === 'won' ? { closedate: closed, ...became } : {}),
    },
    history: [
      { property: 'lifecyclestage', value: 'lead', at: lead.created },
      { property: 'hs_lead_status', value: 'NEW', at: lead.created },
      ...pages.map((seen) => ({ property: 'hs_analytics_num_page_views', ...seen })),
      ...pages.map(({ at }, place) => ({
        ...{ property: 'hs_analytics_num_visits', at },
        value: String(Math.max(1, Math.round((visits * (place + 1)) / pages.length))),
      })),
      ...Object.entries(late).flatMap(([property, course]) => course.map((one) => ({ property, ...one }))),
      ...(lead.closed
        ? [
            { property: 'hs_lead_status', value: 'OPEN', at: new Date(lead.created.getTime() + day) },
            { property: 'hs_lead_status', value: status, at: lead.closed },
            { property: 'lifecyclestage', value: stage, at: lead.closed },
          ]
        : []),
      ...(lead.outcome === 'won'
        ? [{ property: 'closedate', value: closed, at: lead.closed ?? updated }]
        : []),
    ],
    associations: home ? [{ toType: 'companies', toId: home.id }] : [],
  };
}

function toCompanyRecord(company: Company, now: Date): SeedObject {
  const standing = standingOf(company);
  const term = company.terms.at(-1);
  return {
    type: 'companies',
    id: company.id,
    createdAt: company.created,
    updatedAt: company.churned ?? company.customerSince ?? company.created,
    properties: {
      ...{ name: company.name, domain: company.domain, website: `https://www.${company.domain}` },
      ...{ industry: company.traits.industry, numberofemployees: String(company.employees) },
      ...{ country: company.country, city: company.city, hubspot_owner_id: company.owner },
      lifecyclestage: standing === 'customer' ? 'customer' : standing === 'churned' ? 'other' : 'lead',
      ...(company.customerSince
        ? {
            plan: planOf(company),
            customer_since: dateOf(company.customerSince),
            monthly_revenue: standing === 'customer' ? String(company.monthly) : '0',
          }
        : { type: 'PROSPECT' }),
      ...(standing === 'customer' && term && term.end > now ? { renewal_date: dateOf(term.end) } : {}),
      ...(standing === 'churned' ? { renewal_date: '' } : {}),
    },
    history: companyPast(company),
  };
}

/** What a company was before it became a customer, and before it left. */
function companyPast(company: Company): NonNullable<SeedObject['history']> {
  const { created, customerSince, churned, monthly } = company;
  if (customerSince === undefined) return [];
  const since = (property: string, value: string) => ({ property, value, at: customerSince });
  return [
    { property: 'lifecyclestage', value: 'lead', at: created },
    since('lifecyclestage', 'customer'),
    since('monthly_revenue', String(monthly)),
    since('plan', planOf(company)),
    since('customer_since', dateOf(customerSince)),
    // Who left had a date as well, term by term: that there is one must not tell who stayed.
    ...company.terms.map(({ start, end }) => ({ property: 'renewal_date', value: dateOf(end), at: start })),
    ...(churned ? [{ property: 'renewal_date', value: '', at: churned }] : []),
    ...(churned ? [{ property: 'monthly_revenue', value: '0', at: churned }] : []),
    ...(churned ? [{ property: 'lifecyclestage', value: 'other', at: churned }] : []),
  ];
}

function planOf({ monthly }: Company): string {
  return monthly > 400 ? 'scale' : monthly > 200 ? 'growth' : 'starter';
}

function dateOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

export function companyRecords(companies: readonly Company[], now: Date): SeedObject[] {
  return companies.map((company) => toCompanyRecord(company, now));
}

export function contactRecords(
  random: Random,
  leads: readonly Lead[],
  homes: ReadonlyMap<string, Company>,
  now: Date,
): SeedObject[] {
  return leads.map((lead) => toContact(random.stream(`contact/${lead.id}`), lead, homes.get(lead.id), now));
}
