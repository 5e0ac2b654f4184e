// A drill: people and the machine judge the same open records without knowing what the other says; later outcomes tell who was right.
import { z } from 'zod';
import { reason } from '#analyze/finding.ts';

/** What a drill can be about: whom weights foretell something of. */
export const drillTargets = ['lead', 'deal', 'churn'] as const;
export const drillTarget = z.enum(drillTargets);
export type DrillTarget = (typeof drillTargets)[number];

/** One thing known of a record. `code` where it is a fact of our own making (texts: `console.drill.fact.<code>`, else `reason.<code>`). */
export const drillFact = z.strictObject({
  code: z.string().nullable(),
  label: z.string(),
  value: z.string(),
});
export type DrillFact = z.infer<typeof drillFact>;

/** As it was when it was sampled. `won`: what the weights foretell came true, so a churned customer is `won` here. */
export const drillCase = z.strictObject({
  place: z.int(),
  /** Null: everything about the subject was erased. */
  subject: z.string().nullable(),
  probability: z.number(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  stratum: z.int(),
  facts: z.array(drillFact),
  reasons: z.array(reason),
  outcome: z.enum(['won', 'lost']).nullable(),
});
export type DrillCase = z.infer<typeof drillCase>;

export const judgement = z.strictObject({
  place: z.int(),
  judge: z.string(),
  probability: z.number().min(0).max(1),
  reason: z.string().nullable(),
});
export type Judgement = z.infer<typeof judgement>;

export const drill = z.strictObject({
  id: z.string(),
  target: drillTarget,
  title: z.string(),
  state: z.enum(['open', 'closed']),
  weightsVersion: z.int().nullable(),
  madeAt: z.date(),
  madeBy: z.string(),
  /** Until then judges are awaited; judging later is possible while the drill is open. */
  endsAt: z.date(),
});
export type Drill = z.infer<typeof drill>;

/** A case that somebody judged and whose outcome is known. `people`: the mean of their log-odds, as a probability. */
export type KnownCase = {
  readonly of: DrillCase;
  readonly y: 0 | 1;
  readonly machine: number;
  readonly people: number;
  readonly said: readonly Judgement[];
};
