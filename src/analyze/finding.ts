// A finding: what analysis says of a twin, with evidence, confidence and the age of the data.
import { z } from 'zod';

export const findingKinds = ['lead_score', 'health'] as const;
export type FindingKind = (typeof findingKinds)[number];

export const leadGrades = ['A', 'B', 'C', 'D'] as const;
export const healthBands = ['healthy', 'watch', 'at_risk'] as const;

const scalar = z.union([z.string(), z.number(), z.null()]);

/** One piece of evidence. `points` is signed: its effect on the score of 0-100. */
export const reason = z.strictObject({
  /** `property` for a field of the record, `together` for two at once, else the name of a derived fact; texts: `reason.<code>`. */
  code: z.string(),
  /** Name of the property or derived fact. */
  feature: z.string(),
  /** The portal's own label of the property; empty for derived facts. */
  label: z.string(),
  value: scalar,
  /** What is usual for those that convert (or stay); null when not known. */
  usual: scalar,
  points: z.number(),
  source: z.enum(['hubspot', 'salesforce', 'product', 'support']),
  asOf: z.iso.datetime().nullable(),
  /** A person can fill in another value; absent where that was not looked at. */
  changeable: z.boolean().optional(),
});
export type Reason = z.infer<typeof reason>;

/** One part of a health index. `value` 0-100, null when nothing is known of it; `weight` sums to 1 over known parts. */
export const part = z.strictObject({
  code: z.enum(['use', 'support', 'relationship', 'commercial']),
  value: z.number().min(0).max(100).nullable(),
  weight: z.number().min(0).max(1),
  /** Change of the value against 28 days ago; null when not known. */
  trend: z.number().nullable(),
});
export type Part = z.infer<typeof part>;

/** What moved the score when it last moved: learning, or these reasons by so many points. */
export const because = z.strictObject({
  cause: z.enum(['record', 'weights']),
  by: z
    .array(z.strictObject({ code: z.string(), feature: z.string(), label: z.string(), points: z.number() }))
    .max(3),
});
export type Because = z.infer<typeof because>;

/** The factors that a confidence is made of, each 0-1, as far as they apply. */
export const sureness = z.partialRecord(z.enum(['width', 'support', 'known', 'fresh']), z.number());

export const finding = z.strictObject({
  kind: z.enum(findingKinds),
  /** 0-100; null when nothing at all is known. */
  score: z.number().int().min(0).max(100).nullable(),
  band: z.enum([...leadGrades, ...healthBands]).nullable(),
  /** Probability to convert (lead score) or to churn within 90 days (health); null when not estimated. */
  probability: z.number().min(0).max(1).nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  confidence: z.number().min(0).max(1),
  /** Why the confidence is not higher; texts: `confidence.<code>`. */
  doubts: z.array(z.enum(['wide', 'unlike', 'missing', 'stale', 'little_history', 'prior'])),
  reasons: z.array(reason),
  sureness: sureness.optional(),
  because: because.optional(),
  /** Of a lead: absent while it is open. */
  standing: z.enum(['won', 'lost']).optional(),
  parts: z.array(part),
  /** model: learned from the tenant's closed history. prior: too little history. index: weighted parts. */
  basis: z.enum(['model', 'prior', 'index']),
  /** Closed records that the model saw, those won among them, and how many more it needs; null for an index. */
  history: z
    .strictObject({ closed: z.number().int(), won: z.number().int(), needed: z.number().int() })
    .nullable(),
  /** Newest fact that was used. */
  dataAsOf: z.iso.datetime().nullable(),
  weightsVersion: z.number().int().nullable(),
});
export type Finding = z.infer<typeof finding>;

/** A kept finding of a subject, with what it was before it last changed. */
export type KeptFinding = {
  readonly subject: string;
  readonly finding: Finding;
  readonly foundAt: Date;
  readonly before: { readonly score: number | null; readonly band: string | null; readonly at: Date } | null;
};
