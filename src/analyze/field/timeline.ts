// A timeline: what is known of one subject in the order of time, so that fields can be asked as of any moment.
import type { Finding, Part } from '#analyze/finding.ts';
import type { Trier } from '#analyze/stagnation/first-tries.ts';
import type { StagnationLook } from '#analyze/stagnation/stagnation-look.ts';
import type { Dark } from '#sense/collection.ts';
import type { EngagementKind, SubjectKind } from '#sense/signal.ts';
import type { UsageNames } from '#sense/usage-names.ts';
import type { SeenUsers } from '#twin/seen-users.ts';
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
export type Case = {
  readonly opened: number;
  readonly closed: number | null;
  readonly won: boolean | null;
  /** True of a deal that is named a renewal. */
  readonly renewal?: boolean;
  /** When somebody first answered. */
  readonly answered?: number | null;
};

export type Timeline = {
  readonly kind: SubjectKind;
  readonly createdAt: number | null;
  readonly properties: ReadonlyMap<string, Course<string | null>>;
  readonly findings: Course<SeenFinding>;
  /** The segment that it is in, from the day on which it came in; before that, not known. */
  readonly segment: Course<string>;
  /** Product events by name, and all of them together. */
  readonly events: ReadonlyMap<string, DayCounter>;
  readonly anyEvent: DayCounter;
  /** Those of the events that are the use of a feature, and all that say that somebody came in. */
  readonly features: ReadonlyMap<string, DayCounter>;
  readonly logins: DayCounter;
  /** The UTC day on which each feature was used for the first time ever, whoever did. */
  readonly firstTries: ReadonlyMap<string, number>;
  /** When product events, and who they were of, were not collected: what lies there is not known. */
  readonly dark: { readonly events: Dark; readonly users: Dark };
  /** Under which names the CRM keeps seats, invoices and renewals, and that somebody left. */
  readonly names: UsageNames;
  /** 1 on each day on which anything happened in the product. */
  readonly activeDays: DayCounter;
  /** Users seen: of the subject's own twin, and of those of its people. */
  readonly users: readonly SeenUsers[];
  /** `call`, `meeting`, `email.in`, `email.out`, and so on. */
  readonly engagements: ReadonlyMap<string, DayCounter>;
  readonly anyEngagement: DayCounter;
  /** Kinds of them that the CRM does not show: how many there were is not known. */
  readonly unread?: ReadonlySet<EngagementKind>;
  /** Of a company: who tried what for the first time, and what its tenant has learned of that. */
  readonly tried: { readonly triers: readonly Trier[]; readonly look: StagnationLook } | null;
  readonly tickets: readonly Case[];
  readonly deals: readonly Case[];
  /** Newest fact by source, in ISO time. */
  readonly asOf: { readonly crm: string | null; readonly product: string | null };
};
