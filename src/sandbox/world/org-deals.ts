// Opportunities of the org: after a conversion and with customers; who is likely to convert is likely to buy.
import type { SeedRecord } from '#sandbox/salesforce/seed.ts';
import { day, type Lead } from './lead.ts';
import type { Random } from './random.ts';

export const openStageNames = [
  ...['Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Negotiation/Review'],
] as const;

type Deal = {
  readonly account: string;
  readonly contact: string;
  readonly owner: string;
  readonly name: string;
  readonly opened: Date;
  readonly chance: number;
};

/** The true chance that a converted lead buys. */
export function buys(lead: Pick<Lead, 'probability'>): number {
  return 0.25 + 0.6 * lead.probability;
}

export function dealRecord(random: Random, deal: Deal, now: Date): SeedRecord {
  const age = now.getTime() - deal.opened.getTime();
  const decided = age > 90 * day || (age > 20 * day && random.chance(0.6));
  const closes = new Date(deal.opened.getTime() + random.between(18, 85) * day);
  const due = decided
    ? new Date(Math.min(closes.getTime(), now.getTime()))
    : new Date(now.getTime() + random.between(-8, 60) * day);
  const stage = decided
    ? random.chance(deal.chance)
      ? 'Closed Won'
      : 'Closed Lost'
    : random.pick(openStageNames);
  const updated = decided
    ? due
    : new Date(Math.min(now.getTime(), deal.opened.getTime() + random.between(0, 14) * day));
  return {
    type: 'Opportunity',
    values: {
      ...{ Name: deal.name, AccountId: deal.account, OwnerId: deal.owner, StageName: stage },
      ...{
        Amount: random.whole(8, 160) * 100,
        CloseDate: due.toISOString().slice(0, 10),
        Type: 'New Customer',
      },
      ...{ ContactId: deal.contact },
    },
    ...{ createdAt: deal.opened, updatedAt: updated },
  };
}
