// What the stages and the edges need from outside: store, queue, clients, clock, log, configuration.
import type { Chat } from '#ports/chat.ts';
import type { Crm } from '#ports/crm.ts';
import type { CrmFeed } from '#ports/feed.ts';
import type { Hooks } from '#ports/hooks.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Connection, ConnectionId, Platform } from '#sense/connection.ts';
import type { NewDelivery } from '#sense/delivery.ts';
import type { TenantId } from '#sense/tenant.ts';

export type Clock = { now(): Date };

export type Log = {
  debug(fields: object, sentence: string): void;
  info(fields: object, sentence: string): void;
  warn(fields: object, sentence: string): void;
  error(fields: object, sentence: string): void;
  child(fields: object): Log;
};

/**
 * What a worker can be woken for. intake: deliveries wait. reread: records are to be read again. turn: subjects are
 * dirty. act: actions are due. sync: backfill or incremental reading. learn: train or check weights. journey: runs of
 * journeys are due. forget: what was kept of product use beyond the dial is to be removed.
 */
export const workKinds = ['intake', 'reread', 'turn', 'act', 'sync', 'learn', 'journey', 'forget'] as const;
export type WorkKind = (typeof workKinds)[number];
export type Work = { readonly kind: WorkKind; readonly tenant: TenantId; readonly connection?: string };

/** Wakes workers; the store holds the truth, so a lost wake-up only costs time (the sweeper finds it). */
export type Queue = {
  /** At most one such job is active and one waits; waking again changes nothing. */
  wake(work: Work, delayMs?: number): Promise<void>;
};

export type Clients = {
  /** `person`: somebody waits for the answer. It may use the reserved share of the limits and gives up early. */
  crm(connection: Connection, pace?: 'person' | 'background'): Crm;
  chat(connection: Connection): Chat;
  /** Null where the platform has no feed of changes. */
  feed(connection: Connection): CrmFeed | null;
  readonly hooks: Hooks;
};

/**
 * A tenant's rows are reached only through `asTenant`, one transaction a call; an error rolls it back. `work` may be done
 * again after a deadlock, so it touches nothing but the rows.
 */
export type Store = {
  asTenant<T>(tenant: TenantId, work: (rows: TenantStore) => Promise<T>): Promise<T>;
  /** Across tenants: only what an edge needs before it knows the tenant. */
  readonly doors: Doors;
};

export type Doors = {
  tenants(): Promise<{ id: TenantId; name: string; createdAt: Date }[]>;
  makeTenant(name: string): Promise<TenantId>;
  /** The connection with this account, whoever's it is. */
  connection(platform: Platform, externalId: string): Promise<Connection | null>;
  /** Keeps it for the tenant of this account, committed when it returns; null when the account is not connected. */
  keep(
    platform: Platform,
    externalId: string,
    delivery: Omit<NewDelivery, 'origin'>,
  ): Promise<TenantId | null>;
  /**
   * Takes feeds that nobody holds, at most `most`, for a process, and keeps those it holds for `holdMs` more; all that it
   * holds now. Each is held by one process.
   */
  holdFeeds(
    owner: string,
    holdMs: number,
    most: number,
  ): Promise<{ tenant: TenantId; connection: ConnectionId }[]>;
  /** Lets the database look anew at tables that have grown much; their names. */
  keepStatistics(): Promise<string[]>;
  /** Everything that waits to be done, for the sweeper: which tenant and connection to wake for what. */
  waiting(now: Date): Promise<Work[]>;
};

export type Ports = {
  readonly store: Store;
  readonly queue: Queue;
  readonly clients: Clients;
  readonly clock: Clock;
  readonly log: Log;
};
