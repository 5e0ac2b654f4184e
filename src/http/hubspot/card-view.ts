// What the HubSpot card shows and sends: the contract between the card's back end and the card in the CRM record.
import { z } from 'zod';
import { healthBands } from '#analyze/finding.ts';

/** How good or bad something is, in the words of HubSpot's StatusTag. */
export const Tone = z.enum(['success', 'warning', 'danger', 'info', 'default']);
export type Tone = z.infer<typeof Tone>;

/** The answers a person can give to advice. */
export const Answer = z.enum(['done', 'dismissed', 'not_useful']);
export type Answer = z.infer<typeof Answer>;

/** HubSpot's object type ids of the records that have a card. */
export const CardObjectType = z.enum(['0-1', '0-2', '0-3']);

/**
 * The query of `GET` and `POST /hubspot/card`. `portalId`, `userId`, `userEmail` and `appId` are added and signed by
 * HubSpot; `objectTypeId`, `objectId` and `locale` come from the card's own code, so they prove nothing: the record
 * must belong to the tenant of `portalId`. `locale` is a BCP 47 tag such as `en-gb` or `zh-cn`.
 */
export const CardQuery = z.object({
  portalId: z.string().regex(/^\d{1,19}$/),
  userId: z.string().regex(/^\d{1,19}$/),
  userEmail: z.string().max(320).optional(),
  appId: z.string().regex(/^\d{1,19}$/),
  objectTypeId: CardObjectType,
  objectId: z.string().regex(/^\d{1,19}$/),
  locale: z.string().max(35).optional(),
});
export type CardQuery = z.infer<typeof CardQuery>;

/** The body of `POST /hubspot/card`. Safe to receive twice: HubSpot repeats a request after a 5xx. */
export const CardAnswer = z.strictObject({
  adviceId: z.string().min(1).max(100),
  answer: Answer,
  reason: z.string().trim().min(1).max(500).optional(),
});
export type CardAnswer = z.infer<typeof CardAnswer>;

const wordId = z.string().regex(/^\d{1,19}$/);

/** A person says how a customer stands, or takes that back. Safe to receive twice, as an answer is. */
export const CardWord = z.union([
  z.strictObject({
    say: z.strictObject({
      band: z.enum(healthBands),
      reason: z.string().trim().min(3).max(500),
      days: z.int().min(1).max(180),
      /** The word that the person saw and replaces; null where there was none. */
      replaces: wordId.nullable(),
    }),
  }),
  z.strictObject({ takeBack: wordId }),
]);
export type CardWord = z.infer<typeof CardWord>;

export const CardBody = z.union([CardAnswer, CardWord]);

/** A score from 0 to 100 with its grade or band. `headline` is the one sentence to read if only one is read. */
const Score = z.strictObject({
  label: z.string(),
  value: z.int().min(0).max(100),
  band: z.strictObject({ code: z.string(), label: z.string(), tone: Tone }),
  headline: z.string(),
});

/** Which way a number went, and whether that is good news. `text` is signed and short: `+12`. */
const Movement = z.strictObject({
  direction: z.enum(['up', 'down', 'flat']),
  good: z.boolean(),
  text: z.string(),
  comparedWith: z.string(),
});

/** The score over time, oldest first; at least two points or no chart is drawn. */
const Trend = z.strictObject({
  points: z.array(z.strictObject({ date: z.iso.datetime(), value: z.number().min(0).max(100) })).max(120),
  movement: Movement.nullable(),
});

/** A probability from 0 to 1 with its 80 % interval: that of becoming a customer (contact), of leaving (company), of being won (deal). */
const Probability = z.strictObject({
  label: z.string(),
  value: z.number().min(0).max(1),
  text: z.string(),
  low: z.number().min(0).max(1),
  high: z.number().min(0).max(1),
  intervalText: z.string(),
  /** Of a customer: what is usual, and what raises it most. */
  why: z.string().optional(),
});

/** Of a deal: when it is won, if it is, in words; `span` is where eight of ten like it lie. */
const Expected = z.strictObject({ label: z.string(), text: z.string(), span: z.string() });

/** How sure we are, 0 to 1, and why in one sentence. */
const Confidence = z.strictObject({
  value: z.number().min(0).max(1),
  label: z.string(),
  tone: Tone,
  why: z.string(),
});

