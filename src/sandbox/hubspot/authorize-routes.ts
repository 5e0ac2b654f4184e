// HubSpot's consent page: checks who asks for what, lets a person choose the portal, and sends the code back.
import express from 'express';
import { z } from 'zod';
import type { DeveloperApp } from './apps.ts';
import { consentPage, refusalPage } from './consent-page.ts';
import { issueCode, type TokenOffice } from './tokens.ts';

const request = z.object({
  client_id: z.string().default(''),
  redirect_uri: z.string().default(''),
  scope: z.string().default(''),
  optional_scope: z.string().default(''),
  state: z.string().default(''),
  code_challenge: z.string().default(''),
  code_challenge_method: z.string().default(''),
});
type Asked = z.infer<typeof request>;

const answer = request.extend({
  portal_id: z.coerce.number().int().positive(),
  user_id: z.coerce.number().int().positive().default(1),
  decision: z.enum(['approve', 'deny']).default('approve'),
});

/** GET shows the page; POST (the page's form, or a test) answers it by a redirect with code and state. */
export function authorizeRoutes(office: TokenOffice): express.Router {
  const router = express.Router();

  router.get('/oauth/authorize', (req, res) => {
    const asked = request.safeParse(req.query);
    const checked = asked.success
      ? check(office, asked.data, req.originalUrl)
      : 'The request is not readable.';
    if (typeof checked === 'string' || !asked.success) {
      res
        .status(400)
        .type('html')
        .send(refusalPage(String(checked)));
      return;
    }
    res.type('html').send(consentPage(checked.app, office.portals.list(), checked.scopes, asked.data));
  });

  router.post('/oauth/authorize', express.urlencoded({ extended: false }), (req, res) => {
    const given = answer.safeParse(req.body);
    if (!given.success) {
      res.status(400).type('html').send(refusalPage('Choose an account.'));
      return;
    }
    const asked = given.data;
    const checked = check(office, asked, '');
    const portal = office.portals.find(asked.portal_id);
    if (typeof checked === 'string' || portal === undefined) {
      const reason = typeof checked === 'string' ? checked : 'There is no such account.';
      res.status(400).type('html').send(refusalPage(reason));
      return;
    }
    const target = new URL(asked.redirect_uri);
    if (asked.decision === 'deny') {
      target.searchParams.set('error', 'access_denied');
      target.searchParams.set('error_description', 'The user did not authorize the request');
    } else {
      const grant = {
        appId: checked.app.appId,
        portalId: portal.portalId,
        scopes: checked.scopes,
        userId: asked.user_id,
      };
      const code = issueCode(office, grant, {
        redirectUri: asked.redirect_uri,
        challenge: asked.code_challenge,
      });
      target.searchParams.set('code', code);
    }
    if (asked.state !== '') target.searchParams.set('state', asked.state);
    res.redirect(302, target.href);
  });
  return router;
}

function check(
  office: TokenOffice,
  asked: Asked,
  url: string,
): { app: DeveloperApp; scopes: readonly string[] } | string {
  const app = office.apps.byClientId(asked.client_id);
  if (app === undefined) return 'The client id is missing or unknown.';
  if (!app.redirectUrls.includes(asked.redirect_uri)) {
    return 'The redirect URL does not match any of the redirect URLs of the app.';
  }
  // hubspot.md 2.5: spaces are %20; a plus is taken as it stands and matches no scope.
  if (/[?&](optional_)?scope=[^&]*\+/.test(url)) return 'The scopes must be separated by %20, not by +.';
  if (asked.code_challenge !== '' && asked.code_challenge_method.toUpperCase() !== 'S256') {
    return 'The code challenge method must be S256.';
  }
  const wanted = words(asked.scope);
  const missing = app.requiredScopes.filter((scope) => !wanted.includes(scope));
  if (missing.length > 0) return `The scopes do not contain what the app requires: ${missing.join(', ')}.`;
  const optional = words(asked.optional_scope);
  const known = [...app.requiredScopes, ...app.optionalScopes];
  const unknown = [...wanted, ...optional].filter((scope) => !known.includes(scope));
  if (unknown.length > 0) return `The app is not set up for these scopes: ${unknown.join(', ')}.`;
  return { app, scopes: [...new Set([...wanted, ...optional])] };
}

function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}
