// A timeline: what is known of one subject in the order of time, so that fields can be asked as of any moment.
import type { Finding, Part } from '#analyze/finding.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { Course } from './course.ts';
import type { DayCounter } from './day-counter.ts';

/** What a finding said, as far as fields ask for it. */
export type SeenFinding = {
  readonly score: number | null;
  readonly band: Finding['band'];
  readonly confidence: number | null;
  readonly parts: readonly Part[];
};

/** Something that was opened and perhaps closed, in milliseconds since 1970. */
export type Case = { readonly opened: number; readonly closed: number | null; readonly won: boolean | null };

export type Timeline = {
  readonly kind: SubjectKind;
  readonly createdAt: number | null;
  readonly properties: ReadonlyMap<string, Course<string | null>>;
  readonly findings: Course<SeenFinding>;
  /** Product events by name, and all of them together. */
  readonly events: ReadonlyMap<string, DayCounter>;
  readonly anyEvent: DayCounter;
  /** 1 on each day on which anything happened in the product. */
  readonly activeDays: DayCounter;
  /** Users seen by day. */
  readonly users: ReadonlyMap<number, readonly string[]>;
  /** `call`, `meeting`, `email.in`, `email.out`, and so on. */
  readonly engagements: ReadonlyMap<string, DayCounter>;
  readonly anyEngagement: DayCounter;
  readonly tickets: readonly Case[];
  readonly deals: readonly Case[];
  /** Newest fact by source, in ISO time. */
  readonly asOf: { readonly crm: string | null; readonly product: string | null };
};
