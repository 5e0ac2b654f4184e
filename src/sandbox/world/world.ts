// The demo company Lumenworks: generated from a seed, with causes and effects that are known.
import type { SeedObject } from '#sandbox/hubspot/seed.ts';
import type { WorkspaceSeed } from '#sandbox/slack/workspace.ts';
import { type Company, type Slip, type Standing, slippingAt, someCompanies, standingOf } from './company.ts';
import { type CustomProperty, customProperties } from './custom-properties.ts';
import { deals } from './deals.ts';
import { evaluations } from './evaluation.ts';
import { type Lead, someLeads } from './lead.ts';
import { type DealTruth, moreDeals } from './more-deals.ts';
import { seededRandom } from './random.ts';
import { companyRecords, contactRecords } from './records.ts';
import { salesActivity } from './sales-activity.ts';
import { type Colleague, lumenworksWorkspace, staff } from './staff.ts';
import { tickets } from './support.ts';
import { type ProductEvent, productEvents } from './usage.ts';

type LeadTruth = {
  readonly probability: number;
  readonly parts: Readonly<Record<string, number>>;
  readonly outcome: Lead['outcome'];
};
type CompanyTruth = {
  readonly standing: Standing;
  readonly slowSupport: boolean;
  readonly slip: Slip | undefined;
  readonly churned: Date | undefined;
};

export type World = {
  readonly seed: number;
  readonly now: Date;
  readonly staff: readonly Colleague[];
  readonly workspace: WorkspaceSeed;
  readonly properties: readonly CustomProperty[];
  /** Companies, contacts, deals, tickets, then what was said; ready for `portal.seed` in this order. */
  readonly objects: readonly SeedObject[];
  /** 90 days of product events, oldest first. */
  readonly events: readonly ProductEvent[];
  /** What some who are still deciding did on the website and in a trial, oldest first. */
  readonly evaluations: readonly ProductEvent[];
  readonly leads: readonly Lead[];
  readonly companies: readonly Company[];
  /** By record id. What no feature may contain, and every finding can be checked against. */
  readonly truth: {
    readonly contacts: ReadonlyMap<string, LeadTruth>;
    readonly companies: ReadonlyMap<string, CompanyTruth>;
    /** Deals for more of the same only: the others follow the fate of their lead or customer. */
    readonly deals: ReadonlyMap<string, DealTruth>;
  };
};

export type WorldSize = {
  readonly closed: number;
  readonly open: number;
  readonly customers: number;
  readonly prospects: number;
};
const fullSize: WorldSize = { closed: 1520, open: 900, customers: 110, prospects: 50 };

/** The same seed, time and size give the same world, bit for bit. */
export function generateWorld(needs: {
  readonly seed: number;
  readonly now: Date;
  readonly size?: WorldSize;
}): World {
  const { seed, now, size = fullSize } = needs;
  const random = seededRandom(seed);
  const leads = someLeads(random.stream('leads'), now, size);
  const companies = someCompanies(random.stream('companies'), now, leads, size);
  const homes = new Map(
    companies.flatMap((company) => company.people.map((lead) => [lead.id, company] as const)),
  );
  const homeIds = new Map([...homes].map(([lead, company]) => [lead, company.id] as const));
  const more = moreDeals(random.stream('more deals'), companies, now);
  const objects = [
    ...companyRecords(companies, now),
    ...contactRecords(random.stream('contacts'), leads, homes, now),
    ...deals(random.stream('deals'), companies, now),
    ...tickets(random.stream('tickets'), companies, now),
    ...salesActivity(random.stream('activity'), leads, now, homeIds),
    ...more.objects,
  ];
  return {
    ...{
      seed,
      now,
      staff,
      workspace: lumenworksWorkspace,
      properties: customProperties,
      objects,
      leads,
      companies,
    },
    events: productEvents(random.stream('usage'), companies, now),
    evaluations: evaluations(random.stream('evaluations'), companies, now),
    truth: {
      contacts: new Map(
        leads.map(({ id, probability, parts, outcome }) => [id, { probability, parts, outcome }] as const),
      ),
      companies: new Map(companies.map((company) => [company.id, truthOf(company, now)] as const)),
      deals: more.truth,
    },
  };
}

function truthOf(company: Company, now: Date): CompanyTruth {
  return {
    standing: standingOf(company),
    slowSupport: company.slowSupport,
    slip: slippingAt(company, now),
    churned: company.churned,
  };
}
