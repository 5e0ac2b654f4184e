// What sensing needs of the store: connections, deliveries, signals, rereads, records, syncs, facts and the ledger.
import type {
  Account,
  Connection,
  ConnectionId,
  ConnectionState,
  Platform,
  Tokens,
} from '#sense/connection.ts';
import type { Delivery, DeliverySource, NewDelivery } from '#sense/delivery.ts';
import type { CrmRecord } from '#sense/record.ts';
import type { NewSignal, ObjectType, Signal } from '#sense/signal.ts';

export type ConnectionRows = {
  all(): Promise<Connection[]>;
  get(id: ConnectionId): Promise<Connection | null>;
  /** A second install of the same account updates the first: same id, new tokens, active again. */
  save(input: {
    platform: Platform;
    externalId: string;
    account: Account;
    scopes: readonly string[];
    tokens: Tokens;
  }): Promise<Connection>;
  setState(id: ConnectionId, state: ConnectionState, reason: string | null): Promise<void>;
  setAccount(id: ConnectionId, account: Account): Promise<void>;
  tokens(id: ConnectionId): Promise<Tokens | null>;
  /** Locks the row until the transaction ends, so that one process refreshes; null when it was disconnected. */
  lockTokens(id: ConnectionId): Promise<Tokens | null>;
  saveTokens(id: ConnectionId, tokens: Tokens): Promise<void>;
  forgetTokens(id: ConnectionId): Promise<void>;
};

export type DeliveryRows = {
  keep(delivery: NewDelivery): Promise<string>;
  /** Oldest unprocessed deliveries, locked until the transaction ends; those of other workers are skipped. */
  take(source: DeliverySource, limit: number): Promise<Delivery[]>;
  done(ids: readonly string[]): Promise<void>;
  /** Put aside with the reason; it stays for the admin and can be tried again. */
  park(id: string, problem: string): Promise<void>;
  /** Makes a parked one wait again; false when there is no such one. */
  retry(id: string): Promise<boolean>;
};

export type KeptSignals = {
  readonly kept: number;
  readonly repeated: number;
  readonly subjects: readonly string[];
  /** Keys of those kept now. */
  readonly keys: readonly string[];
};
export type SignalRows = {
  /** Keeps each new key once, finds or makes the subjects, marks them dirty unless the kind is none that is folded. */
  keep(signals: readonly NewSignal[]): Promise<KeptSignals>;
  /** All signals of the subjects that no twin has folded yet, oldest first. */
  unfolded(subjects: readonly string[]): Promise<Signal[]>;
  markFolded(ids: readonly string[]): Promise<void>;
  /** Every signal of a subject, for replay and for explaining. */
  of(subject: string): Promise<Signal[]>;
  /** Every signal of the subjects but their product events, which the rollups have counted. */
  told(subjects: readonly string[]): Promise<Signal[]>;
  /** When the newest product event of anybody happened; null where there is none. */
  heardOfProduct(): Promise<Date | null>;
  /** How many were seen in the product on each UTC day (since 1970) from this one on. */
  seenInProduct(from: Date): Promise<Map<number, number>>;
};

export type Reread = {
  readonly connection: ConnectionId;
  readonly objectType: ObjectType;
  readonly externalId: string;
  /** Its links are to be read too. */
  readonly links: boolean;
  readonly mark: string;
  readonly attempts: number;
};
export type RereadRows = {
  /** One row a record: wanting it again moves its mark, and makes it due no later than before. */
  want(
    list: readonly { connection: ConnectionId; objectType: ObjectType; externalId: string; links: boolean }[],
    dueAt: Date,
  ): Promise<void>;
  /** Due ones of one connection, oldest first, at most `limit`. Not locked: finished by their mark. */
  due(connection: ConnectionId, now: Date, limit: number): Promise<Reread[]>;
  /** Forgets those whose mark did not move since `due`. */
  finish(list: readonly Reread[]): Promise<void>;
  /** Counts an attempt for those whose mark did not move. */
  postpone(list: readonly Reread[], dueAt: Date): Promise<void>;
};
/**
 * A record as last read. `saidAt`: time of the newest signal about its state, so that the next one is later; `readAt`: when
 * what was read last was taken in.
 */
