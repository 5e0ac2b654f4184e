// What learning needs of the store besides weights: promises that were made, looks at night, and decisions.
import type { FindingKind } from '#analyze/finding.ts';
import type { Target } from '#analyze/target.ts';
import type { ModelCheck } from '#learn/model-check.ts';
import type { ModelDeed, ModelEvent, NewModelEvent } from '#learn/model-event.ts';

export type ModelRows = {
  /** Takes the target for one worker until `until`; false where another has it. */
  lease(target: Target, until: Date, now: Date): Promise<boolean>;
  /** Gives it back before its time. */
  release(target: Target, now: Date): Promise<void>;
  /** Whoever else wants to decide about the target waits until this transaction ends. */
  hold(target: Target): Promise<void>;
  /** Adds a decision; none is ever changed or taken away. */
  note(event: NewModelEvent): Promise<ModelEvent>;
  /** Newest first. `before` is the id of an event. */
  events(input: {
    readonly target: Target;
    readonly limit: number;
    readonly what?: readonly ModelDeed[];
    readonly before?: string;
  }): Promise<ModelEvent[]>;
  /** What people call these subjects; who is forgotten is not among them. */
  namesOf(subjects: readonly string[]): Promise<Map<string, string>>;
  saveCheck(check: ModelCheck): Promise<void>;
  /** The newest nights, newest first. */
  checks(target: Target, limit: number): Promise<ModelCheck[]>;
  /**
   * Of these subjects the probability that stood before the outcome came, with the version that promised it; a subject about
   * which nothing was said before is not among them.
   */
  promised(
    kind: FindingKind,
    list: readonly { readonly subject: string; readonly before: Date }[],
  ): Promise<
    {
      readonly subject: string;
      readonly before: Date;
      readonly probability: number;
      readonly version: number | null;
    }[]
  >;
};
