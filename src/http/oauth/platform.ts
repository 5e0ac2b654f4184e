// Which platform an OAuth request is about, and whether this server can connect it.
import { fail } from '#errors.ts';
import type { HttpDeps } from '#http/deps.ts';
import type { HttpRequest } from '#http/request.ts';
import type { OAuth } from '#ports/oauth.ts';
import { type Platform, platforms } from '#sense/connection.ts';

export const platformNames = { hubspot: 'HubSpot', salesforce: 'Salesforce', slack: 'Slack' } as const;

/** Errors: NOT_FOUND. */
export function platformOf(request: Pick<HttpRequest, 'params'>): Platform {
  const platform = platforms.find((one) => one === request.params['platform']);
  return platform ?? fail('NOT_FOUND', { what: 'such platform' });
}

/** Errors: INSTALL_UNAVAILABLE. */
export function oauthOf({ oauth }: Pick<HttpDeps, 'oauth'>, platform: Platform): OAuth {
  const name = platformNames[platform];
  const prefix = platform.toUpperCase();
  return (
    oauth[platform] ??
    fail('INSTALL_UNAVAILABLE', {
      platform: name,
      variable: `${prefix}_CLIENT_ID and ${prefix}_CLIENT_SECRET`,
    })
  );
}

/** The same at start and callback, as platforms compare them. */
export function redirectUriOf({ config }: Pick<HttpDeps, 'config'>, platform: Platform): string {
  return `${config.publicUrl}/oauth/${platform}/callback`;
}
