// Slack's OAuth as the install routes use it.
import type { Grant, OAuth } from '#ports/oauth.ts';
import { refuseByWords } from './refuse-by-words.ts';

type SlackOAuth = {
  authorizeUrl(state: string, redirectUri: string): string;
  exchange(code: string, redirectUri: string): Promise<Grant>;
};

export function slackGrants(oauth: SlackOAuth): OAuth {
  return {
    pkce: false,
    logins: null,
    consentUrl: ({ state, redirectUri }) => oauth.authorizeUrl(state, redirectUri),
    exchange: ({ code, redirectUri }) => oauth.exchange(code, redirectUri),
    refuse: refuseByWords,
  };
}
