// What the store keeps of twins, and who is linked with whom.
import type { Unread } from '#analyze/unread.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { Twin } from '#twin/twin.ts';
import type { Usage } from '#twin/usage.ts';

export type TwinRow = { readonly subject: string; readonly twin: Twin; readonly refold: boolean };
export type TwinRows = {
  /** Twins of the subjects, by subject; those never folded are absent. */
  load(subjects: readonly string[]): Promise<Map<string, TwinRow>>;
  save(twins: ReadonlyMap<string, Twin>): Promise<void>;
  /** Subjects linked with the given ones, in both directions: pairs with the kind of the linked one. */
  around(subjects: readonly string[]): Promise<{ subject: string; linked: string; kind: SubjectKind }[]>;
  /** Brings the links of these subjects in line with their twins; returns subjects whose links changed. */
  saveLinks(subjects: readonly string[]): Promise<string[]>;
  /** Mails, calls and meetings that the tenant's CRMs do not show, or that were not read through yet. */
  unread(): Promise<Unread>;
  /** Every subject of a kind in pages, for training and for rescoring. */
  page(
    kind: SubjectKind,
    afterSubject: string | null,
    limit: number,
  ): Promise<{ subject: string; twin: Twin }[]>;
  /** How many there are of a kind. */
  count(kind: SubjectKind): Promise<number>;
};

/** Product events as counted when they were kept: each of them once, whatever order they came in. */
export type UsageRows = {
  /**
   * Everything the subjects ever did, from the rollups; ticks their product events off as folded, exactly those that are
   * in it. Subjects that did nothing are absent.
   */
  take(subjects: readonly string[]): Promise<Map<string, Usage>>;
};
