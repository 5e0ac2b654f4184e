// A signal: one dated fact about a subject.
import { z } from 'zod';

export const subjectKinds = ['contact', 'lead', 'company', 'deal', 'ticket'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** Engagements are CRM objects too, but facts about the subjects they are linked to, not subjects. */
export const engagementKinds = ['call', 'meeting', 'email', 'note', 'task'] as const;
export type EngagementKind = (typeof engagementKinds)[number];
/** An answer that a person gave to advice as a record of the CRM: a fact about the subject too, and no subject. */
export const objectTypes = [...subjectKinds, ...engagementKinds, 'answer'] as const;
export type ObjectType = (typeof objectTypes)[number];

/** What a person can say to an advice. */
export const answerKinds = ['taken', 'snoozed', 'done', 'dismissed', 'not_useful'] as const;
export type AnswerKind = (typeof answerKinds)[number];

const properties = z.record(z.string(), z.string().nullable());

/** What a signal says, by kind. Times inside are ISO 8601 in UTC. */
export const signalData = {
  /** A hint that a CRM record changed; the record itself is read again. Not folded. */
  'crm.changed': z.strictObject({
    why: z.enum(['created', 'changed', 'linked', 'restored']),
    property: z.string().optional(),
  }),
  /** Properties as read from the CRM: those that differ from what was known before. */
  'crm.record': z.strictObject({ properties, createdAt: z.iso.datetime(), archived: z.boolean() }),
  /**
   * What the record was before we knew it, by the CRM's own history: `properties` holds what was new at `at`, oldest first.
   * The first is of when it was made; a property that no state names was never filled, or its past is not told. Not folded.
   */
  'crm.past': z.strictObject({ states: z.array(z.strictObject({ at: z.iso.datetime(), properties })) }),
  /** All records of type `to` that the subject is linked to, at that moment. */
  'crm.links': z.strictObject({ to: z.enum(subjectKinds), ids: z.array(z.string()) }),
  'crm.deleted': z.strictObject({}),
  'crm.restored': z.strictObject({}),
  /** The subject is the winner; `from` are the ids that no longer exist. */
  'crm.merged': z.strictObject({ from: z.array(z.string()) }),
  /** The subject is the contact that a lead became; the lead's record can no longer be written. */
  'crm.converted': z.strictObject({ lead: z.string() }),
  /** The customer demands erasure: everything about the subject is removed. */
  'crm.erased': z.strictObject({}),
  /** A call, meeting, mail or note with the subject. `direction` is seen from our customer's company. */
  engagement: z.strictObject({
    type: z.enum(engagementKinds),
    id: z.string(),
    direction: z.enum(['in', 'out']).nullable(),
    outcome: z.string().nullable(),
  }),
  /** What a person said to an advice in a record of the CRM; applied in the next turn, and no part of the twin. */
  'advice.answered': z.strictObject({
    advice: z.string(),
    answer: z.enum(answerKinds),
    days: z.number().int().min(1).max(365).nullable(),
    note: z.string().nullable(),
    by: z.string().nullable(),
  }),
  /** How a customer stands, as a person said in a record of the CRM; null: the index shall count again. Applied in the next turn. */
  'health.said': z.strictObject({
    band: z.enum(['healthy', 'watch', 'at_risk']).nullable(),
    reason: z.string(),
    days: z.number().int().min(1).max(180),
    /** The word that the person saw; null where there was none. */
    replaces: z.string().nullable(),
    by: z.string(),
  }),
  /**
   * Who somebody is that was known by a product's own id so far: the e-mail of a person, the domain of a company, the user
   * (by its name at the same source) that a visitor became.
   */
  'product.identified': z.strictObject({
    email: z.string().nullable(),
    domain: z.string().nullable(),
    user: z.string().optional(),
  }),
  /** Whom a user of the product belongs to, as the product says: a company by its name at the same source. */
  'product.member': z.strictObject({ company: z.string() }),
  /** Something done in our customer's product or site. */
  'product.event': z.strictObject({
    name: z.string(),
    user: z.string().nullable(),
    properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
} as const;

/** No part of a twin: a hint points at a record that is read anyway, and the past changes nothing of today. */
export const notFolded: readonly string[] = ['crm.changed', 'crm.past'];

export type SignalKind = keyof typeof signalData;
export type SignalData<K extends SignalKind> = z.infer<(typeof signalData)[K]>;

type Common = {
  /** Unique in the tenant: the second signal with the same key is dropped. */
  readonly key: string;
  /** Connection or event source that it came from. */
  readonly origin: string;
  readonly objectType: SubjectKind;
  readonly externalId: string;
  readonly occurredAt: Date;
};

/** A signal as it is made, before it is kept. */
export type NewSignal = {
  readonly [K in SignalKind]: Common & { readonly kind: K; readonly data: SignalData<K> };
}[SignalKind];

/** A kept signal. `subject` is whom it is about after identity was resolved. */
export type Signal = NewSignal & { readonly id: string; readonly subject: string };

/** The key of a merge: the same whether an event said it or a record that was read. */
export function mergeKey(origin: string, objectType: SubjectKind, winner: string, loser: string): string {
  return `merged:${origin}:${objectType}:${winner}:${loser}`;
}

/** The key of a person's answer: the same whichever way, and however often, it came. */
export function answerKey(origin: string, clientKey: string): string {
  return `answer:${origin}:${clientKey}`;
}

export function isSubjectKind(objectType: ObjectType): objectType is SubjectKind {
  return subjectKinds.some((kind) => kind === objectType);
}
