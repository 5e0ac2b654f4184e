// Outcomes that the CRM itself tells: a contact won or lost, linked with the advice that it answers.
import type { Analyzed } from '#analyze/analyzed.ts';
import type { TenantStore } from '#ports/store.ts';
import type { NewOutcome } from './outcome.ts';

/** Records each standing once; returns how many were new. */
export async function noteOutcomes(
  rows: Pick<TenantStore, 'advice' | 'outcomes'>,
  analyzed: readonly Analyzed[],
): Promise<number> {
  const closed = analyzed.flatMap(({ circle, standing }) =>
    standing === null || standing.is === 'open' || standing.since === null
      ? []
      : [{ subject: circle.subject, is: standing.is, since: standing.since }],
  );
  if (closed.length === 0) return 0;
  const live = Map.groupBy(
    await rows.advice.live(closed.map(({ subject }) => subject)),
    ({ subject }) => subject,
  );
  return rows.outcomes.record(
    closed.map(
      ({ subject, is, since }): NewOutcome => ({
        key: `crm/${subject}/${is}/${since}`,
        subject,
        advice: live.get(subject)?.at(-1)?.id ?? null,
        kind: is,
        via: 'crm',
        by: null,
        at: new Date(since),
        note: null,
      }),
    ),
  );
}
