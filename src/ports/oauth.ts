// What the OAuth routes need of a platform: its consent page, and what it grants for a code.
import type { Account, Tokens } from '#sense/connection.ts';

/** What the platform said when the code was exchanged: only this decides which account it is. */
export type Grant = {
  readonly externalId: string;
  readonly account: Account;
  readonly scopes: readonly string[];
  readonly tokens: Tokens;
};

/** One platform's OAuth. Errors of `exchange`: those of the platform's client, with its own words. */
export type OAuth = {
  /** Address of the platform's consent page. */
  consentUrl(input: { state: string; redirectUri: string }): string;
  exchange(input: { code: string; redirectUri: string }): Promise<Grant>;
};
