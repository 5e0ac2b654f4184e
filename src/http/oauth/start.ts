// GET /oauth/:platform/start: begins an installation and sends the browser to the platform's consent page.
import { randomBytes } from 'node:crypto';
import { fail } from '#errors.ts';
import { sessionOf } from '#http/caller.ts';
import { installCookie, setCookie } from '#http/cookie.ts';
import { redirect } from '#http/reply.ts';
import type { Route } from '#http/route.ts';
import { installPage } from './install-page.ts';
import { loginChoice } from './login-choice.ts';
import { oauthOf, platformOf, redirectUriOf } from './platform.ts';

const minutes15 = 900;
/** 86 characters: platforms take from 43 to 128. */
const verifierBytes = 64;

export const oauthStart: Route = {
  method: 'get',
  path: '/oauth/:platform/start',
  async handle(deps, request) {
    try {
      const platform = platformOf(request);
      const oauth = oauthOf(deps, platform);
      const now = deps.clock.now();
      const caller = await sessionOf(deps, request, now);
      // Only a CRM's installation may make a tenant: a chat alone has nothing to tell about.
      if (caller === null && platform === 'slack') return fail('INSTALL_SIGN_IN');
      const { host } = request.query;
      if (oauth.logins?.choice === true && host === undefined) return loginChoice(request, oauth.logins);
      const tenant = caller?.tenant ?? null;
      const leg = {
        verifier: oauth.pkce ? randomBytes(verifierBytes).toString('base64url') : null,
        loginUrl: oauth.logins?.url(host ?? '') ?? null,
      };
      const { state, browser } = await deps.installs.begin({ platform, tenant, ...leg }, now);
      const redirectUri = redirectUriOf(deps, platform);
      return redirect(oauth.consentUrl({ state, redirectUri, ...leg }), {
        cookies: [
          setCookie(installCookie, browser, {
            maxAgeS: minutes15,
            publicUrl: deps.config.publicUrl,
            path: '/oauth',
          }),
        ],
      });
    } catch (error) {
      return installPage(deps, request, error);
    }
  },
};
