// A person's answer to advice: the outcome is recorded once, the advice is answered, and what shows it is woken.
import type { Advice } from '#advise/advice.ts';
import type { NewOutcome } from '#learn/outcome.ts';
import type { Ports } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';

export const personAnswers = ['taken', 'snoozed', 'done', 'dismissed', 'not_useful'] as const;
export type PersonAnswer = (typeof personAnswers)[number];

export type Answering = {
  readonly tenant: TenantId;
  readonly advice: string;
  readonly answer: PersonAnswer;
  readonly via: NewOutcome['via'];
  readonly by: string;
  readonly note: string | null;
  readonly snoozeDays: number;
  /** The same request, received twice, has the same key. */
  readonly key: string;
  readonly now: Date;
};

/** The advice as it is now, or null when the tenant has no such advice. The second time a key comes changes nothing. */
export async function answerAdvice(
  { store, queue }: Pick<Ports, 'store' | 'queue'>,
  { tenant, advice: id, answer, via, by, note, snoozeDays, key, now }: Answering,
): Promise<Advice | null> {
  const answered = await store.asTenant(tenant, async (rows) => {
    const advice = await rows.advice.get(id);
    if (advice === null) return null;
    const fresh = await rows.outcomes.record([
      { key, subject: advice.subject, advice: id, kind: answer, via, by, at: now, note },
    ]);
    if (fresh === 0) return advice;
    const snoozedUntil = answer === 'snoozed' ? new Date(now.getTime() + snoozeDays * 86_400_000) : null;
    const after = await rows.advice.answer(id, { state: answer, by, snoozedUntil }, now);
    await rows.subjects.markDirty([advice.subject], 'advice answered');
    const notice = await rows.notices.of(id);
    if (notice !== null) {
      await rows.outbox.put(
        [
          {
            kind: 'chat.alert',
            key: `chat.alert:${id}:${key}`,
            connection: notice.connection,
            subject: advice.subject,
            payload: { advice: id },
          },
        ],
        now,
      );
    }
    return after;
  });
  if (answered === null) return null;
  await queue.wake({ kind: 'turn', tenant });
  await queue.wake({ kind: 'act', tenant });
  return answered;
}
