// Deals of the demo world: what was won, renewed, lost, and what is still open.
import type { SeedObject } from '#sandbox/hubspot/seed.ts';
import type { Company } from './company.ts';
import { day, type Lead } from './lead.ts';
import type { Random } from './random.ts';
import { openStages } from './stages.ts';

type Draft = Omit<SeedObject, 'id'>;
const lostReasons = [
  'Went with another vendor',
  'No budget this year',
  'Project was stopped',
  'No answer any more',
] as const;

function aDeal(
  company: Company,
  lead: Lead,
  deal: {
    name: string;
    kind: 'newbusiness' | 'existingbusiness';
    stage: string;
    amount: number;
    opened: number;
    closes: number;
    reason?: string;
  },
  now: Date,
): Draft {
  const closed = deal.stage.startsWith('closed');
  const entered = closed ? deal.closes : Math.min(now.getTime(), deal.opened + 9 * day);
  return {
    type: 'deals',
    createdAt: new Date(deal.opened),
    updatedAt: new Date(entered),
    properties: {
      dealname: `${company.name} – ${deal.name}`,
      ...{ dealstage: deal.stage, pipeline: 'default', dealtype: deal.kind, amount: String(deal.amount) },
      closedate: new Date(deal.closes).toISOString(),
      hubspot_owner_id: company.owner,
      hs_date_entered_current_stage: new Date(entered).toISOString(),
      ...(deal.reason ? { closed_lost_reason: deal.reason } : {}),
    },
    history: stagesOf(deal, entered).map(({ stage, at }) => ({ property: 'dealstage', value: stage, at })),
    associations: [
      { toType: 'contacts', toId: lead.id },
      { toType: 'companies', toId: company.id },
    ],
  };
}

/** Each stage that the deal came to: evenly over its life; a closed one went through four of them. */
function stagesOf({ stage, opened }: { stage: string; opened: number }, entered: number) {
  const place = openStages.map(String).indexOf(stage);
  const through = openStages.slice(0, place < 0 ? 4 : place);
  const each = (entered - opened) / Math.max(1, through.length);
  const before = through.map((one, nr) => ({ stage: one, at: new Date(opened + nr * each) }));
  return [...before, { stage, at: new Date(entered) }];
}

function customerDeals(random: Random, company: Company, now: Date): Draft[] {
  const [champion] = company.users;
  if (!champion || !company.customerSince) return [];
  const amount = company.monthly * 6;
  const since = company.customerSince.getTime();
  const first = {
    name: 'first contract',
    kind: 'newbusiness' as const,
    stage: 'closedwon',
    amount,
    opened: champion.created.getTime() + day,
    closes: since,
  };
  const drafts = [aDeal(company, champion, first, now)];
  company.terms.forEach((term, index) => {
    const due = term.end.getTime();
    const renewal = {
      name: `renewal ${index + 1}`,
      kind: 'existingbusiness' as const,
      amount,
      opened: due - 45 * day,
    };
    if (term.renewed === undefined) {
      if (renewal.opened < now.getTime())
        drafts.push(
          aDeal(company, champion, { ...renewal, stage: random.pick(openStages), closes: due }, now),
        );
      return;
    }
    const closes = term.renewed ? due - random.between(0, 10) * day : (company.churned?.getTime() ?? due);
    const opened = Math.min(renewal.opened, closes - day);
    const reason = term.renewed
      ? {}
      : { reason: term.slip ? 'Hardly used any more' : 'Unhappy with support' };
    const stage = term.renewed ? 'closedwon' : 'closedlost';
    drafts.push(aDeal(company, champion, { ...renewal, opened, stage, closes, ...reason }, now));
  });
  return drafts;
}

function leadDeals(random: Random, company: Company, now: Date): Draft[] {
  return company.people.flatMap((lead) => {
    if (lead.outcome === 'won' || !random.chance(lead.outcome === 'open' ? 0.35 : 0.25)) return [];
    const amount = Math.round(company.monthly * random.between(4, 9));
    const opened = lead.created.getTime() + random.between(0.5, 4) * day;
    if (opened > now.getTime()) return [];
    const kind = 'newbusiness' as const;
    if (lead.closed) {
      const closes = Math.max(opened + day, lead.closed.getTime());
      const lost = {
        name: 'evaluation',
        kind,
        stage: 'closedlost',
        amount,
        opened,
        closes,
        reason: random.pick<string>(lostReasons),
      };
      return [aDeal(company, lead, lost, now)];
    }
    const closes = now.getTime() + random.between(-10, 50) * day;
    return [
      aDeal(
        company,
        lead,
        { name: 'evaluation', kind, stage: random.pick(openStages), amount, opened, closes },
        now,
      ),
    ];
  });
}

/** Won leads have a won deal at their company's start, lost leads lost ones, open leads open ones. */
export function deals(random: Random, companies: readonly Company[], now: Date): SeedObject[] {
  return companies
    .flatMap((company) => [...customerDeals(random, company, now), ...leadDeals(random, company, now)])
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .map((deal, index) => ({ ...deal, id: String(40_001 + index) }));
}
