// A feed: the changes of a CRM's records, told as they happen, where the platform has such a thing.
import type { ErrorCode } from '#errors.ts';
import type { ConnectionId } from '#sense/connection.ts';

/** A place in a feed, as text to be kept; only the feed that gave it understands it. */
export type FeedPosition = string;

/** Where following begins: with what happens from now on, with the oldest that is still told, or after a place. */
export type FeedStart = { readonly at: 'latest' | 'earliest' } | { readonly after: FeedPosition };

/** What came together: kept as one delivery, in one transaction with the position. */
export type FeedBatch = {
  /** Null where nothing happened and only the position moved on. */
  readonly body: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly events: number;
  readonly position: FeedPosition;
};

/**
 * Why following ended by itself. place: the position is no longer understood, so events may be missing. limit: the
 * account's allowance of events is used up for now. refused: the account has no such feed, or does not give it to us;
 * `code` and `problem` say why.
 */
export type FeedEnd =
  | { readonly why: 'stopped' }
  | { readonly why: 'place'; readonly problem: string }
  | { readonly why: 'limit'; readonly problem: string }
  | {
      readonly why: 'refused';
      readonly code: 'FEED_NOT_OFFERED' | 'FEED_FORBIDDEN';
      readonly problem: string;
    };

export type CrmFeed = {
  /**
   * Follows until it is stopped or cannot go on; a broken connection is opened again after the last position that was
   * kept. The next events are asked for only after `keep` is through. `told` hears whether it follows now, or why not.
   * Errors: those of `keep`, CRM_REVOKED, CRM_MISCONFIGURED.
   */
  follow(input: {
    from: FeedStart;
    keep(batch: FeedBatch): Promise<void>;
    told(state: { following: true } | { following: false; problem: string }): void;
    signal: AbortSignal;
  }): Promise<FeedEnd>;
};

/**
 * starting: not followed yet. following: changes come as they happen. waiting: it is tried again soon. off: the account
 * does not give it, which is looked at again now and then. Whatever the state, changes are also read every few minutes.
 */
export const feedStates = ['starting', 'following', 'waiting', 'off'] as const;
export type FeedState = (typeof feedStates)[number];

export type Feed = {
  readonly connection: ConnectionId;
  readonly state: FeedState;
  readonly since: Date;
  /** Why it is not followed, as an error code of ours with what the platform said; null while nothing is wrong. */
  readonly code: string | null;
  readonly problem: string | null;
  readonly start: FeedStart;
};

/** What a process says of the feed that it holds. */
export type FeedNews = {
  readonly state: FeedState;
  readonly code: ErrorCode | null;
  readonly problem: string | null;
};

/** Rows of feeds. Whoever changes one must hold it: false when another process has taken it over. */
export type FeedRows = {
  all(): Promise<Feed[]>;
  get(connection: ConnectionId): Promise<Feed | null>;
  movedTo(connection: ConnectionId, owner: string, position: FeedPosition): Promise<boolean>;
  /** Forgets the position and begins with the oldest that is still told. */
  beginAgain(connection: ConnectionId, owner: string): Promise<boolean>;
  /** `since` moves only when the state does. */
  told(connection: ConnectionId, owner: string, news: FeedNews): Promise<boolean>;
  /** Lets go of it; nobody takes it before `waitMs` are over. */
  release(connection: ConnectionId, owner: string, waitMs: number): Promise<boolean>;
};
