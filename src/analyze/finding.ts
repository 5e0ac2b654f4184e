// A finding: what analysis says of a twin, with evidence, confidence and the age of the data.
import { z } from 'zod';
import type { SubjectKind } from '#sense/signal.ts';
import { expected } from './pace.ts';

export const findingKinds = ['lead_score', 'health', 'deal_score', 'stagnation'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** What is found of subjects of a kind, where anything is. */
export function findingKindOf(kind: SubjectKind): FindingKind {
  if (kind === 'company') return 'health';
  return kind === 'deal' ? 'deal_score' : 'lead_score';
}

/** Whom a finding is about; a lead counts as a contact. */
export function foundOf(kind: FindingKind): 'company' | 'deal' | 'contact' {
  if (kind === 'health' || kind === 'stagnation') return 'company';
  return kind === 'deal_score' ? 'deal' : 'contact';
}

export const leadGrades = ['A', 'B', 'C', 'D'] as const;
export const healthBands = ['healthy', 'watch', 'at_risk'] as const;
export const stagnationBands = ['moving', 'slowing', 'stalled'] as const;

/** Stands beside the finding that a subject has its score from. */
export const isBeside = ({ kind }: { readonly kind: FindingKind }): boolean => kind === 'stagnation';
/** A deal that will probably be won, may go either way, or will probably be lost. */
export const dealBands = ['likely', 'even', 'unlikely'] as const;
/** Of everything that a subject has its score from. */
export const scoreBands = [...leadGrades, ...healthBands, ...dealBands] as const;

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
  /** It works against what one wishes, and a person can do something about it: see `changeable.ts`; absent where nobody looked. */
  changeable: z.boolean().optional(),
});
export type Reason = z.infer<typeof reason>;

export const partCodes = ['use', 'breadth', 'support', 'relationship', 'commercial', 'sentiment'] as const;

/** One part of a health index. `value` 0-100, null when nothing is known of it; `weight` sums to 1 over known parts. */
export const part = z.strictObject({
  code: z.enum(partCodes),
  value: z.number().min(0).max(100).nullable(),
  weight: z.number().min(0).max(1),
  /** Change of the value against 28 days ago; null when not known. */
  trend: z.number().nullable(),
});
export type Part = z.infer<typeof part>;

/**
 * What moved the score when it last moved: the record, or other weights; and the reasons that moved it most. `points`: by how
 * much each of the two moved it, together the whole difference; absent where nobody can tell.
 */
export const because = z.strictObject({
  cause: z.enum(['record', 'weights']),
  by: z
    .array(z.strictObject({ code: z.string(), feature: z.string(), label: z.string(), points: z.number() }))
    .max(3),
  points: z.strictObject({ record: z.number(), weights: z.number() }).optional(),
});
export type Because = z.infer<typeof because>;

/** The factors that a confidence is made of, each 0-1, as far as they apply. */
export const sureness = z.partialRecord(z.enum(['width', 'support', 'known', 'fresh']), z.number());

const doubts = z.array(
  z.enum(['histories', 'wide', 'unlike', 'missing', 'stale', 'little_history', 'prior']),
);
/** Closed records that weights saw, those won among them, and how many more they need. */
const history = z.strictObject({ closed: z.number().int(), won: z.number().int(), needed: z.number().int() });
const probability = z.number().min(0).max(1);

/**
 * What weights foretell of a customer beside its health: that it leaves within 90 days. Points of reasons are percentage
 * points, and what speaks for leaving is above 0. `usual`: the share of customers that leave within 90 days anyway.
 * `probability` is null where nothing was learned of who leaves: then only `usual` and `history` are known.
 */
export const foretold = z.strictObject({
  probability: probability.nullable(),
  usual: probability,
  interval: z.tuple([z.number(), z.number()]).nullable(),
  confidence: z.number().min(0).max(1),
  doubts,
  sureness: sureness.optional(),
  reasons: z.array(reason),
  /** What each feature adds to the log-odds of the probability, and how many leave anyway; they add up to it. */
  shares: z.record(z.string(), z.number()).optional(),
  /** What it was before it last moved by a whole percent, until when, and what moved it, in percentage points. */
  before: z.strictObject({ probability, at: z.iso.datetime() }).optional(),
  because: because.optional(),
  basis: z.enum(['model', 'prior']),
  history,
  dataAsOf: z.iso.datetime().nullable(),
  weightsVersion: z.number().int().nullable(),
});
export type Foretold = z.infer<typeof foretold>;

/** A part of a health index that moved it, and the signal behind it that changed most: what they were, and are. */
export const healthMove = z.strictObject({
  part: part.shape.code,
  from: z.number().nullable(),
  to: z.number().nullable(),
  signal: z.strictObject({ code: z.string(), from: scalar, to: scalar }).nullable(),
});
export type HealthMove = z.infer<typeof healthMove>;

const bandCode = z.enum([...leadGrades, ...healthBands, ...dealBands, ...stagnationBands]);

export const finding = z.strictObject({
  kind: z.enum(findingKinds),
  /** 0-100; null when nothing at all is known. */
  score: z.number().int().min(0).max(100).nullable(),
  band: bandCode.nullable(),
  /**
   * Probability to convert (lead score), to leave within 90 days (health, stagnation) or to be won (deal score); null when
   * not estimated.
   */
  probability: probability.nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  confidence: z.number().min(0).max(1),
  /** Why the confidence is not higher; texts: `confidence.<code>`. */
  doubts,
  reasons: z.array(reason),
  sureness: sureness.optional(),
  /** What each feature adds to the log-odds behind the score, all of them; see `shares.ts`. Absent for an index. */
  shares: z.record(z.string(), z.number()).optional(),
  because: because.optional(),
  /** Of a health index: what moved it when it last moved. */
  moved: z.array(healthMove).optional(),
  /** Of a health index: a person said otherwise; score and band are the person's, and these are what was computed. */
  override: z
    .strictObject({
      id: z.string(),
      who: z.string(),
      reason: z.string(),
      at: z.iso.datetime(),
      until: z.iso.datetime(),
      computed: z.strictObject({ score: z.number().int().nullable(), band: bandCode.nullable() }),
    })
    .optional(),
  /** Of a deal: when it is won, if it is; null where nobody can tell. */
  expected: expected.nullable().optional(),
  /** Of a customer's health: how probably it leaves; absent where nobody looked. */
  churn: foretold.optional(),
  /** Of a lead: absent while it is open. */
  standing: z.enum(['won', 'lost']).optional(),
  parts: z.array(part),
  /** model: learned from the tenant's closed history. prior: too little history. index: weighted parts. */
  basis: z.enum(['model', 'prior', 'index']),
  /** Closed records that the model saw, those won among them, and how many more it needs; null for an index. */
  history: history.nullable(),
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
