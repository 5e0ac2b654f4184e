// A subject of the past: its timeline, how it ended, and what the house's own rules said of it then.
import type { Course } from '#analyze/field/course.ts';
import type { SeenFinding, Timeline } from '#analyze/field/timeline.ts';

/** What a rule is to foresee, or at least to precede. */
export const foreseen = ['churned', 'lost', 'won', 'renewed'] as const;
export type Foreseen = (typeof foreseen)[number];

export type PastSubject = {
  readonly subject: string;
  readonly name: string;
  readonly timeline: Timeline;
  /** Since when findings were kept; what the timeline says of the time before was found afterwards. */
  readonly foundSince: number | null;
  /** What would have been found at every moment, whatever was kept; only where it was asked for. */
  readonly anew?: Course<SeenFinding>;
  /** In milliseconds since 1970. */
  readonly outcomes: readonly { readonly at: number; readonly kind: Foreseen }[];
  /** Situations that advice was opened for, and when. */
  readonly advised: readonly { readonly at: number; readonly situation: string }[];
};
