// A company of the demo world: how it became a customer, how it fares, and why it slips or leaves.
import { customerLife as life } from './causes.ts';
import { day, type Lead, someTraits } from './lead.ts';
import { aCompany, aCulture, aPlace, type Culture } from './names.ts';
import type { Random } from './random.ts';
import { reps } from './staff.ts';

type SlipReason = keyof typeof life.slips;
/** A slip: the day the last new feature was tried, why, and the day the company leaves (if it does). */
export type Slip = { readonly since: Date; readonly why: SlipReason; readonly leaves: Date | undefined };
type Term = {
  readonly start: Date;
  readonly end: Date;
  readonly slip: Slip | undefined;
  /** Undefined while the term runs. */
  readonly renewed: boolean | undefined;
};
export type Company = {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly culture: Culture;
  readonly country: string;
  readonly city: string;
  readonly traits: Pick<Lead['traits'], 'industry' | 'numemployees'>;
  readonly employees: number;
  readonly owner: string;
  readonly created: Date;
  readonly slowSupport: boolean;
  readonly monthly: number;
  readonly customerSince: Date | undefined;
  readonly churned: Date | undefined;
  readonly terms: readonly Term[];
  /** The won leads: they use the product. The first one brought us in. */
  readonly users: readonly Lead[];
  /** Everybody we know there, users included. */
  readonly people: readonly Lead[];
};

const headcount: Readonly<Record<Lead['traits']['numemployees'], readonly [number, number]>> = {
  '1-5': [2, 5],
  '5-25': [6, 25],
  '25-50': [26, 50],
  '50-100': [51, 100],
  '100-500': [101, 500],
  '500-1000': [501, 1000],
  '1000+': [1001, 9000],
};

function slipIn(random: Random, start: number, now: Date, slow: boolean): Slip | undefined {
  const left = random.chance(life.championLeaves);
  const why: SlipReason = left ? 'champion_left' : slow ? 'slow_support' : 'no_onboarding';
  if (!random.chance(life.slips[why])) return undefined;
  // Whoever slips now does so around one day of the event window; earlier terms at any time.
  const running = start + life.termDays * day > now.getTime() && start < now.getTime() - 60 * day;
  const around = now.getTime() - (90 - random.normal(life.slipDayOfWindow, 6)) * day;
  const since = running ? Math.max(around, start + 15 * day) : start + random.between(20, 100) * day;
  const after = random.between(...life.leavesAfterDays) * day;
  const leaves = random.chance(life.slippingLeaves) ? new Date(since + after) : undefined;
  return { since: new Date(since), why, leaves };
}

function termsFrom(
  random: Random,
  since: Date,
  now: Date,
  slow: boolean,
): { terms: Term[]; churned: Date | undefined } {
  const terms: Term[] = [];
  for (let start = since.getTime(); ; start += life.termDays * day) {
    const end = start + life.termDays * day;
    const slip = slipIn(random, start, now, slow);
    const left = slip?.leaves && slip.leaves.getTime() <= now.getTime() ? slip.leaves : undefined;
    const over = left !== undefined || end <= now.getTime();
    const renews = left === undefined && random.chance(slow ? life.renews.slow : life.renews.fast);
    terms.push({ start: new Date(start), end: new Date(end), slip, renewed: over ? renews : undefined });
    if (left) return { terms, churned: left };
    if (!over) return { terms, churned: undefined };
    if (!renews) return { terms, churned: new Date(end) };
  }
}

function frame(random: Random, id: string, traits: Company['traits'], created: Date) {
  const culture = aCulture(random);
  const [low, high] = headcount[traits.numemployees];
  const employees = random.whole(low, high);
  return {
    ...{ id, culture, traits, employees, created, ...aCompany(random, culture, traits.industry) },
    ...aPlace(random, culture),
    owner: random.pick(reps).ownerId,
    monthly: Math.round((90 + 14 * Math.sqrt(employees) * random.between(0.7, 1.6)) / 10) * 10,
  };
}

/**
 * Companies out of leads: each customer grows from one won lead; other leads of the same industry and size join
 * about as often whatever came of them, so that having a company tells nothing about the outcome.
 */
export function someCompanies(
  random: Random,
  now: Date,
  leads: readonly Lead[],
  counts: { readonly customers: number; readonly prospects: number },
): Company[] {
  const won = leads.filter((lead) => lead.outcome === 'won' && lead.closed !== undefined);
  const step = won.length / counts.customers;
  const firsts = Array.from({ length: counts.customers }, (_, index) => won[Math.floor(index * step)]).filter(
    (lead) => lead !== undefined,
  );
  const taken = new Set(firsts.map((lead) => lead.id));
  const customers = firsts.map((first, index) => {
    const slowSupport = random.chance(life.slowSupport);
    const customerSince = first.closed ?? first.created;
    const { terms, churned } = termsFrom(random, customerSince, now, slowSupport);
    const base = { ...frame(random, String(5001 + index), first.traits, first.created), owner: first.owner };
    return { ...base, slowSupport, customerSince, churned, terms, users: [first], people: [first] };
  });
  const prospects = Array.from({ length: counts.prospects }, (_, index) => {
    const created = new Date(now.getTime() - random.between(20, 540) * day);
    const base = frame(random, String(5001 + customers.length + index), someTraits(random), created);
    return {
      ...base,
      slowSupport: false,
      customerSince: undefined,
      churned: undefined,
      terms: [],
      users: [],
      people: [],
    };
  });
  const joined = join(random, leads, taken, [...customers, ...prospects]);
  return [...customers, ...prospects].map((company) => ({
    ...company,
    users: [...company.users, ...(joined.get(company.id) ?? []).filter((lead) => lead.outcome === 'won')],
    people: [...company.people, ...(joined.get(company.id) ?? [])],
  }));
}

function join(
  random: Random,
  leads: readonly Lead[],
  taken: ReadonlySet<string>,
  companies: readonly Company[],
) {
  const joined = new Map<string, Lead[]>();
  for (const lead of leads) {
    if (taken.has(lead.id) || !random.chance(lead.outcome === 'won' ? 0.52 : 0.63)) continue;
    const fits = companies.filter(
      (company) =>
        company.traits.industry === lead.traits.industry &&
        company.traits.numemployees === lead.traits.numemployees &&
        (lead.outcome !== 'won' || company.customerSince !== undefined),
    );
    if (fits.length === 0) continue;
    const home = random.pick(fits);
    joined.set(home.id, [...(joined.get(home.id) ?? []), lead]);
  }
  return joined;
}

export type Standing = 'customer' | 'churned' | 'prospect';
export function standingOf(company: Company): Standing {
  if (company.customerSince === undefined) return 'prospect';
  return company.churned ? 'churned' : 'customer';
}

/** The slip under way at `at`: it has begun and the company is still here. */
export function slippingAt(company: Company, at: Date): Slip | undefined {
  if (company.churned && company.churned <= at) return undefined;
  const term = company.terms.at(-1);
  return term?.slip && term.slip.since <= at ? term.slip : undefined;
}
