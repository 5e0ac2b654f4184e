// What stages need of the store about who is who: subjects, their names, and what makes two of them one.
import type { SubjectKind } from '#sense/signal.ts';
import type { IdentitySettings } from '#sense/tenant.ts';

export type DirtySubject = {
  readonly subject: string;
  readonly kind: SubjectKind;
  readonly mark: string;
  readonly attempts: number;
};
export type SubjectRef = {
  readonly subject: string;
  readonly origin: string;
  readonly objectType: SubjectKind;
  readonly externalId: string;
};
export type SubjectRows = {
  /** Takes the tenant's turn: false when another worker has it. Held until the transaction ends. */
  holdTurn(): Promise<boolean>;
  dirty(now: Date, limit: number): Promise<DirtySubject[]>;
  /** Neighbours of these companies that are dirty too and of whom something was not folded yet. */
  behind(companies: readonly string[], now: Date, limit: number): Promise<DirtySubject[]>;
  markDirty(subjects: readonly string[], reason: string): Promise<void>;
  markKindDirty(kind: SubjectKind, reason: string): Promise<void>;
  /** Forgets those whose mark did not move since `dirty`. */
  clean(list: readonly DirtySubject[]): Promise<void>;
  /** Marks them as dirty from then on; what is due sooner stays so. */
  lookAgain(list: readonly { readonly subject: string; readonly at: Date }[]): Promise<void>;
  postpone(subject: string, dueAt: Date, problem: string): Promise<void>;
  refs(subjects: readonly string[]): Promise<SubjectRef[]>;
  find(origin: string, objectType: SubjectKind, externalIds: readonly string[]): Promise<Map<string, string>>;
  /** Makes each winner the subject of everything that was about its losers. No winner is a loser, and none loses twice. */
  merge(merges: readonly Merge[]): Promise<void>;
  /** A record that can be written no more, and whose own fields change no more: a lead that was converted. */
  close(record: Pick<SubjectRef, 'origin' | 'objectType' | 'externalId'>): Promise<void>;
  /**
   * Takes apart what was joined: what the connection `origin` says, or one name of an event source, becomes a subject of
   * its own. `forGood`: a person said so, and the two are never joined again. Its id; null where nothing was joined.
   */
  split(subject: string, what: Parted, forGood?: { by: string }): Promise<string | null>;
  /**
   * Parts a user of the product from a company that the event source `origin` said it belongs to, for good. The subjects
   * whose links are to be saved anew; none where only a CRM links the two.
   */
  unlink(pair: { one: string; other: string; origin: string; by: string }): Promise<readonly string[]>;
  /** Whether a connection other than `but` knows both. */
  shareCrm(one: string, other: string, but: string): Promise<boolean>;
  /** What each of these is now; those that are no more are absent. */
  kinds(subjects: readonly string[]): Promise<Map<string, SubjectKind>>;
  /** Removes everything known about the subject: signals, twin, findings, advice, notices' texts. */
  /** `by` stands in the register. */
  erase(subject: string, by: { readonly who: string }): Promise<void>;
};

/**
 * `inCrm`: the CRM itself merged the records, so the loser's own fields count no more. `joined`: no CRM said so, we found
 * that they are the same; by what, and which value it was.
 */
export type Merge = {
  readonly winner: string;
  readonly loser: string;
  readonly why: string;
  readonly inCrm: boolean;
  readonly joined?: Joined;
};
/** `login`: a visitor of the product became this user of it. */
export const joinedBy = ['email', 'domain', 'id', 'login'] as const;
export type Joined = { readonly by: (typeof joinedBy)[number]; readonly value: string };
/** All names of a connection, or one name of an event source. */
export type Parted = {
  readonly origin: string;
  readonly name?: { readonly objectType: SubjectKind; readonly externalId: string } | undefined;
};
/** What a name of the product says of who it is; `user`: the value is another name of the same source. */
export type Claim = {
  readonly subject: string;
  readonly kind: SubjectKind;
  readonly value: string;
  readonly origin: string;
  readonly name: string;
  readonly isUser: boolean;
};

export type IdentityRows = {
  /** Remembers that a subject says it has this e-mail (contact) or domain (company), in lower case, or is this user. */
  claim(claims: readonly Claim[]): Promise<void>;
  /** Remembers which records of other CRMs these subjects' records name by their ids; of all subjects where none are given. */
  claimIds(ids: IdentitySettings['ids'], subjects?: readonly string[]): Promise<void>;
  /**
   * Claims about, or by, these subjects that a record of the CRM answers: the loser joins the winner. Never by a domain that
   * many share, never what was taken apart.
   */
  matches(subjects: readonly string[]): Promise<{ winner: string; loser: string; joined: Joined }[]>;
  /**
   * Subjects of different connections that are the same customer, and visitors of the product with the users that they
   * became; each subject in one pair at most. Never two of one connection, never what was taken apart.
   */
  same(subjects: readonly string[], settings: IdentitySettings): Promise<Merge[]>;
};
