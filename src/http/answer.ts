// A person's answer to advice: the outcome is recorded once, the advice is answered, and what shows it is woken.
import type { Advice } from '#advise/advice.ts';
import type { NewOutcome } from '#learn/outcome.ts';
import type { Ports } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';
import { wakeActs } from './wake-acts.ts';

export const personAnswers = ['taken', 'snoozed', 'done', 'dismissed', 'not_useful'] as const;
type PersonAnswer = (typeof personAnswers)[number];

export type Answering = {
  readonly tenant: TenantId;
  readonly advice: string;
  /** Whom the advice must be about; null where any subject of the tenant will do. */
  readonly subject: string | null;
  readonly answer: PersonAnswer;
  readonly via: NewOutcome['via'];
  readonly by: string;
  readonly note: string | null;
  readonly snoozeDays: number;
  /** The same request, received twice, has the same key. */
  readonly key: string;
  readonly now: Date;
};

const live = ['open', 'taken', 'snoozed'];

/**
 * The advice as it is now, and whether this answer changed it: the second time a key comes, and an answer to advice
 * that is closed, change nothing. Null when the tenant has no such advice (about `subject`, where that is given).
 */
export async function answerAdvice(
  { store, queue }: Pick<Ports, 'store' | 'queue'>,
  { tenant, advice: id, subject, answer, via, by, note, snoozeDays, key, now }: Answering,
): Promise<{ advice: Advice; changed: boolean } | null> {
  const answered = await store.asTenant(tenant, async (rows) => {
    const advice = await rows.advice.get(id);
    if (advice === null || (subject !== null && advice.subject !== subject)) return null;
    if (!live.includes(advice.state)) return { advice, changed: false };
    const fresh = await rows.outcomes.record([
      { key, subject: advice.subject, advice: id, kind: answer, via, by, at: now, note },
    ]);
    if (fresh === 0) return { advice, changed: false };
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
    return { advice: after ?? advice, changed: true };
  });
  if (answered === null || !answered.changed) return answered;
  await queue.wake({ kind: 'turn', tenant });
  await wakeActs({ store, queue }, tenant);
  return answered;
}
