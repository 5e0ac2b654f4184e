// Outcomes that the CRM itself tells: a contact or a deal won or lost, linked with the advice that it answers.
import type { Advice } from '#advise/advice.ts';
import type { Analyzed } from '#analyze/analyzed.ts';
import { linked } from '#analyze/circle.ts';
import type { TenantStore } from '#ports/store.ts';
import type { NewOutcome } from './outcome.ts';

/** Advice that was closed so long before may still be what led to the outcome. */
const answersWithinMs = 90 * 86_400_000;

type Closed = {
  readonly subject: string;
  readonly is: 'won' | 'lost';
  readonly since: string;
  readonly about: readonly string[];
};

/** Records each standing once; returns how many were new. */
export async function noteOutcomes(
  rows: Pick<TenantStore, 'advice' | 'outcomes'>,
  analyzed: readonly Analyzed[],
  now: Date,
): Promise<number> {
  const closed = analyzed.flatMap(toClosed);
  if (closed.length === 0) return 0;
  const subjects = [...new Set(closed.flatMap(({ about }) => about))];
  const given = [
    ...(await rows.advice.live(subjects)),
    ...(await rows.advice.closed(subjects, new Date(now.getTime() - answersWithinMs))),
  ];
  const bySubject = Map.groupBy(given, ({ subject }) => subject);
  return rows.outcomes.record(
    closed.map(
      ({ subject, is, since, about }): NewOutcome => ({
        key: `crm/${subject}/${is}/${since}`,
        subject,
        advice:
          answered(
            about.flatMap((one) => bySubject.get(one) ?? []),
            since,
          )?.id ?? null,
        kind: is,
        via: 'crm',
        by: null,
        at: new Date(since),
        note: null,
      }),
    ),
  );
}

/** A deal answers what was advised on its contacts and companies. */
function toClosed({ circle, standing }: Analyzed): Closed[] {
  if (standing === null || standing.is === 'open' || standing.since === null) return [];
  const near =
    circle.twin.kind === 'deal' ? [...linked(circle, 'contact'), ...linked(circle, 'company')] : [];
  const about = [circle.subject, ...near.map(({ subject }) => subject)];
  return [{ subject: circle.subject, is: standing.is, since: standing.since, about }];
}

/** The newest advice that was given before the outcome came; a day of grace, because CRMs date by the day. */
function answered(advice: readonly Advice[], since: string): Advice | undefined {
  const latest = Date.parse(since) + 86_400_000;
  return advice
    .filter(({ createdAt }) => createdAt.getTime() <= latest)
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0];
}
