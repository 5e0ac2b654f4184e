// A lead of the demo world: a person with traits, a true probability to become a customer, and what came of it.
import * as causes from './causes.ts';
import { aCulture, aPerson, aPlace, type Culture, type PersonName } from './names.ts';
import { rolesByLevel } from './phrases.ts';
import type { Random } from './random.ts';
import { reps } from './staff.ts';

export const day = 86_400_000;

export type Lead = {
  readonly id: string;
  readonly name: PersonName;
  readonly culture: Culture;
  readonly country: string;
  readonly city: string;
  readonly traits: causes.Traits;
  readonly jobTitle: string;
  readonly owner: string;
  readonly probability: number;
  readonly parts: Readonly<Record<string, number>>;
  readonly created: Date;
  /** When it was won or lost; open leads have none. */
  readonly closed: Date | undefined;
  readonly outcome: 'won' | 'lost' | 'open';
};

const sourceShares = causes.shares(causes.leadSource);
const levelShares = causes.shares(causes.jobLevel);
const sizeShares = causes.shares(causes.companySize);
const industryShares = causes.shares(causes.industry);
const demoShares = causes.shares(causes.demoRequestedFor);

export function someTraits(random: Random): causes.Traits {
  return {
    lead_source: random.weighted(sourceShares),
    job_level: random.weighted(levelShares),
    numemployees: random.weighted(sizeShares),
    industry: random.weighted(industryShares),
    demo_requested_for: random.weighted(demoShares),
    pages: Math.min(80, Math.round(random.skewed(5, 0.9))),
    hasPhone: random.chance(0.66),
  };
}

/** A new lead. `closesAfterDays` undefined leaves it open. */
export function aLead(
  random: Random,
  id: string,
  when: { readonly created: Date; readonly closesAfterDays: number | undefined },
): Lead {
  const culture = aCulture(random);
  const traits = someTraits(random);
  const { probability, parts } = causes.conversion(traits);
  const won = random.chance(probability);
  const closes = when.closesAfterDays;
  return {
    ...{ id, culture, traits, probability, parts, created: when.created, name: aPerson(random, culture) },
    ...aPlace(random, culture),
    jobTitle: random.pick<string>(rolesByLevel[traits.job_level]),
    owner: random.pick(reps).ownerId,
    closed: closes === undefined ? undefined : new Date(when.created.getTime() + closes * day),
    outcome: closes === undefined ? 'open' : won ? 'won' : 'lost',
  };
}

/** Closed and open leads: `closed` over 18 months, `open` ones mostly from the last two. */
export function someLeads(
  random: Random,
  now: Date,
  counts: { readonly closed: number; readonly open: number },
): Lead[] {
  const ago = (days: number) => new Date(now.getTime() - days * day);
  const closed = Array.from({ length: counts.closed }, () => {
    const age = random.between(62, 540);
    return { created: ago(age), closesAfterDays: random.between(6, 58) };
  });
  const open = Array.from({ length: counts.open }, () => ({
    created: ago(random.chance(0.88) ? random.between(0.1, 60) : random.between(60, 150)),
    closesAfterDays: undefined,
  }));
  return [...closed, ...open]
    .sort((a, b) => a.created.getTime() - b.created.getTime())
    .map((when, index) => aLead(random, String(10_001 + index), when));
}
