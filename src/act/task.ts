// A task for the owner of a record: what to do, why, and until when.
import { type Advice, adviceTitle, adviceWhy } from '#advise/advice.ts';
import type { SubjectRef } from '#ports/store-subjects.ts';
import type { Platform } from '#sense/connection.ts';
import { ownerOf } from '#sense/vocabulary.ts';
import { changeableFirst } from '#texts/reason-order.ts';
import { reasonText } from '#texts/reason-text.ts';
import type { Locale } from '#texts/texts.ts';
import type { Twin } from '#twin/twin.ts';
import type { NewAction } from './action.ts';
import { nameOf } from './chat-words.ts';

const day = 86_400_000;

/** Due on the next working day; one task for each advice, whatever happens. */
export function taskAction(input: {
  advice: Advice;
  twin: Twin;
  ref: SubjectRef;
  /** Of the CRM that gets the task: a queue there is nobody's owner. */
  platform: Platform;
  locale: Locale;
  now: Date;
}): NewAction {
  const { advice, twin, ref, platform, locale, now } = input;
  const title = adviceTitle(locale, advice);
  const lines = [
    adviceWhy(locale, advice),
    ...changeableFirst(advice.reasons)
      .slice(0, 3)
      .map((reason) => `- ${reasonText(locale, reason).line}`),
  ];
  return {
    key: `crm.task/${advice.id}`,
    connection: ref.origin,
    subject: advice.subject,
    kind: 'crm.task',
    payload: {
      objectType: ref.objectType,
      externalId: ref.externalId,
      subject: `${title}: ${nameOf(locale, twin, ref.externalId)}`,
      body: lines.join('\n'),
      dueAt: nextWorkingDay(now).toISOString(),
      ownerId: ownerOf(twin.properties, platform),
      advice: advice.id,
    },
  };
}

/** The same time tomorrow, or on Monday when tomorrow is a weekend (UTC). */
export function nextWorkingDay(now: Date): Date {
  let next = new Date(now.getTime() + day);
  while (next.getUTCDay() === 0 || next.getUTCDay() === 6) next = new Date(next.getTime() + day);
  return next;
}
