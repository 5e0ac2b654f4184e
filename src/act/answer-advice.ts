// An answer to advice: recorded as an outcome and applied to the advice, once, in one transaction with what must show it.
import { z } from 'zod';
import type { Advice } from '#advise/advice.ts';
import type { Answer, AnswerAdvice, Answered } from '#ports/answer.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { Signal } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';
import { alertActions } from './chat-alert.ts';

const day = 86_400_000;
const nobody = { connection: null } as const;
const uuid = z.uuid();

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

type AnswerSignal = Extract<Signal, { kind: 'advice.answered' }>;

/**
 * Answers that came as records of a CRM, in the turn that hears of them: what the turn shows afterwards knows of them. One
 * to advice that nobody knows, or that somebody closed before, changes nothing. Tells which advice they answered.
 */
export async function takeAnswers(
  rows: TenantStore,
  tenant: TenantId,
  signals: readonly AnswerSignal[],
  now: Date,
): Promise<{ subjects: string[]; connections: string[] }> {
  const subjects: string[] = [];
  const connections: string[] = [];
  for (const { key, data } of signals) {
    const { advice, answer: kind, days: snoozeDays, note, by } = data;
    if (!uuid.safeParse(advice).success) continue;
    const answer = { tenant, key, advice, kind, via: 'card', by, snoozeDays, note, subject: null } as const;
    const told = await keepAnswer(rows, answer, now);
    if (told.result !== 'recorded') continue;
    subjects.push(told.advice.subject);
    const connection = await putAlert(rows, told.advice, now);
    if (connection !== null) connections.push(connection);
  }
  return { subjects, connections };
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
