// The house's own rules: the field's standard signals of evaluation, trial and use, for every tenant until it says otherwise.
import { type Rule, type RuleBody, readRuleBody } from './rule.ts';

const leaf = (field: string, operator: string, value: unknown, more: object = {}) => ({
  field,
  operator,
  value,
  ...more,
});
const and = (...rules: readonly object[]) => ({ combinator: 'and', rules });
const or = (...rules: readonly object[]) => ({ combinator: 'or', rules });
const quiet = { alert: false, task: false };
const unknownCounts = { ifUnknown: true };

const pricing = '*pricing*|*price*|*价格*|*定价*';
const papers = '*whitepaper*|*white paper*|*ebook*|*白皮书*';
const basics = '*setup*|*set up*|*onboarding*|*connected*|*imported*|*设置*|*导入*';
const advanced = '*advanced*|*integration*|*automation*|*api *|*高级*|*集成*|*自动化*';

/** Of each kind, who is still deciding. A company is asked too: unless people are collected, only companies are known. */
const undecided = {
  contact: leaf('stage', 'notIn', ['customer', 'evangelist'], unknownCounts),
  lead: leaf('property.flag:IsConverted', '=', false, unknownCounts),
  company: leaf('customer', '=', false, unknownCounts),
};
const looking = (kind: keyof typeof undecided, code: string, seen: object) => ({
  ...{ kind, advice: { code, ...quiet }, when: and(undecided[kind], seen) },
});
const pricingSeen = leaf(`events:${pricing}@14`, '>=', 3);
const papersSeen = leaf(`events:${papers}@30`, '>=', 2);
const inTrial = leaf('days_since.first_event', 'between', [3, 30]);
const isCustomer = leaf('customer', '=', true);

/** Their titles are in the catalogue of texts: `rule.house.<id>`. */
const bodies: Readonly<Record<string, object>> = {
  'house-pricing-visits': looking('contact', 'send_comparison', pricingSeen),
  'house-pricing-visits-lead': looking('lead', 'send_comparison', pricingSeen),
  'house-pricing-visits-company': looking('company', 'send_comparison', pricingSeen),
  'house-papers-read': looking('contact', 'expert_call', papersSeen),
  'house-papers-read-lead': looking('lead', 'expert_call', papersSeen),
  'house-papers-read-company': looking('company', 'expert_call', papersSeen),
  'house-basics-only': {
    ...{ kind: 'company', advice: { code: 'send_guide', ...quiet } },
    when: and(
      ...[leaf('days_since.first_event', 'between', [7, 45]), leaf(`events:${basics}@45`, '>=', 1)],
      // Where events name their features elsewhere than in the event, many of them say that more than the basics is used.
      ...[leaf(`events:${advanced}@45`, '=', 0), leaf('features.new@45', '<=', 4, unknownCounts)],
    ),
  },
  'house-trial-quiet': {
    ...{ kind: 'company', advice: { code: 'remind_activation', ...quiet } },
    when: and(inTrial, leaf('days_since.event', '>=', 5)),
  },
  'house-stagnation': {
    ...{ kind: 'company', advice: { code: 'reengage_users', ...quiet } },
    when: and(isCustomer, leaf('stagnation', '=', true)),
  },
  'house-logins-falling': {
    ...{ kind: 'company', advice: { code: 'review_health', ...quiet } },
    // Where nothing says who logs in, days on which anything was done stand for it.
    when: and(isCustomer, or(leaf('logins.ratio@14', '<', 0.5), leaf('active_days.ratio@14', '<', 0.5))),
  },
  'house-tickets-rising': {
    ...{ kind: 'company', advice: { code: 'interview_customer', ...quiet } },
    when: and(
      ...[isCustomer, leaf('tickets@28', '>=', 3)],
      // Before the first ticket ever nobody knows how many are usual.
      leaf('tickets@28', '>', 'tickets.before@28', { valueSource: 'field', times: 1.5, ...unknownCounts }),
    ),
  },
};

export const houseRules: readonly Rule[] = Object.entries(bodies).map(([id, body]) => {
  const read: RuleBody | null = readRuleBody({ title: id, ...body });
  if (read === null) throw new TypeError(`the house's rule ${id} cannot be read`);
  return { ...read, id, version: 0, state: 'live' };
});

export function isHouseRule(id: string): boolean {
  return Object.hasOwn(bodies, id);
}
