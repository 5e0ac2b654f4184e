// The house's own rules: the field's standard signals of evaluation, trial and use, for every tenant until it says otherwise.
import { type Rule, type RuleBody, readRuleBody } from './rule.ts';

const leaf = (field: string, operator: string, value: unknown, more: object = {}) => ({
  field,
  operator,
  value,
  ...more,
});
const and = (...rules: readonly object[]) => ({ combinator: 'and', rules });
const quiet = { alert: false, task: false };
const unknownCounts = { ifUnknown: true };

const pricing = '*pricing*|*price*|*价格*|*定价*';
const papers = '*whitepaper*|*white paper*|*ebook*|*白皮书*';
const basics = '*setup*|*set up*|*onboarding*|*connected*|*imported*|*设置*|*导入*';
const advanced = '*advanced*|*integration*|*automation*|*api *|*高级*|*集成*|*自动化*';

const notYetCustomer = leaf('stage', 'notIn', ['customer', 'evangelist'], unknownCounts);
const inTrial = leaf('days_since.first_event', 'between', [3, 30]);
const isCustomer = leaf('customer', '=', true);

/** Their titles are in the catalogue of texts: `rule.house.<id>`. */
const bodies: Readonly<Record<string, object>> = {
  'house-pricing-visits': {
    ...{ kind: 'contact', advice: { code: 'send_comparison', ...quiet } },
    when: and(notYetCustomer, leaf(`events:${pricing}@14`, '>=', 3)),
  },
  'house-papers-read': {
    ...{ kind: 'contact', advice: { code: 'expert_call', ...quiet } },
    when: and(notYetCustomer, leaf(`events:${papers}@30`, '>=', 2)),
  },
  'house-basics-only': {
    ...{ kind: 'company', advice: { code: 'send_guide', ...quiet } },
    when: and(
      ...[leaf('days_since.first_event', 'between', [7, 45]), leaf(`events:${basics}@45`, '>=', 1)],
      ...[leaf(`events:${advanced}@45`, '=', 0)],
    ),
  },
  'house-trial-quiet': {
    ...{ kind: 'company', advice: { code: 'remind_activation', ...quiet } },
    when: and(inTrial, leaf('days_since.event', '>=', 5)),
  },
  'house-logins-falling': {
    ...{ kind: 'company', advice: { code: 'review_health', ...quiet } },
    when: and(isCustomer, leaf('active_days.ratio@14', '<', 0.5)),
  },
  'house-tickets-rising': {
    ...{ kind: 'company', advice: { code: 'interview_customer', ...quiet } },
    when: and(
      ...[isCustomer, leaf('tickets@28', '>=', 3)],
      leaf('tickets@28', '>', 'tickets.before@28', { valueSource: 'field', times: 1.5 }),
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