/** How old the youngest data behind the score is. */
const DataAge = z.strictObject({ asOf: z.iso.datetime(), sentence: z.string(), stale: z.boolean() });

/**
 * One reason: the few that a person can change first, then the strongest. `points` is its signed effect on the score in points
 * of 100; `value` is what we saw, `source` where, `date` when (a sentence such as `3 days ago`), `usual` what those who convert
 * usually have, in words; `hint` says that it can be changed.
 */
const Reason = z.strictObject({
  label: z.string(),
  value: z.string().nullable(),
  usual: z.string().nullable(),
  direction: z.enum(['for', 'against']),
  points: z.number(),
  source: z.string(),
  date: z.string().nullable(),
  hint: z.string().nullable(),
});

/** One part of a company's health, 0 to 100; `detail` says what it was made from. */
const HealthPart = z.strictObject({
  key: z.string(),
  label: z.string(),
  value: z.int().min(0).max(100),
  tone: Tone,
  detail: z.string().nullable(),
  movement: Movement.nullable(),
});

/** What the person should do next. `answered` is set once somebody answered; the answers are then closed. */
const NextStep = z.strictObject({
  adviceId: z.string(),
  title: z.string(),
  why: z.string(),
  confidence: z.string(),
  due: z.string().nullable(),
  overdue: z.boolean(),
  answers: z.array(z.strictObject({ answer: Answer, label: z.string() })).max(3),
  answered: z.strictObject({ answer: Answer, sentence: z.string() }).nullable(),
});

/** Something Revloop or a person did; `when` is a sentence, `at` the instant. */
const LastAction = z.strictObject({
  id: z.string(),
  what: z.string(),
  when: z.string(),
  at: z.iso.datetime(),
});

/** What a person may say of how a customer stands. `said`: the word that counts now, which can be taken back. */
const HealthSay = z.strictObject({
  bands: z.array(z.strictObject({ band: z.enum(healthBands), label: z.string() })),
  said: wordId.nullable(),
});

const CardLink = z.strictObject({ label: z.string(), url: z.url() });
const Subject = z.strictObject({
  kind: z.enum(['contact', 'company', 'deal']),
  id: z.string(),
  name: z.string(),
});
const Notice = z.strictObject({ title: z.string(), text: z.string() });

const scored = {
  subject: Subject,
  score: Score,
  trend: Trend.nullable(),
  probability: Probability.nullable(),
  /** Of a customer: why there is no probability that it leaves. */
  notYet: z.string().optional(),
  expected: Expected.nullable(),
  confidence: Confidence,
  dataAge: DataAge,
  reasons: z.strictObject({ for: z.array(Reason).max(10), against: z.array(Reason).max(10) }),
  parts: z.array(HealthPart).max(12),
  /** Of a company; null of anybody else. */
  say: HealthSay.nullable(),
  nextStep: NextStep.nullable(),
  lastActions: z.array(LastAction).max(10),
  links: z.array(CardLink).max(5),
};

const unscored = { subject: Subject, notice: Notice, links: z.array(CardLink).max(5) };

/**
 * The answer of `GET /hubspot/card`, in the person's language: `ready`; `little_history` (a prior stands in for a
 * trained model, and `notice` says so); `empty` (the record was not seen yet); `error` (we know what is wrong, and
 * `notice` says what to do). Stays far below HubSpot's 1 MB.
 */
export const CardView = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('ready'), notice: Notice.nullable(), ...scored }),
  z.strictObject({ state: z.literal('little_history'), notice: Notice, ...scored }),
  z.strictObject({ state: z.literal('empty'), ...unscored }),
  z.strictObject({ state: z.literal('error'), ...unscored }),
]);
export type CardView = z.infer<typeof CardView>;

/**
 * The answer of `POST /hubspot/card`: a sentence that confirms, and the card as it is now. `late`: somebody else had said
 * something before, so what was sent does not count, and the sentence says so.
 */
export const CardAnswered = z.strictObject({
  confirmation: z.string(),
  view: CardView,
  late: z.boolean().optional(),
});
export type CardAnswered = z.infer<typeof CardAnswered>;
