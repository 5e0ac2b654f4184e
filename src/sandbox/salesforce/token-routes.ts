// Salesforce's token endpoint: exchange with proof and secret, refresh with rotation, and its punishments; revoke.
import { createHmac } from 'node:crypto';
import express from 'express';
import { z } from 'zod';
import type { ClientApp } from './apps.ts';
import { countOauth } from './oauth-counts.ts';
import {
  findToken,
  type Grant,
  issueAccess,
  issueRefresh,
  redeemCode,
  revokeGrant,
  spend,
  type TokenOffice,
} from './tokens.ts';

type Answer = { readonly status: number; readonly body: unknown; readonly lost?: boolean };
type Form = Readonly<Record<string, string>>;
type Asked = { readonly given: Form; readonly app: ClientApp; readonly ip: string; readonly url: string };

const form = z.record(z.string(), z.string());

export function tokenRoutes(office: TokenOffice): express.Router {
  const router = express.Router();
  const body = express.urlencoded({ extended: false, limit: '64kb' });

  router.post('/services/oauth2/token', body, (req, res) => {
    const url = `${req.protocol}://${req.get('host') ?? ''}`;
    const answer = reply({
      given: { ...basicOf(req.get('authorization')), ...formOf(req) },
      ip: req.ip ?? '',
      url,
    });
    if (answer.lost === true) {
      req.socket.destroy();
      return;
    }
    res.status(answer.status).set('Cache-Control', 'no-cache, no-store').json(answer.body);
  });

  router.post('/services/oauth2/revoke', body, (req, res) => {
    const token = findToken(office.orgs, formOf(req)['token'] ?? '');
    if (token === undefined || token.revoked || (token.kind === 'refresh' && token.spent)) {
      res
        .status(400)
        .json({ error: 'unsupported_token_type', error_description: 'this token is not supported' });
      return;
    }
    revokeGrant(office.orgs, token.grant.id);
    res.status(200).end();
  });
  return router;

  function reply({ given, ip, url }: Omit<Asked, 'app'>): Answer {
    const app = office.apps.byClientId(given['client_id'] ?? '');
    if (app === undefined) return refusal('invalid_client_id', 'client identifier invalid');
    if (app.clientSecret !== given['client_secret'])
      return refusal('invalid_client', 'invalid client credentials');
    const asked = { given, app, ip, url };
    if (given['grant_type'] === 'authorization_code') return exchange(office, asked);
    if (given['grant_type'] === 'refresh_token') return refresh(office, asked);
    return refusal('unsupported_grant_type', 'grant type not supported');
  }
}

function exchange(office: TokenOffice, asked: Asked): Answer {
  const { given, app } = asked;
  const grant = redeemCode(office, app, {
    code: given['code'] ?? '',
    redirectUri: given['redirect_uri'] ?? '',
    verifier: given['code_verifier'] ?? '',
  });
  if (!('id' in grant)) return refusal(...grant);
  const closed = closedDoor(office, grant, asked);
  if (closed !== undefined) {
    revokeGrant(office.orgs, grant.id);
    return closed;
  }
  countOauth(office.orgs, grant.org, 'exchanges');
  return { status: 200, body: tokenBody(office, asked, grant) };
}

function refresh(office: TokenOffice, asked: Asked): Answer {
  const { orgs } = office;
  const token = findToken(orgs, asked.given['refresh_token'] ?? '');
  const mine = token?.kind === 'refresh' && token.grant.clientId === asked.app.clientId;
  if (token === undefined || !mine) return refusal('invalid_grant', 'expired access/refresh token');
  const { org } = token.grant;
  if (token.spent) {
    // Used again: whoever holds the newer one may be the thief, so everything ends.
    countOauth(orgs, org, 'reuses');
    revokeGrant(orgs, token.grant.id);
    return refusal('invalid_grant', 'expired access/refresh token');
  }
  const idleMs = orgs.wall().getTime() - token.used;
  if (token.revoked || idleMs > orgs.chaos.read().idleSeconds * 1_000) {
    countOauth(orgs, org, 'refusals');
    return refusal('invalid_grant', 'expired access/refresh token');
  }
  const closed = closedDoor(office, token.grant, asked);
  if (closed !== undefined) {
    countOauth(orgs, org, 'refusals');
    return closed;
  }
  return orgs.database.transaction(() => {
    spend(office, token);
    countOauth(orgs, org, 'refreshes');
    const lost = orgs.chaos.strikes(orgs.chaos.read().lostTokenRate);
    return { status: 200, body: tokenBody(office, asked, token.grant), lost };
  });
}

function closedDoor(office: TokenOffice, grant: Grant, asked: Asked): Answer | undefined {
  const org = office.orgs.find(grant.org);
  const user = org?.context.users.get(grant.user);
  if (org === undefined || user === undefined)
    return refusal('invalid_grant', 'expired access/refresh token');
  if (!user.active) return refusal('invalid_grant', 'inactive user');
  const { allowedIps, installedClients } = org.facts();
  if (allowedIps.length > 0 && !allowedIps.includes(asked.ip))
    return refusal('invalid_grant', 'ip restricted');
  if (!installedClients.includes(grant.clientId)) {
    return refusal('invalid_client', 'app must be installed into org');
  }
  return undefined;
}

function tokenBody(office: TokenOffice, { app, url }: Asked, grant: Grant) {
  const id = `${url}/id/${grant.org}/${grant.user}`;
  const issuedAt = String(office.orgs.wall().getTime());
  const refreshable = grant.scopes.includes('refresh_token') || grant.scopes.includes('offline_access');
  return {
    access_token: issueAccess(office, grant),
    ...(refreshable ? { refresh_token: issueRefresh(office, grant) } : {}),
    signature: createHmac('sha256', app.clientSecret)
      .update(id + issuedAt)
      .digest('base64'),
    scope: grant.scopes.join(' '),
    instance_url: office.orgs.get(grant.org).instanceUrl(url),
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
    api_instance_url: 'https://api.salesforce.com',
  };
}

function formOf(req: express.Request): Form {
  if (!req.is('application/x-www-form-urlencoded')) return {};
  const parsed = form.safeParse(req.body ?? {});
  return parsed.success ? parsed.data : {};
}

function basicOf(header: string | undefined): Form {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return {};
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':').map(decodeURIComponent);
  return { client_id: id, client_secret: secret };
}

function refusal(error: string, description: string): Answer {
  return { status: 400, body: { error, error_description: description } };
}
