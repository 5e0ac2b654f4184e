// GET /oauth/:platform/callback: the person came back from the consent page; keeps the connection and signs them in.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { sessionOf } from '#http/caller.ts';
import { installCookie, sessionCookie, setCookie } from '#http/cookie.ts';
import type { HttpDeps } from '#http/deps.ts';
import { type Reply, redirect } from '#http/reply.ts';
import type { HttpRequest } from '#http/request.ts';
import { parsed, type Route } from '#http/route.ts';
import type { Grant } from '#ports/oauth.ts';
import type { Connection, Platform } from '#sense/connection.ts';
import type { TenantId } from '#sense/tenant.ts';
import { installPage } from './install-page.ts';
import { oauthOf, platformNames, platformOf, redirectUriOf } from './platform.ts';

const query = z.object({
  state: z.string().max(512).optional(),
  code: z.string().max(4096).optional(),
  error: z.string().max(512).optional(),
  error_description: z.string().max(2048).optional(),
});

const sessionS = 12 * 3_600;

export const oauthCallback: Route = {
  method: 'get',
  path: '/oauth/:platform/callback',
  async handle(deps, request) {
    try {
      return await connect(deps, request);
    } catch (error) {
      return installPage(deps, request, error);
    }
  },
};

async function connect(deps: HttpDeps, request: HttpRequest): Promise<Reply> {
  const platform = platformOf(request);
  const oauth = oauthOf(deps, platform);
  const now = deps.clock.now();
  const { state, code, error, error_description } = parsed(query, request.query, 'query');
  const browser = request.cookies[installCookie];
  if (state === undefined || browser === undefined) return fail('INSTALL_EXPIRED');
  const install = await deps.installs.consume({ platform, state, browser }, now);
  if (install === null) return fail('INSTALL_EXPIRED');
  if (error !== undefined || code === undefined) {
    return oauth.refuse(error ?? '', error_description ?? '');
  }
  const caller = await sessionOf(deps, request, now);
  if (install.tenant !== null && caller?.tenant !== install.tenant) return fail('INSTALL_EXPIRED');

  const grant = await oauth.exchange({
    code,
    redirectUri: redirectUriOf(deps, platform),
    verifier: install.verifier,
    loginUrl: install.loginUrl,
  });
  const tenant = await tenantFor(deps, platform, grant, install.tenant);
  const connection = await keep(deps, platform, grant, tenant);
  deps.log.info({ tenant, connection: connection.id, platform, id: request.id }, 'an account was connected');
  if (platform !== 'slack') {
    await learnAccount(deps, connection);
    await deps.queue.wake({ kind: 'sync', tenant, connection: connection.id });
  }
  await deps.queue.wake({ kind: 'act', tenant, connection: connection.id });

  const cookies = [cookie(deps, installCookie, '', 0, '/oauth')];
  if (caller?.tenant !== tenant) {
    const who = grant.account.installedBy ?? `${platformNames[platform]} ${grant.externalId}`;
    const session = await deps.access.beginSession(tenant, who, now);
    cookies.push(cookie(deps, sessionCookie, session, sessionS, '/'));
  }
  return redirect(`/console?connected=${platform}`, { cookies });
}

function cookie(deps: HttpDeps, name: string, value: string, maxAgeS: number, path: string): string {
  return setCookie(name, value, { maxAgeS, publicUrl: deps.config.publicUrl, path });
}

/**
 * The signed-in installer's tenant; without one, the tenant that has the account already (a second install signs its
 * installer in, who has just proved to administer it), or a new one. Errors: CONNECTION_TAKEN.
 */
async function tenantFor(
  deps: HttpDeps,
  platform: Platform,
  grant: Grant,
  signedIn: TenantId | null,
): Promise<TenantId> {
  const known = await deps.store.doors.connection(platform, grant.externalId);
  if (known !== null) {
    if (signedIn === null || signedIn === known.tenant) return known.tenant;
    return fail('CONNECTION_TAKEN', { platform: platformNames[platform], account: accountName(grant) });
  }
  return signedIn ?? deps.store.doors.makeTenant(accountName(grant));
}

async function keep(deps: HttpDeps, platform: Platform, grant: Grant, tenant: TenantId): Promise<Connection> {
  return deps.store.asTenant(tenant, async (rows) => {
    const kept = await rows.connections.save({
      platform,
      externalId: grant.externalId,
      account: grant.account,
      scopes: grant.scopes,
      tokens: grant.tokens,
    });
    const { settings } = await rows.settings.hold();
    if (grant.account.channel !== undefined && settings.alerts.channel === null) {
      const alerts = { ...settings.alerts, channel: grant.account.channel };
      await rows.settings.save({ ...settings, alerts });
    }
    return kept;
  });
}

/** Name, time zone and domain of the account; a portal that is busy just now is asked again by the sync. */
async function learnAccount(deps: HttpDeps, connection: Connection): Promise<void> {
  try {
    const { account } = await deps.clients.crm(connection, 'person').account();
    await deps.store.asTenant(connection.tenant, async (rows) => {
      await rows.connections.setAccount(connection.id, { ...connection.account, ...account });
      const { settings } = await rows.settings.hold();
      if (account.timeZone !== undefined && settings.timeZone === 'UTC') {
        await rows.settings.save({ ...settings, timeZone: account.timeZone });
      }
    });
  } catch (error) {
    deps.log.warn({ connection: connection.id, error }, "the account's details could not be read yet");
  }
}

function accountName(grant: Grant): string {
  return grant.account.name ?? grant.externalId;
}
