// An action: something done outside; kept in the outbox until it has had its effect once.
import { z } from 'zod';
import { subjectKinds } from '#sense/signal.ts';

/** What is to be done, by kind. */
export const actionPayload = {
  /** Set fields of a CRM record. Values as the CRM takes them. */
  'crm.write': z.strictObject({
    objectType: z.enum(subjectKinds),
    externalId: z.string(),
    properties: z.record(z.string(), z.string()),
  }),
  /** Create a task for the record's owner. */
  'crm.task': z.strictObject({
    objectType: z.enum(subjectKinds),
    externalId: z.string(),
    subject: z.string(),
    body: z.string(),
    dueAt: z.iso.datetime(),
    ownerId: z.string().nullable(),
    advice: z.string(),
  }),
  /** Post, or bring up to date, the one message of an advice. */
  'chat.alert': z.strictObject({ advice: z.string() }),
  /** Take everything about a person out of a message: the customer demands erasure. */
  'chat.forget': z.strictObject({ channel: z.string(), ts: z.string() }),
  /** A message of a journey, of a drill or about a model. `owner` is the record's, as the CRM `crm` names it. */
  'chat.say': z.strictObject({
    to: z.union([z.enum(['manager', 'owner', 'channel']), z.strictObject({ channel: z.string() })]),
    text: z.string(),
    crm: z.string().nullable(),
    ownerId: z.string().nullable(),
    /** A button below it that leads somewhere. */
    link: z.strictObject({ label: z.string(), url: z.url() }).optional(),
    /** The run of a journey that waits for a yes or no to it: it is answered below the question. */
    approval: z.strictObject({ run: z.string() }).optional(),
  }),
  /** A signed request to another system; `connection` is the CRM of the record that it tells of. */
  'web.hook': z.strictObject({ url: z.string(), body: z.string() }),
} as const;
export type ActionKind = keyof typeof actionPayload;
export const actionKinds = z.keyof(z.strictObject(actionPayload)).options;

/** pending: to be done. done: had its effect. parked: refused, a person must look. dry: not sent, dry run. */
export const actionStates = ['pending', 'done', 'parked', 'dry', 'cancelled'] as const;
export type ActionState = (typeof actionStates)[number];

type Common = {
  /** Unique in the tenant: the same key is never done twice. A pending write to the same record is replaced. */
  readonly key: string;
  readonly connection: string;
  readonly subject: string;
};
export type NewAction = {
  readonly [K in ActionKind]: Common & {
    readonly kind: K;
    readonly payload: z.infer<(typeof actionPayload)[K]>;
  };
}[ActionKind];

export type Action = NewAction & {
  readonly id: string;
  readonly state: ActionState;
  readonly attempts: number;
  /** Moves when a pending write takes new values over. */
  readonly mark: string;
  readonly createdAt: Date;
};

/**
 * How an attempt ended: done, to be tried again after `waitMs`, or parked with a reason for the admin. With a mark it
 * counts only while the action still has that mark; otherwise the new values stay pending. `free`: no attempt was made.
 */
export type ActionEnd = { readonly id: string; readonly mark?: string } & (
  | { readonly end: 'done'; readonly response?: unknown }
  | { readonly end: 'again'; readonly waitMs: number; readonly problem: string; readonly free?: boolean }
  | { readonly end: 'parked'; readonly code: string; readonly problem: string }
  /** There was nothing left to do. */
  | { readonly end: 'cancelled' }
  | { readonly end: 'dry' }
);
