// Advice: what a person should do next, why, and how sure we are.
import { z } from 'zod';
import { findingKinds, reason } from '#analyze/finding.ts';
import { type Locale, text } from '#texts/texts.ts';
import { words } from './journey/words.ts';

/** The steps that rules may recommend; texts: `advice.<code>.title`, `advice.<code>.why`. */
export const adviceCodes = [
  'call_now',
  'reach_out',
  'nurture',
  'ask_missing',
  'review_health',
  'interview_customer',
  'fix_support',
  'reengage_users',
  'send_comparison',
  'expert_call',
  'send_guide',
  'remind_activation',
  'close_deal',
  'settle_close',
  'revive_deal',
  'rescue_deal',
] as const;
export type AdviceCode = (typeof adviceCodes)[number];

export const adviceStates = [
  'open',
  'taken',
  'snoozed',
  'done',
  'dismissed',
  'not_useful',
  'expired',
] as const;
export type AdviceState = (typeof adviceStates)[number];

/** What is recommended, before it is kept. One situation of a subject has at most one open advice. */
export const newAdvice = z.strictObject({
  subject: z.string(),
  /** Same as long as it is the same story, such as `lead_score:A`; a new one begins when it was closed. */
  situation: z.string(),
  code: z.enum(adviceCodes),
  finding: z.enum(findingKinds),
  confidence: z.number().min(0).max(1),
  reasons: z.array(reason).max(5),
  /** What changed, from what to what. */
  change: z.strictObject({
    from: z.string().nullable(),
    to: z.string(),
    scoreFrom: z.number().nullable(),
    scoreTo: z.number().nullable(),
  }),
  /** Worth interrupting a person for; otherwise it is only shown in the card. */
  alert: z.boolean(),
  /** Worth a task in the CRM for the owner. */
  task: z.boolean(),
  /** The rule of the tenant that gave it, in which version; absent where the house's own scoring did. */
  rule: z.strictObject({ id: z.string(), version: z.number().int() }).optional(),
  /** Of a journey's step: its own words instead of those of the code. */
  words: z.strictObject({ title: words, why: words }).optional(),
});
export type NewAdvice = z.infer<typeof newAdvice>;

export type Advice = NewAdvice & {
  readonly id: string;
  readonly state: AdviceState;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly snoozedUntil: Date | null;
  /** Who answered last, as the platform names the person; null while nobody has. */
  readonly answeredBy: string | null;
};

/** What to do, in a few words. */
export function adviceTitle(locale: Locale, { code, words: own }: Pick<NewAdvice, 'code' | 'words'>): string {
  return own === undefined ? text(locale, `advice.${code}.title`) : own.title[locale];
}

/** Why, in a sentence or two. */
export function adviceWhy(locale: Locale, { code, words: own }: Pick<NewAdvice, 'code' | 'words'>): string {
  return own === undefined ? text(locale, `advice.${code}.why`) : own.why[locale];
}

/** What waits least comes first: losing a customer, then a lead that cools by the hour, then the rest. */
const order: Readonly<Record<AdviceCode, number>> = {
  fix_support: 8,
  reengage_users: 8,
  review_health: 8,
  interview_customer: 7,
  call_now: 6,
  reach_out: 4,
  ask_missing: 3,
  nurture: 2,
  expert_call: 5,
  send_comparison: 4,
  send_guide: 3,
  remind_activation: 3,
  rescue_deal: 6,
  settle_close: 5,
  revive_deal: 5,
  close_deal: 4,
};

/** Which of several advices a person should see first: the greater the more urgent; the surer of two equals. */
export function urgencyOf({
  code,
  alert,
  confidence,
}: Pick<NewAdvice, 'code' | 'alert' | 'confidence'>): number {
  return order[code] + (alert ? 10 : 0) + confidence;
}
