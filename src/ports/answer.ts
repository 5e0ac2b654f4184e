// What the edges need of answering: what a person said to an advice, and what became of it.
import type { Advice } from '#advise/advice.ts';
import type { AnswerKind } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';

export type Answer = {
  readonly tenant: TenantId;
  /** Unique in the tenant: the same answer counts once however often it is delivered. */
  readonly key: string;
  readonly advice: string;
  /** Whom the advice must be about; null where any subject of the tenant will do. */
  readonly subject: string | null;
  readonly kind: AnswerKind;
  readonly via: 'slack' | 'card' | 'console';
  readonly by: string | null;
  /** Only of `snoozed`. */
  readonly snoozeDays: number | null;
  readonly note: string | null;
};

/**
 * `recorded`: it counts. `repeated`: it was recorded before. `closed`: somebody closed the advice earlier. `held`:
 * somebody else has taken it. `unknown`: this tenant has no such advice (about that subject).
 */
export type Answered =
  | { readonly result: 'recorded' | 'repeated' | 'closed' | 'held'; readonly advice: Advice }
  | { readonly result: 'unknown' };

/** Records the answer once, and sees to it that CRM and chat show it soon. */
export type AnswerAdvice = (answer: Answer) => Promise<Answered>;
