// What segments need of the store: the newest version of them, and who is in which.
import type { SegmentMember, SegmentVersion } from '#analyze/segment/segment.ts';

export type KeptSegments = {
  readonly version: number;
  readonly madeAt: Date;
  /** null: it was kept in a form that this Revloop does not read. */
  readonly found: SegmentVersion | null;
};

export type SegmentLine = SegmentMember & {
  readonly name: string;
  readonly score: number | null;
  readonly band: string | null;
};

/** What was found once, for whoever asks how steady the segments are. */
export type PastSegments = {
  readonly version: number;
  readonly madeAt: Date;
  readonly customers: number;
  readonly sizes: readonly { readonly segment: string; readonly size: number }[];
  readonly moved: SegmentVersion['moved'];
};

export type SegmentRows = {
  live(): Promise<KeptSegments | null>;
  /** The newest versions, newest first; those that this Revloop does not read are left out. */
  past(most: number): Promise<PastSegments[]>;
  /** Keeps a new version, and its members instead of those before; its number. */
  save(found: SegmentVersion, members: readonly SegmentMember[], now: Date): Promise<number>;
  of(subjects: readonly string[]): Promise<SegmentMember[]>;
  all(): Promise<SegmentMember[]>;
  /** By name, with the health that was found last; of one segment, or of all of them. */
  lines(input: { segment: string | null; offset: number; limit: number }): Promise<SegmentLine[]>;
  /** How many of each segment are in each band of health. */
  bands(): Promise<{ segment: string; band: string; count: number }[]>;
};
