// A step that a run took: what was decided at a node and why, and what is done outside.
import type { GroupTrace } from '#advise/rule/explain.ts';
import type { Effect } from './effect.ts';
import type { NodeKind } from './journey-graph.ts';
import type { RunStatus } from './journey-run.ts';

/** `go`: on to `next`. `wait`: stays until something happens, or until `until`. `end`: it is over. */
export type Decision =
  | { readonly say: 'go'; readonly next: string; readonly because: Because }
  | { readonly say: 'wait'; readonly until: string | null; readonly because: Because }
  | { readonly say: 'end'; readonly status: RunStatus; readonly because: Because };

/** Why a decision was made. */
export type Because = {
  readonly code:
    | 'step'
    | 'time'
    | 'rule'
    | 'otherwise'
    | 'event'
    | 'late'
    | 'lot'
    | 'answered'
    | 'unanswered'
    | 'approved'
    | 'refused'
    | 'goal'
    | 'leave'
    | 'gone'
    | 'quiet'
    | 'customer_cap'
    | 'owner_cap'
    | 'told'
    | 'no_end';
  readonly detail?: string;
  /** Where rules were asked: what each found. */
  readonly traces?: readonly GroupTrace[];
};

export type Step = {
  readonly seq: number;
  readonly node: string;
  readonly kind: NodeKind | 'goal_rule' | 'leave_rule';
  readonly decision: Decision;
  readonly effect: Effect | null;
  /** The step was gone through without doing anything outside. */
  readonly dry: boolean;
};

/** What the guard says of a step that interrupts somebody. */
export type StepRuling =
  | { readonly say: 'go' }
  | {
      readonly say: 'wait';
      readonly until: Date;
      readonly because: 'quiet' | 'customer_cap' | 'owner_cap';
    };
