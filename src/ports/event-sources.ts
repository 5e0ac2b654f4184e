// What the edges need of event sources: where a tenant's product events come from.
import type { KeyObject } from 'node:crypto';
import type { Collection } from '#sense/collection.ts';
import type { TenantId } from '#sense/tenant.ts';

export type EventSource = {
  readonly id: string;
  readonly tenant: TenantId;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date | null;
  /** Makes pseudonyms of users, always the same ones; never shown. */
  readonly pseudonymKey: KeyObject;
};

/** A source that sends right now, and what its tenant collects right now. */
export type Sender = EventSource & { readonly collection: Collection };

export type EventSources = {
  list(tenant: TenantId): Promise<EventSource[]>;
  /** The write key is shown once and kept as SHA-256 only. */
  add(tenant: TenantId, name: string, now: Date): Promise<{ source: EventSource; writeKey: string }>;
  /** False when the tenant has no such source. */
  remove(tenant: TenantId, id: string): Promise<boolean>;
  /** Whose write key it is, before the tenant is known; notes that it was used. */
  byWriteKey(writeKey: string, now: Date): Promise<Sender | null>;
  /** Keeps what it sent, committed when this returns. False when the source is no more. */
  keep(source: EventSource, headers: Readonly<Record<string, string>>, body: Buffer): Promise<boolean>;
};
