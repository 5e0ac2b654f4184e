// Reasons that a person can do something about: work of today, and gaps that one can ask about.
import type { Feature } from './feature.ts';
import type { Reason } from './finding.ts';
import { isOwnFact } from './own-facts.ts';
import type { Target } from './target.ts';

/** Facts of our own making that move when somebody writes, calls, meets or solves something. */
const workable = new Set([
  ...['quiet_days', 'reply_share', 'mails_in_7', 'mails_in_28', 'meetings_28'],
  ...['deal_silence', 'deal_contacts', 'deal_due_days', 'deal_meetings', 'deal_company_tickets'],
  ...['customer_silence', 'customer_talks', 'customer_tickets', 'customer_unanswered', 'customer_invoices'],
  ...['support_open', 'support_hours', 'relationship_silence', 'relationship_talks'],
]);

/** What is open can be closed; where nothing is open nobody should open something. */
const closable = new Set([
  'deal_company_tickets',
  'customer_tickets',
  'customer_unanswered',
  'customer_invoices',
  'support_open',
]);

export const isWorkable = (code: string, value: Reason['value']): boolean =>
  workable.has(code) && !(closable.has(code) && Number(value) === 0);

const kinds = { lead: 'contact', deal: 'deal', churn: 'company' } as const satisfies Record<Target, string>;

/**
 * Where a lead comes from or what it is by trade nobody changes by typing something else: of a property only that it is not
 * known can be changed, and nothing of what works as one wishes needs to be.
 */
export function isChangeable(
  target: Target,
  feature: Feature,
  value: Reason['value'],
  points: number,
): boolean {
  const harms = target === 'churn' ? points > 0 : points < 0;
  if (!harms) return false;
  if (isOwnFact(kinds[target], feature.name)) return isWorkable(feature.name, value);
  return (value === null || value === '') && feature.calculated !== true;
}
