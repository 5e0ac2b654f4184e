// HubSpot's token endpoints: exchange, refresh, introspect and revoke, answered in HubSpot's own words.
import { randomUUID } from 'node:crypto';
import express from 'express';
import { z } from 'zod';
import type { DeveloperApp } from './apps.ts';
import { findToken, type Grant, issueTokens, redeemCode, revokeToken, type TokenOffice } from './tokens.ts';

type Answer = { readonly status: number; readonly body?: unknown };

const form = z.record(z.string(), z.string());
type Form = z.infer<typeof form>;

const faults = {
  BAD_GRANT_TYPE: ['unsupported_grant_type', 'missing or unknown grant type'],
  BAD_CLIENT_ID: ['invalid_client', 'missing or unknown client id'],
  BAD_CLIENT_SECRET: ['invalid_client', 'missing or invalid client secret'],
  BAD_REDIRECT_URI: ['invalid_grant', 'missing or unknown redirect uri'],
  BAD_AUTH_CODE: ['invalid_grant', 'missing or unknown auth code'],
  BAD_REFRESH_TOKEN: ['invalid_grant', 'refresh token is invalid, expired or revoked'],
  BAD_HUB: ['access_denied', 'the account does not exist or is deactivated'],
} as const;

export function tokenRoutes(office: TokenOffice): express.Router {
  const router = express.Router();
  const body = express.urlencoded({ extended: false, limit: '64kb' });
  const serve = (path: string, handle: (given: Form, app: DeveloperApp) => Answer) =>
    router.post(path, body, (req, res) => {
      const given = form.safeParse(req.body ?? {});
      // The form body is the only place looked into: neither JSON nor the query string.
      const answer =
        given.success && req.is('application/x-www-form-urlencoded') ? known(given.data) : notForm();
      res.status(answer.status).set('Cache-Control', 'no-store').json(answer.body);

      function known(fields: Form): Answer {
        const app = office.apps.byClientId(fields['client_id'] ?? '');
        if (app === undefined) return refused('BAD_CLIENT_ID');
        if (app.clientSecret !== fields['client_secret']) return refused('BAD_CLIENT_SECRET');
        return handle(fields, app);
      }
    });

  serve('/oauth/2026-09/token', (given, app) => {
    if (given['grant_type'] === 'authorization_code') return exchange(office, given, app);
    if (given['grant_type'] === 'refresh_token') return refresh(office, given, app);
    return refused('BAD_GRANT_TYPE');
  });
  serve('/oauth/2026-09/token/introspect', (given, app) => introspect(office, given, app));
  serve('/oauth/2026-09/token/revoke', (given, app) => {
    const token = findToken(office, given['token'] ?? '');
    if (token?.appId === app.appId) revokeToken(office, token.token);
    return { status: 200, body: {} };
  });
  return router;
}

function exchange(office: TokenOffice, given: Form, app: DeveloperApp): Answer {
  const grant = redeemCode(office, app, {
    code: given['code'] ?? '',
    redirectUri: given['redirect_uri'] ?? '',
    verifier: given['code_verifier'] ?? '',
  });
  if (typeof grant === 'string') return refused(grant);
  office.apps.install(grant);
  return { status: 200, body: issueTokens(office, grant) };
}

function refresh(office: TokenOffice, given: Form, app: DeveloperApp): Answer {
  const token = findToken(office, given['refresh_token'] ?? '');
  if (token === undefined || token.kind !== 'refresh' || token.appId !== app.appId || token.revoked) {
    return refused('BAD_REFRESH_TOKEN');
  }
  if (office.portals.find(token.portalId) === undefined) return refused('BAD_HUB');
  const grant: Grant = {
    appId: token.appId,
    portalId: token.portalId,
    scopes: token.scopes,
    userId: token.userId,
  };
  return { status: 200, body: issueTokens(office, grant, token.token) };
}

function introspect(office: TokenOffice, given: Form, app: DeveloperApp): Answer {
  const token = findToken(office, given['token'] ?? '');
  const now = office.portals.wall().getTime();
  const live = token !== undefined && !token.revoked && (token.expires ?? now + 1) > now;
  if (!live || token.appId !== app.appId) return { status: 200, body: { active: false } };
  const portal = office.portals.get(token.portalId);
  return {
    status: 200,
    body: {
      active: true,
      token: token.token,
      token_use: token.kind === 'access' ? 'access_token' : 'refresh_token',
      token_type: 'bearer',
      client_id: app.clientId,
      app_id: app.appId,
      hub_id: token.portalId,
      hub_domain: portal.name,
      user_id: token.userId,
      user: `user${token.userId}@example.com`,
      scopes: token.scopes,
      ...(token.expires === undefined ? {} : { expires_in: Math.ceil((token.expires - now) / 1_000) }),
      signed_access_token: {
        hublet: portal.uiDomain.includes('-eu1') ? 'eu1' : 'na1',
        hubId: token.portalId,
        appId: app.appId,
      },
    },
  };
}

function refused(status: keyof typeof faults): Answer {
  const [error, message] = faults[status];
  return {
    status: error === 'invalid_client' ? 401 : 400,
    body: { error, error_description: message, status, message, correlationId: randomUUID() },
  };
}

function notForm(): Answer {
  const message = 'The body must be application/x-www-form-urlencoded.';
  return {
    status: 415,
    body: { error: 'invalid_request', error_description: message, status: 'error', message },
  };
}
