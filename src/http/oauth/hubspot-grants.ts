// HubSpot's OAuth as the install routes use it.
import type { OAuth } from '#ports/oauth.ts';
import type { Tokens } from '#sense/connection.ts';
import { refuseByWords } from './refuse-by-words.ts';

type HubspotOAuth = {
  authorizeUrl(input: { state: string; redirectUri: string }): string;
  exchange(
    code: string,
    redirectUri: string,
  ): Promise<{ externalId: string; tokens: Tokens; scopes: string[] }>;
  accountName(accessToken: string): Promise<string | null>;
};

export function hubspotGrants(oauth: HubspotOAuth): OAuth {
  return {
    pkce: false,
    logins: null,
    consentUrl: ({ state, redirectUri }) => oauth.authorizeUrl({ state, redirectUri }),
    async exchange({ code, redirectUri }) {
      const grant = await oauth.exchange(code, redirectUri);
      // A grant without a name is still a grant: the account is read again once it is connected.
      const name = await oauth.accountName(grant.tokens.accessToken).catch(() => null);
      return { ...grant, account: name === null ? {} : { name } };
    },
    refuse: refuseByWords,
  };
}
