// The explanation: all that a card inside the CRM shows of a record, as one field of codes and values, no sentences.
import { z } from 'zod';
import { adviceCodes, adviceStates } from '#advise/advice.ts';
import { words } from '#advise/journey/words.ts';
import { because, finding, findingKinds, part, partCodes, reason, sureness } from '#analyze/finding.ts';
import { expected } from '#analyze/pace.ts';

/** Another shape gets another number; a card that does not know the number says that it must be brought up to date. */
export const explanationVersion = 1;
/** Bytes in UTF-8: rows with long texts make every query of the account slower. */
export const mostBytes = 4_096;

const band = finding.shape.band;
const score = finding.shape.score.unwrap();
const scalar = reason.shape.value;

/**
 * One piece of evidence, what can be changed first. Texts: `reason.<feature>` where `code` is `property`, else `reason.<code>`, else `label`, the
 * customer's own; a value `reason.value.<feature>.<value>` where there is one. `points` is signed, of 100. `changeable`:
 * it works against what one wishes, and a person can do something about it now, because it is not known or work that can be done.
 */
const explainedReason = z.strictObject({
  code: z.string(),
  feature: z.string(),
  label: z.string(),
  value: scalar,
  usual: scalar,
  points: z.number(),
  source: reason.shape.source,
  asOf: z.iso.datetime().nullable(),
  changeable: z.boolean(),
});
export type ExplainedReason = z.infer<typeof explainedReason>;

/**
 * The last change of the score: from what, when, and what moved it, strongest first: `by` a reason's feature with the
 * points that it gained or lost. `cause`: `record` when the record itself moved, `weights` when Revloop has learned.
 */
const change = z.strictObject({
  score: score.nullable(),
  band,
  at: z.iso.datetime(),
  cause: because.shape.cause,
  by: because.shape.by,
});

/**
 * What to do next, or what was answered last, within a day. Texts: `advice.<code>.title` and `.why`,
 * `card.view.answered.<state>` with `who`. `params` fill what the texts name. Answers are taken while `state` is open,
 * taken or snoozed.
 */
const next = z.strictObject({
  id: z.uuid(),
  code: z.enum(adviceCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  confidence: z.number().min(0).max(1),
  state: z.enum(adviceStates),
  since: z.iso.datetime(),
  due: z.iso.datetime().nullable(),
  by: z.string().nullable(),
  /** A journey's or a rule's own words, which are said instead of those of the code. */
  words: z.strictObject({ title: words, why: words }).optional(),
});

/** Something that Revloop or a person did; texts `card.view.did.<code>`, and `card.view.outcome.<what>` for an outcome. */
const did = z.strictObject({
  code: z.enum(['score', 'fields', 'task', 'alert', 'forget', 'answer', 'outcome']),
  at: z.iso.datetime(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** How the probability last moved by a whole percent: from what, until when, and what moved it, in percentage points. */
const churnChange = z.strictObject({
  probability: z.number().min(0).max(1),
  at: z.iso.datetime(),
  cause: because.shape.cause,
  by: because.shape.by,
});

const churn = z.strictObject({
  usual: z.number().min(0).max(1),
  reasons: z.array(explainedReason).max(2),
  confidence: z.number().min(0).max(1),
  doubts: finding.shape.doubts,
  history: finding.shape.history.unwrap(),
  change: churnChange.optional(),
});
const { override } = finding.shape;

const common = {
  v: z.literal(explanationVersion),
  /** The subject's id in Revloop, for `<console>/subjects/<id>`. */
  subject: z.string(),
  /** Where Revloop's console is; null where nobody said. */
  console: z.url().nullable(),
  kind: z.enum(findingKinds),
  at: z.iso.datetime(),
} as const;

const scored = {
  ...common,
  score,
  band,
  /** `won` and `lost`: the score only looks back. Texts: `card.view.headline.<standing or band>[.calm]`. */
  standing: z.enum(['won', 'lost']).nullable(),
  probability: z.number().min(0).max(1).nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  /** `doubts`: why it is not higher, texts `confidence.<code>`. `parts`: the factors that multiply to it, as far as known. */
  confidence: z.strictObject({
    value: z.number().min(0).max(1),
    doubts: finding.shape.doubts,
    parts: sureness,
  }),
  change: change.nullable(),
  reasons: z.array(explainedReason).max(10),
  /** Of a deal: when it is won, if it is. */
  expected: expected.optional(),
  parts: z.array(part).max(partCodes.length),
  /** Of a customer: what is usual, what raises the probability to leave most, and how much history that is learned from. */
  churn: churn.optional(),
  /** Of a customer: a person said otherwise, and what was computed. Texts: `card.view.word`. */
  override: override.unwrap().optional(),
  /** Oldest first: a day (ISO date) and the score. */
  trend: z.array(z.tuple([z.iso.date(), score])).max(20),
  next: next.nullable(),
  did: z.array(did).max(4),
  /** Newest fact that was used. */
  dataAsOf: z.iso.datetime().nullable(),
  /** Closed records learned from, and how many more it takes; null for an index. */
  history: finding.shape.history,
} as const;

/**
 * `ready`; `little_history`: a general estimate stands in for a learned one; `not_scored`, and why: nothing is known yet,
 * a contact that never was a lead, a company that is no customer (any more), a deal that is closed. A record without an explanation was not
 * looked at yet. That Revloop is paused cannot stand here, because then it may not write: the card goes by the age.
 */
export const explanation = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('ready'), ...scored }),
  z.strictObject({ state: z.literal('little_history'), ...scored }),
  z.strictObject({
    state: z.literal('not_scored'),
    ...common,
    why: z.enum(['nothing_known', 'never_lead', 'no_customer', 'closed']),
  }),
]);
export type Explanation = z.infer<typeof explanation>;

/** The field's text: as JSON of at most `mostBytes`. What tells least goes first: old actions, the trend, weak reasons, what moved a probability. */
export function explanationText(given: Explanation): string {
  let one = given;
  for (;;) {
    const text = JSON.stringify(one);
    if (one.state === 'not_scored' || Buffer.byteLength(text) <= mostBytes) return text;
    if (one.did.length > 0) one = { ...one, did: one.did.slice(0, -1) };
    else if (one.trend.length > 2) one = { ...one, trend: one.trend.slice(1) };
    else if (one.reasons.length > 0) one = { ...one, reasons: one.reasons.slice(0, -1) };
    else if (one.churn?.change !== undefined) {
      const { change: _, ...churn } = one.churn;
      one = { ...one, churn };
    } else return text;
  }
}
