// An answer to advice: recorded as an outcome and applied to the advice, once, in one transaction.

import type { Advice } from '#advise/advice.ts';
import type { TenantStore } from '#ports/store.ts';

export type Answer = {
  /** Unique in the tenant: the same answer counts once however often it is delivered. */
  readonly key: string;
  readonly advice: string;
  readonly kind: 'taken' | 'snoozed' | 'done' | 'dismissed' | 'not_useful';
  readonly via: 'slack' | 'card' | 'console';
  readonly by: string | null;
  /** Only of `snoozed`. */
  readonly until: Date | null;
  readonly note: string | null;
};

/**
 * `recorded`: it counts. `repeated`: it was recorded before. `closed`: somebody closed the advice earlier. `held`:
 * somebody else has taken it. `unknown`: this tenant has no such advice.
 */
export type Answered =
  | { readonly result: 'recorded' | 'repeated' | 'closed' | 'held'; readonly advice: Advice }
  | { readonly result: 'unknown' };

/** Keeps the answer. Must run inside one transaction of the tenant. */
export async function answerAdvice(
  rows: Pick<TenantStore, 'advice' | 'outcomes'>,
  answer: Answer,
  now: Date,
): Promise<Answered> {
  const advice = await rows.advice.get(answer.advice);
  if (advice === null) return { result: 'unknown' };
  const said = await rows.outcomes.of(advice.subject);
  if (said.some(({ key }) => key === answer.key)) return { result: 'repeated', advice };
  if (advice.state !== 'open' && advice.state !== 'taken' && advice.state !== 'snoozed')
    return { result: 'closed', advice };
  if (answer.kind === 'taken' && advice.state === 'taken' && advice.answeredBy !== answer.by)
    return { result: 'held', advice };
  const { key, kind, via, by, note } = answer;
  const added = await rows.outcomes.record([
    { key, subject: advice.subject, advice: advice.id, kind, via, by, at: now, note },
  ]);
  const state = { state: kind, by, snoozedUntil: kind === 'snoozed' ? answer.until : null };
  // Not added: the same answer, delivered twice at the same moment, was committed while we waited for it.
  if (added === 0) return { result: 'repeated', advice: (await rows.advice.get(advice.id)) ?? advice };
  return { result: 'recorded', advice: (await rows.advice.answer(advice.id, state, now)) ?? advice };
}
