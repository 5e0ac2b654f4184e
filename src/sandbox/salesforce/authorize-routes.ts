// Salesforce's login and consent page: checks who asks for what, lets a person choose the org, and sends the code back.
import express from 'express';
import { z } from 'zod';
import type { ClientApp } from './apps.ts';
import { consentPage, refusalPage } from './consent-page.ts';
import type { Org } from './org.ts';
import { issueCode, type TokenOffice } from './tokens.ts';
import type { User } from './user.ts';

const request = z.object({
  response_type: z.string().default(''),
  client_id: z.string().default(''),
  redirect_uri: z.string().default(''),
  scope: z.string().default(''),
  state: z.string().default(''),
  code_challenge: z.string().default(''),
  code_challenge_method: z.string().default(''),
  prompt: z.string().default(''),
});
type Asked = z.infer<typeof request>;
type Refusal = readonly [error: string, description: string];

const answer = request.extend({
  org_id: z.string(),
  /** The username; the org's first admin where left out. */
  username: z.string().default(''),
  decision: z.enum(['approve', 'deny']).default('approve'),
});

/** GET shows the page; POST (the page's form, or a test) answers it by a redirect with code and state. */
export function authorizeRoutes(office: TokenOffice): express.Router {
  const router = express.Router();

  router.get('/services/oauth2/authorize', (req, res) => {
    const asked = request.safeParse(req.query);
    const app = asked.success ? appOf(office, asked.data) : 'OAUTH_AUTHORIZATION_BLOCKED';
    if (!asked.success || typeof app === 'string') {
      res
        .status(400)
        .type('html')
        .send(refusalPage(String(app)));
      return;
    }
    const refusal = checkRequest(asked.data, app);
    if (refusal !== undefined) {
      res.redirect(302, backTo(asked.data, { error: refusal[0], error_description: refusal[1] }));
      return;
    }
    res.type('html').send(consentPage(app, office.orgs.list(), scopesOf(asked.data, app), asked.data));
  });

  router.post('/services/oauth2/authorize', express.urlencoded({ extended: false }), (req, res) => {
    const given = answer.safeParse(req.body);
    const app = given.success ? appOf(office, given.data) : 'Choose an org.';
    const org = given.success ? office.orgs.find(given.data.org_id) : undefined;
    const user =
      given.success && given.data.username !== ''
        ? org?.context.users.byName(given.data.username)
        : org?.context.users.first();
    if (!given.success || typeof app === 'string') {
      res
        .status(400)
        .type('html')
        .send(refusalPage(String(app)));
      return;
    }
    if (org === undefined || user === undefined || !user.active) {
      const reason =
        "Please check your username and password. If you still can't log in, contact your Salesforce administrator.";
      res.status(400).type('html').send(refusalPage(reason));
      return;
    }
    const asked = given.data;
    const refusal = checkRequest(asked, app) ?? checkOrg(org, user, app, asked.decision);
    if (refusal !== undefined) {
      res.redirect(302, backTo(asked, { error: refusal[0], error_description: refusal[1] }));
      return;
    }
    const code = issueCode(
      office,
      { clientId: app.clientId, org: org.orgId, user: user.id, scopes: scopesOf(asked, app) },
      { redirectUri: asked.redirect_uri, challenge: asked.code_challenge },
    );
    res.redirect(302, backTo(asked, { code }));
  });
  return router;
}

// Nothing is sent to an address the app did not register.
function appOf(office: TokenOffice, asked: Asked): ClientApp | string {
  const app = office.apps.byClientId(asked.client_id);
  if (app === undefined) return 'OAUTH_EC_APP_NOT_FOUND: external client app not found.';
  if (!app.redirectUris.includes(asked.redirect_uri)) {
    return 'error=redirect_uri_mismatch&error_description=redirect_uri must match configuration';
  }
  return app;
}

function checkRequest(asked: Asked, app: ClientApp): Refusal | undefined {
  if (asked.response_type !== 'code') return ['unsupported_response_type', 'response type not supported'];
  if (asked.code_challenge === '') return ['invalid_request', 'missing required code challenge'];
  if (asked.code_challenge_method !== 'S256')
    return ['invalid_request', 'code challenge method must be S256'];
  if (!/^[\w-]{43}$/.test(asked.code_challenge)) return ['invalid_request', 'invalid code challenge'];
  const unknown = words(asked.scope).filter((scope) => !app.scopes.includes(scope));
  if (unknown.length > 0) return ['invalid_scope', 'the requested scope is not allowed'];
  return undefined;
}

function checkOrg(org: Org, user: User, app: ClientApp, decision: 'approve' | 'deny'): Refusal | undefined {
  const { installedClients, appRefusal, api } = org.facts();
  if (appRefusal !== undefined) return [appRefusal.error, appRefusal.description];
  if (!installedClients.includes(app.clientId)) return ['invalid_client', 'app must be installed into org'];
  if (!user.appAccess) return ['invalid_app_access', 'user is not admin approved to access this app'];
  if (!api && !user.admin) return ['invalid_grant', 'API is not enabled for this organization'];
  return decision === 'deny' ? ['access_denied', 'end-user denied authorization'] : undefined;
}

function scopesOf(asked: Asked, app: ClientApp): string[] {
  const wanted = words(asked.scope);
  return wanted.length > 0 ? wanted : [...app.scopes];
}

function backTo(asked: Asked, params: Readonly<Record<string, string>>): string {
  const target = new URL(asked.redirect_uri);
  for (const [name, value] of Object.entries(params)) target.searchParams.set(name, value);
  if (asked.state !== '') target.searchParams.set('state', asked.state);
  return target.href;
}

function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}
