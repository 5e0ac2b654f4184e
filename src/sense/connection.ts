// A connection: one linked HubSpot portal, Salesforce org or Slack workspace of a tenant.
import { z } from 'zod';
import type { TenantId } from './tenant.ts';

export const platforms = ['hubspot', 'salesforce', 'slack'] as const;
export type Platform = (typeof platforms)[number];
export type ConnectionId = string;

/**
 * active: works. revoked: the customer took the permission back. misconfigured: our own client id, secret or
 * redirect is refused (an operator must act; tenants are kept). uninstalled: removed by the customer or by us.
 */
export const connectionStates = ['active', 'revoked', 'misconfigured', 'uninstalled'] as const;
export type ConnectionState = (typeof connectionStates)[number];

/** What the platform says of the account; fields that a platform does not have stay away. */
export const account = z.looseObject({
  name: z.string().optional(),
  timeZone: z.string().optional(),
  currency: z.string().optional(),
  /** Host of record links, such as app-eu1.hubspot.com. */
  uiDomain: z.string().optional(),
  /** Salesforce: where its people log in, the org's own host, and whom we are there. */
  loginUrl: z.string().optional(),
  instanceUrl: z.string().optional(),
  userId: z.string().optional(),
  isSandbox: z.boolean().optional(),
  edition: z.string().optional(),
  /** Prefix of what our package brought; empty where it has none. */
  namespace: z.string().optional(),
  /** Slack: channel picked by the installing admin, bot user, installing user. */
  channel: z.string().optional(),
  botUser: z.string().optional(),
  installedBy: z.string().optional(),
});
export type Account = z.infer<typeof account>;

export type Connection = {
  readonly id: ConnectionId;
  readonly tenant: TenantId;
  readonly platform: Platform;
  /** Portal id, org id or team id. */
  readonly externalId: string;
  readonly state: ConnectionState;
  /** Why it is not active, as an error code with its params; null while active. */
  readonly reason: string | null;
  readonly account: Account;
  readonly scopes: readonly string[];
  readonly connectedAt: Date;
};

/** The secrets of a connection, kept sealed. */
export type Tokens = {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly expiresAt: Date | null;
  /** From then on they are renewed: three quarters of their life. Absent: shortly before `expiresAt`. */
  readonly renewAt?: Date | null;
  /** The host that takes the access token, where the platform has one for each account. */
  readonly instanceUrl?: string | null | undefined;
  /** How the last wish for new tokens stands; absent or null: it ended well. */
  readonly renewal?: RenewalNote | null | undefined;
};

/**
 * underway: noted before the platform is asked. lost: it was asked and nobody knows its answer. later: it could not
 * answer, and is asked again after `until`.
 */
export type RenewalNote = {
  readonly id: string;
  readonly at: Date;
  readonly state: 'underway' | 'lost' | 'later';
  readonly until: Date | null;
};
