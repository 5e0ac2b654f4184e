// What the edges need to know who is calling: sessions of the console, one-time codes, API keys.
import type { TenantId } from '#sense/tenant.ts';

/** Who calls, and by which way in. */
export type Caller = {
  readonly tenant: TenantId;
  readonly who: string;
  readonly by: 'session' | 'api';
};

type ApiKey = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly usedAt: Date | null;
};

/**
 * Ways into the console and the API. Secrets are 32 random bytes, shown once and kept as SHA-256 only. A one-time
 * code works once within 15 minutes; a session ends 12 hours after it was last used.
 */
export type Access = {
  issueCode(tenant: TenantId, who: string, now: Date): Promise<string>;
  /** Uses the code up and begins a session; null when it was used, is too old, or never was. */
  enter(code: string, now: Date): Promise<{ caller: Caller; session: string } | null>;
  beginSession(tenant: TenantId, who: string, now: Date): Promise<string>;
  /** Whose session it is; being asked for makes it last longer. */
  session(secret: string, now: Date): Promise<Caller | null>;
  endSession(secret: string): Promise<void>;
  makeApiKey(tenant: TenantId, name: string, now: Date): Promise<{ id: string; key: string }>;
  apiKey(secret: string, now: Date): Promise<Caller | null>;
  apiKeys(tenant: TenantId): Promise<ApiKey[]>;
  /** False when the tenant has no such key. */
  removeApiKey(tenant: TenantId, id: string): Promise<boolean>;
  /** Forgets sessions and codes whose time is over; tells how many. */
  sweep(now: Date): Promise<number>;
};
