// A stage of a customer's way: evaluation, trial, use, renewal, or the tenant's own, with rules for coming in and leaving.
import { z } from 'zod';
import type { GroupTrace } from '#advise/rule/explain.ts';
import { ruleTree } from '#advise/rule/rule-tree.ts';
import { words } from './words.ts';

const mostStages = 12;

export const stage = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'is not a name of small letters, digits and _'),
  name: words,
  enter: ruleTree,
  /** Null: it is left only for a later stage. */
  leave: ruleTree.nullable(),
});
export type Stage = z.infer<typeof stage>;

/** The stages of one kind of subject, from the first to the last. */
export const stagePlan = z.strictObject({
  kind: z.enum(['contact', 'company']).default('company'),
  stages: z
    .array(stage)
    .max(mostStages)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'names a stage twice')
    .default([]),
});
export type StagePlan = z.infer<typeof stagePlan>;

export type StageMove = {
  readonly stage: string | null;
  readonly because: {
    readonly code: 'enter' | 'leave';
    readonly stage: string;
    readonly traces: GroupTrace[];
  };
};

/**
 * Where the customer goes from `now`: on to the furthest stage whose rule is true; back only when the present stage is to
 * be left. Nobody comes into a stage that is to be left at once. Null when it stays. What is not known moves nobody.
 */
export function nextStage(
  plan: StagePlan,
  now: string | null,
  ask: (rule: Stage['enter']) => GroupTrace,
): StageMove | null {
  const at = plan.stages.findIndex(({ id }) => id === now);
  const here = plan.stages[at];
  const leaving = here?.leave == null ? null : ask(here.leave);
  const isLeaving = leaving?.result === true;
  for (let place = plan.stages.length - 1; place >= 0; place -= 1) {
    const one = plan.stages[place];
    if (one === undefined || place === at || (place < at && !isLeaving)) continue;
    const trace = ask(one.enter);
    if (trace.result !== true) continue;
    // Whoever would have to leave at once does not come in: it would go in and out with every look.
    if (one.leave !== null && ask(one.leave).result === true) continue;
    return { stage: one.id, because: { code: 'enter', stage: one.id, traces: [trace] } };
  }
  // One that the tenant has taken out of the plan is left too.
  const isLost = now !== null && here === undefined;
  if (!isLeaving && !isLost) return null;
  return {
    stage: null,
    because: { code: 'leave', stage: now ?? '', traces: leaving === null ? [] : [leaving] },
  };
}
