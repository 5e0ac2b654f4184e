// Salesforce's OAuth as the install routes use it.
import { fail } from '#errors.ts';
import type { Leg, Logins, OAuth } from '#ports/oauth.ts';
import type { Account, Tokens } from '#sense/connection.ts';

type Full = { readonly redirectUri: string; readonly verifier: string; readonly loginUrl: string };
type SalesforceOAuth = {
  authorizeUrl(input: Full & { state: string }): string;
  exchange(
    code: string,
    leg: Full,
  ): Promise<{ externalId: string; userId: string; instanceUrl: string; tokens: Tokens; scopes: string[] }>;
  /** What the org says of itself. Errors: INSTALL_NO_API, INSTALL_USER_REFUSED and those of the client. */
  organization(grant: { accessToken: string; instanceUrl: string }): Promise<Account>;
  refuse(error: string, description: string): never;
};

export function salesforceGrants(oauth: SalesforceOAuth, logins: Logins): OAuth {
  return {
    pkce: true,
    logins,
    consentUrl: (input) => oauth.authorizeUrl({ ...whole(input), state: input.state }),
    async exchange(input) {
      const leg = whole(input);
      const { externalId, userId, instanceUrl, tokens, scopes } = await oauth.exchange(input.code, leg);
      const { accessToken } = tokens;
      // Asked before anything is kept: an org that lets nobody use its API is not connected.
      const organization = await oauth.organization({ accessToken, instanceUrl });
      const account = { ...organization, loginUrl: leg.loginUrl, instanceUrl, userId };
      return { externalId, tokens, scopes, account };
    },
    refuse: oauth.refuse,
  };
}

// An install that began with another version of Revloop has neither.
function whole({ redirectUri, verifier, loginUrl }: Leg): Full {
  if (verifier === null || loginUrl === null) return fail('INSTALL_EXPIRED');
  return { redirectUri, verifier, loginUrl };
}
