// What the OAuth routes need of a platform: its consent page, and what it grants for a code.
import type { Account, Tokens } from '#sense/connection.ts';

/** What the platform said when the code was exchanged: only this decides which account it is. */
export type Grant = {
  readonly externalId: string;
  readonly account: Account;
  readonly scopes: readonly string[];
  readonly tokens: Tokens;
};

/** What stays the same from the consent page to the exchange. */
export type Leg = {
  readonly redirectUri: string;
  /** PKCE verifier, where the platform wants one. */
  readonly verifier: string | null;
  /** Where the person logs in, where the platform has several such places. */
  readonly loginUrl: string | null;
};

export type Logins = {
  /** False: there is one place only, and nothing to ask. */
  readonly choice: boolean;
  /** The address for `production`, `sandbox` or a host of the account's own. Errors: INSTALL_HOST_INVALID. */
  url(asked: string): string;
  /** Where an admin installs what has to be in the account first; null while it is not published. */
  packageUrl(loginUrl: string): string | null;
};

/** One platform's OAuth. Errors of `exchange`: those of the platform's client, with its own words. */
export type OAuth = {
  readonly pkce: boolean;
  readonly logins: Logins | null;
  /** Address of the platform's consent page. */
  consentUrl(input: Leg & { state: string }): string;
  exchange(input: Leg & { code: string }): Promise<Grant>;
  /** What the platform says instead of giving a code. Errors: INSTALL_*. */
  refuse(error: string, description: string): never;
};
