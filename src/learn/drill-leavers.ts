// Customers of a drill that left meanwhile: no record of the CRM says so by itself, it is read from their course.
import { circlesOf } from '#analyze/analyze.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import type { TenantStore } from '#ports/store.ts';
import { storyEnds } from './backtest/story-ends.ts';
import type { NewOutcome } from './outcome.ts';

const day = 86_400_000;
const listed = 50;

/** Records who left since a drill about churn was begun, each once; by the same course that churn is learned from. */
export async function noteLeavers(rows: TenantStore): Promise<void> {
  const since = new Map<string, number>();
  for (const drill of await rows.drills.list(listed)) {
    if (drill.target !== 'churn') continue;
    for (const { subject, outcome } of await rows.drills.cases(drill.id))
      if (subject !== null && outcome === null)
        since.set(subject, Math.min(since.get(subject) ?? Number.POSITIVE_INFINITY, drill.madeAt.getTime()));
  }
  if (since.size === 0) return;
  const { settings } = await rows.settings.read();
  const twins = await rows.twins.load([...since.keys()]);
  const circles = await circlesOf(rows, new Map([...twins].map(([subject, { twin }]) => [subject, twin])));
  const state = Map.groupBy(await rows.history.state([...since.keys()]), ({ subject }) => subject);
  const left = circles.flatMap((circle): NewOutcome[] => {
    const { subject } = circle;
    const known = { circle, state: state.get(subject) ?? [], outcomes: settings.outcomes, settings };
    return storyEnds(circle, drawTimeline(known), settings.outcomes).flatMap(({ at, kind }): NewOutcome[] =>
      kind !== 'churned' || at <= (since.get(subject) ?? 0) - day
        ? []
        : [
            {
              ...{ key: `crm/${subject}/churned/${new Date(at).toISOString()}`, subject, advice: null, kind },
              ...{ via: 'crm', by: null, at: new Date(at), note: null },
            },
          ],
    );
  });
  if (left.length > 0) await rows.outcomes.record(left);
}
