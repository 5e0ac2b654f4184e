// A run: one customer on the way through one version of a journey, and what it waits for.

/**
 * live: on the way. held: in the holdout, nothing is done. goal: it was reached. done: the steps are through. exited: at
 * an exit. left: the rule for leaving became true. gone: the record is no more. killed: somebody ended it. stuck: it
 * cannot go on, a person must look.
 */
export const runStatuses = [
  'live',
  'held',
  'goal',
  'done',
  'exited',
  'left',
  'gone',
  'killed',
  'stuck',
] as const;
export type RunStatus = (typeof runStatuses)[number];

/** guard: a step that interrupts somebody waits for its hour, or for room under a cap. */
export const waitKinds = ['time', 'until', 'event', 'answer', 'approval', 'guard'] as const;
export type WaitKind = (typeof waitKinds)[number];

export type RunState = {
  readonly id: string;
  readonly journey: string;
  readonly version: number;
  readonly subject: string;
  readonly status: RunStatus;
  /** Where it is; it stays there while it waits. */
  readonly node: string;
  /** Null when it is to go on at once. */
  readonly waits: { readonly for: WaitKind; readonly since: Date; readonly event: string | null } | null;
  readonly wakeAt: Date | null;
  /** Steps gone so far: with the run's id the key of what a step does. */
  readonly seq: number;
  /** The last advice that it gave. */
  readonly advice: string | null;
  readonly approval: 'yes' | 'no' | null;
  readonly enteredAt: Date;
};

/** What was seen of the goal when the time was over: `unknown` where nobody can tell. */
export const goalOutcomes = ['reached', 'missed', 'unknown'] as const;
export type GoalOutcome = (typeof goalOutcomes)[number];
