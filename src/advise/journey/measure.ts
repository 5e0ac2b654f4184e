// Measuring a run: whether its goal was reached, the same way for those treated and those held out.
import type { GroupTrace } from '#advise/rule/explain.ts';
import { after } from './duration.ts';
import type { JourneyGraph } from './journey-graph.ts';
import type { GoalOutcome } from './journey-run.ts';

export type Measured = { readonly outcome: GoalOutcome | null; readonly measureAt: Date | null };

/** `outcome` null: the time is not over yet. `gone`: the record is no more, so nobody can tell. */
export function measure(input: {
  readonly graph: JourneyGraph;
  readonly enteredAt: Date;
  readonly gone: boolean;
  readonly now: Date;
  readonly ask: (rule: JourneyGraph['enter']) => GroupTrace;
}): Measured {
  const { graph, enteredAt, gone, now, ask } = input;
  const { when, within, at } = graph.goal;
  const end = after(enteredAt, within);
  if (gone) return { outcome: 'unknown', measureAt: null };
  const isOver = now >= end;
  if (at === 'end' && !isOver) return { outcome: null, measureAt: end };
  const { result } = ask(when);
  if (result === true) return { outcome: 'reached', measureAt: null };
  if (!isOver) return { outcome: null, measureAt: end };
  return { outcome: result === false ? 'missed' : 'unknown', measureAt: null };
}
