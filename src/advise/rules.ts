// The rules: from what analysis says of a subject to what a person should do next.
import type { FindingKind } from '#analyze/finding.ts';
import type { NewAdvice } from './advice.ts';
import { endangeredCompany } from './company-rules.ts';
import { failingDeal, overdueDeal, silentDeal, winningDeal } from './deal-rules.ts';
import { coolingLead, hotLead, incompleteLead, warmLead } from './lead-rules.ts';
import { isOver, type Look } from './look.ts';
import { isStale, type Verdict } from './story.ts';

const rules = {
  lead_score: {
    'lead_score:hot': hotLead,
    'lead_score:warm': warmLead,
    'lead_score:incomplete': incompleteLead,
    'lead_score:cooling': coolingLead,
  },
  health: { 'health:risk': endangeredCompany },
  // Told by the house's rule, which a tenant may change, and by journeys.
  stagnation: {},
  deal_score: {
    'deal_score:failing': failingDeal,
    'deal_score:overdue': overdueDeal,
    'deal_score:silent': silentDeal,
    'deal_score:winning': winningDeal,
  },
} as const satisfies Record<FindingKind, Record<string, (look: Look) => Verdict>>;

/** `tell`: to be saved, new or brought up to date. `expire`: ids of live advice whose situation is over. */
export type Advised = { readonly tell: readonly NewAdvice[]; readonly expire: readonly string[] };

/** What follows from a look at one subject. Advice of other findings than the one looked at is left alone. */
export function advise(look: Look): Advised {
  const tell: NewAdvice[] = [];
  const expire: string[] = [];
  const over = isOver(look);
  for (const [situation, rule] of Object.entries(rules[look.finding.kind])) {
    const verdict = over ? 'over' : rule(look);
    const live = look.live.find((advice) => advice.situation === situation);
    if (verdict === 'over' || (verdict === 'as_told' && live && isStale(live, look.now))) {
      if (live) expire.push(live.id);
    } else if (verdict !== 'as_told') tell.push(verdict);
  }
  return { tell, expire };
}
