// Installing into a Slack workspace: where to send the admin, and what their consent is exchanged for.
import { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { type OnCall, secondsSince } from '#clients/on-call.ts';
import type { Config } from '#config.ts';
import { fail } from '#errors.ts';
import type { Account, Tokens } from '#sense/connection.ts';
import { statusOf, toChatError } from './slack-error.ts';
import { slackOptionalScopes, slackScopes } from './slack-scopes.ts';

type Needs = {
  readonly config: Pick<
    Config,
    'SLACK_API_URL' | 'SLACK_APP_URL' | 'SLACK_CLIENT_ID' | 'SLACK_CLIENT_SECRET'
  >;
  readonly onCall?: OnCall | undefined;
};

export type SlackGrant = {
  /** Team id, such as `T0123ABCD`. */
  readonly externalId: string;
  readonly account: Account;
  readonly scopes: readonly string[];
  readonly tokens: Tokens;
};

export type SlackOAuth = {
  /** The consent page. `state` comes back with the code. */
  authorizeUrl(state: string, redirectUri: string): string;
  /** Errors: CHAT_MISCONFIGURED (our id, secret or redirect), CHAT_REFUSED (the code), CHAT_BUSY, CHAT_LIMIT. */
  exchange(code: string, redirectUri: string): Promise<SlackGrant>;
};

const granted = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  scope: z.string().default(''),
  bot_user_id: z.string().optional(),
  team: z.object({ id: z.string(), name: z.string().nullish() }).nullable(),
  authed_user: z.object({ id: z.string() }).optional(),
  incoming_webhook: z.object({ channel_id: z.string() }).optional(),
});

export function slackOAuth({ config, onCall }: Needs): SlackOAuth {
  return {
    authorizeUrl(state, redirectUri) {
      const url = new URL(`${config.SLACK_APP_URL}/oauth/v2/authorize`);
      url.searchParams.set('client_id', config.SLACK_CLIENT_ID ?? '');
      url.searchParams.set('scope', [...slackScopes, ...slackOptionalScopes].join(','));
      url.searchParams.set('redirect_uri', redirectUri);
      url.searchParams.set('state', state);
      return url.href;
    },
    async exchange(code, redirectUri) {
      const client = new WebClient(undefined, {
        slackApiUrl: `${config.SLACK_API_URL}/`,
        rejectRateLimitedCalls: true,
        retryConfig: { retries: 0 },
        timeout: 10_000,
      });
      const began = performance.now();
      const answer = await client.oauth.v2
        .access({
          client_id: config.SLACK_CLIENT_ID ?? '',
          client_secret: config.SLACK_CLIENT_SECRET ?? '',
          code,
          redirect_uri: redirectUri,
        })
        .catch((cause: unknown) => {
          onCall?.('slack', statusOf(cause), secondsSince(began));
          throw toChatError('oauth.v2.access', '', cause);
        });
      onCall?.('slack', 200, secondsSince(began));
      return toGrant(granted.parse(answer));
    },
  };
}

function toGrant(answer: z.infer<typeof granted>): SlackGrant {
  const { team, incoming_webhook: webhook, authed_user: user, bot_user_id: botUser } = answer;
  // A whole grid was chosen instead of one workspace: alerts and managers belong to a workspace.
  if (team === null)
    return fail('CHAT_REFUSED', {
      method: 'oauth.v2.access',
      code: 'org_install',
      detail: 'Choose a workspace.',
    });
  return {
    externalId: team.id,
    account: {
      ...(team.name ? { name: team.name } : {}),
      ...(webhook ? { channel: webhook.channel_id } : {}),
      ...(botUser ? { botUser } : {}),
      ...(user ? { installedBy: user.id } : {}),
    },
    scopes: answer.scope.split(',').filter((scope) => scope !== ''),
    tokens: {
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token ?? null,
      // Token rotation is off in our manifest, so tokens do not expire.
      expiresAt: null,
    },
  };
}
