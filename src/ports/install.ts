// What installing needs: the platform's OAuth, and the memory of installs under way.
import type { Account, Platform, Tokens } from '#sense/connection.ts';
import type { TenantId } from '#sense/tenant.ts';

/** What the platform said when the code was exchanged: only this decides which account it is. */
export type Grant = {
  readonly externalId: string;
  readonly account: Account;
  readonly scopes: readonly string[];
  readonly tokens: Tokens;
  /** Who installed, as the platform names the person: an e-mail where it gives one, else an id. */
  readonly installer: string;
};

/** One platform's OAuth. Errors: OAUTH_REFUSED (the platform's words), CRM_BUSY, CRM_MISCONFIGURED and the like. */
export type OAuth = {
  /** Address of the platform's consent page. */
  consentUrl(input: { state: string; redirectUri: string }): string;
  exchange(input: { code: string; redirectUri: string }): Promise<Grant>;
};

/** An install under way, known by the hash of its state and bound to the browser that began it. */
export type Install = {
  readonly stateHash: Buffer;
  readonly browserHash: Buffer;
  readonly platform: Platform;
  /** The tenant of the signed-in installer; null when the install is to make one. */
  readonly tenant: TenantId | null;
  readonly expiresAt: Date;
};

export type Installs = {
  begin(install: Install): Promise<void>;
  /** Takes it away, so that a state works once; null when there is none. */
  take(stateHash: Buffer): Promise<Install | null>;
};
