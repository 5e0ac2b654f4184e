// An outcome: what happened then, and which advice it answers.
import { z } from 'zod';

export const outcomeKinds = [
  'taken',
  'snoozed',
  'done',
  'dismissed',
  'not_useful',
  'won',
  'lost',
  'reopened',
  'renewed',
  'churned',
] as const;

export const newOutcome = z.strictObject({
  /** Unique in the tenant: the same answer is recorded once. */
  key: z.string(),
  subject: z.string(),
  advice: z.string().nullable(),
  kind: z.enum(outcomeKinds),
  /** Where it was said: a Slack button, the card, the console, or the CRM itself. */
  via: z.enum(['slack', 'card', 'console', 'crm']),
  by: z.string().nullable(),
  at: z.date(),
  note: z.string().nullable(),
});
export type NewOutcome = z.infer<typeof newOutcome>;
export type Outcome = NewOutcome & { readonly id: string };
