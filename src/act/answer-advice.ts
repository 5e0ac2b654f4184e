// An answer to advice: recorded as an outcome and applied to the advice, once, in one transaction with what must show it.
import type { Advice } from '#advise/advice.ts';
import type { Answer, AnswerAdvice, Answered } from '#ports/answer.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import { alertActions } from './chat-alert.ts';

const day = 86_400_000;
const nobody = { connection: null } as const;

/**
 * Wherever somebody answers, the same happens: the outcome is recorded, the advice answered, the subject marked dirty so
 * that its fields follow, and the message of the advice brought up to date by an action.
 */
export function openAnswers({ store, queue, clock }: Pick<Ports, 'store' | 'queue' | 'clock'>): AnswerAdvice {
  return async (answer) => {
    const now = clock.now();
    const { tenant } = answer;
    const { answered, connection } = await store.asTenant(tenant, async (rows) => {
      const told = await keepAnswer(rows, answer, now);
      if (told.result !== 'recorded') return { answered: told, ...nobody };
      await rows.subjects.markDirty([told.advice.subject], 'advice answered');
      return { answered: told, connection: await putAlert(rows, told.advice, now) };
    });
    if (answered.result !== 'recorded') return answered;
    if (connection !== null) await queue.wake({ kind: 'act', tenant, connection });
    await queue.wake({ kind: 'turn', tenant });
    return answered;
  };
}

async function keepAnswer(
  rows: Pick<TenantStore, 'advice' | 'outcomes'>,
  answer: Answer,
  now: Date,
): Promise<Answered> {
  // Held until the end: of two people who answer at the same moment, the second one sees the first one's answer.
  const advice = await rows.advice.hold(answer.advice);
  if (advice === null || (answer.subject !== null && answer.subject !== advice.subject))
    return { result: 'unknown' };
  const said = await rows.outcomes.of(advice.subject);
  if (said.some(({ key }) => key === answer.key)) return { result: 'repeated', advice };
  if (advice.state !== 'open' && advice.state !== 'taken' && advice.state !== 'snoozed')
    return { result: 'closed', advice };
  if (answer.kind === 'taken' && advice.state === 'taken' && advice.answeredBy !== answer.by)
    return { result: 'held', advice };
  const { key, kind, via, by, note } = answer;
  await rows.outcomes.record([
    { key, subject: advice.subject, advice: advice.id, kind, via, by, at: now, note },
  ]);
  const snoozedUntil = kind === 'snoozed' ? new Date(now.getTime() + (answer.snoozeDays ?? 1) * day) : null;
  const after = await rows.advice.answer(advice.id, { state: kind, by, snoozedUntil }, now);
  return { result: 'recorded', advice: after ?? advice };
}

/** The action goes to the workspace that has the message, or where it is about to be sent. Gives that connection. */
async function putAlert(rows: TenantStore, advice: Advice, now: Date): Promise<string | null> {
  const notice = await rows.notices.of(advice.id);
  if (notice === null && !advice.alert) return null;
  const all = await rows.connections.all();
  const actions = alertActions(
    advice,
    notice === null ? all : all.filter(({ id }) => id === notice.connection),
  );
  await rows.outbox.put(actions, now);
  return actions[0]?.connection ?? null;
}