export type KnownRecord = CrmRecord & { readonly saidAt: Date; readonly readAt?: Date };

export type RecordRows = {
  /** What is known of these records, by id; locked, so that two readers tell no difference twice. */
  known(
    connection: ConnectionId,
    objectType: ObjectType,
    ids: readonly string[],
  ): Promise<Map<string, KnownRecord>>;
  /** Keeps those that nobody knew, and gives their ids; of the others somebody else has told meanwhile. */
  add(connection: ConnectionId, records: readonly KnownRecord[], readAt: Date): Promise<Set<string>>;
  /** Replaces what was known; links of types that were not read stay. */
  save(connection: ConnectionId, records: readonly KnownRecord[], readAt: Date): Promise<void>;
  /** Notes that these were seen unchanged. */
  touch(
    connection: ConnectionId,
    objectType: ObjectType,
    ids: readonly string[],
    readAt: Date,
  ): Promise<void>;
  /** Marks known ones as archived; those already archived, or unknown, stay as they are. */
  archive(
    connection: ConnectionId,
    objectType: ObjectType,
    list: readonly { id: string; at: Date }[],
  ): Promise<void>;
  remove(connection: ConnectionId, objectType: ObjectType, ids: readonly string[]): Promise<void>;
  /** The company that each of these belongs to; those without one are absent. */
  companies(
    connection: ConnectionId,
    objectType: ObjectType,
    ids: readonly string[],
  ): Promise<Map<string, string>>;
  count(connection: ConnectionId): Promise<{ objectType: ObjectType; live: number; archived: number }[]>;
  /** Live ones, the newest first by their ids, after this one. */
  newest(
    connection: ConnectionId,
    objectType: ObjectType,
    after: string | null,
    limit: number,
  ): Promise<KnownRecord[]>;
  /** Live ones that were last read before `since`, for reconciliation. */
  unseen(connection: ConnectionId, objectType: ObjectType, since: Date, limit: number): Promise<string[]>;
};

export const syncPhases = ['backfill', 'incremental', 'past', 'archived', 'refresh', 'reconcile'] as const;
export type SyncPhase = (typeof syncPhases)[number];

/** Where the reading of one object type stands. `phase` tells which cursor it is. */
export type Sync = {
  readonly connection: ConnectionId;
  readonly objectType: ObjectType;
  readonly phase: SyncPhase;
  readonly cursor: Readonly<Record<string, string | number | null>>;
  readonly state: 'waiting' | 'running' | 'done' | 'off';
  readonly seen: number;
  readonly total: number | null;
  readonly startedAt: Date | null;
  readonly movedAt: Date | null;
  readonly problem: string | null;
};
export type SyncRows = {
  all(connection: ConnectionId): Promise<Sync[]>;
  save(sync: Sync): Promise<void>;
  /** Saves it if the cursor still is `from`; false when another worker has moved it on. */
  advance(sync: Sync, from: Sync['cursor']): Promise<boolean>;
};

/** What a portal looks like: definitions, owners, pipelines; `body` is parsed by whoever kept it. */
export type PortalFactRows = {
  read(connection: ConnectionId, name: string): Promise<{ body: unknown; readAt: Date } | null>;
  save(connection: ConnectionId, name: string, body: object, readAt: Date): Promise<void>;
  /** Makes it count as old, unless it was read after `unless`. */
  expire(connection: ConnectionId, name: string, unless: Date): Promise<void>;
};

export type LedgerEntry = {
  readonly connection: ConnectionId;
  readonly objectType: ObjectType;
  readonly externalId: string;
  readonly property: string;
  readonly value: string;
};
export type LedgerRows = {
  note(entries: readonly LedgerEntry[], at: Date): Promise<void>;
  /** Which of these changes are our own writes coming back (same value written within 24 hours). */
  echoes(entries: readonly LedgerEntry[], now: Date): Promise<boolean[]>;
};
