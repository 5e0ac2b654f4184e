// HubSpot as a CRM: every call of the port, on one connected account.
import type { BucketRule } from '#clients/bucket.ts';
import { type Limiter, openLimiter, type Pace } from '#clients/limiter.ts';
import type { OnCall } from '#clients/on-call.ts';
import { type AccessTokens, openTokens } from '#clients/tokens.ts';
import type { Config } from '#config.ts';
import { isRevloopError } from '#errors.ts';
import type { Crm } from '#ports/crm.ts';
import type { Clock, Log, Store } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import { changeFinder } from './changed.ts';
import { readLinks } from './links.ts';
import { lister, longestQuery } from './list.ts';
import { hubspotOAuth } from './oauth.ts';
import { pastReader } from './past.ts';
import { hubspotObjects, paths } from './paths.ts';
import { pipelinesReader, propertiesReader, readAccount, readOwners } from './portal.ts';
import { provisioner } from './provision.ts';
import { reader } from './read.ts';
import { type RefusedLinks, rememberRefused } from './refused-links.ts';
import { openRequest, type Request } from './request.ts';
import { accessByScopes, mayRead } from './scopes.ts';
import { taskFinder, taskMaker } from './task.ts';
import type { Bucket } from './verdict.ts';
import { writer } from './write.ts';

/**
 * HubSpot's limits for a marketplace app: 110 requests in 10 seconds for each account, a tenth kept for people who
 * wait; its headers may say otherwise later. Search has 5 a second for all apps of the account together.
 */
const hubspotLimits: Readonly<Record<Bucket, BucketRule>> = {
  main: { max: 110, windowMs: 10_000, reserve: 0.1 },
  search: { max: 4, windowMs: 1_000, reserve: 0 },
};

/** HubSpot's limit for reading and for writing in batches. */
const batchSize = 100;

type HubspotConfig = Pick<
  Config,
  'HUBSPOT_API_URL' | 'HUBSPOT_APP_URL' | 'HUBSPOT_CLIENT_ID' | 'HUBSPOT_CLIENT_SECRET'
>;

type Needs = {
  readonly config: HubspotConfig;
  readonly store: Pick<Store, 'asTenant'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly onCall?: OnCall | undefined;
};

/** What all connections of a process share. Opening it twice in a process costs requests, never correctness. */
export type HubspotShared = {
  readonly tokens: AccessTokens;
  limiter(connection: Connection): Limiter<Bucket>;
  /** Longest query that the account's listing was not seen to refuse. */
  longest(connection: Connection): { get(): number; set(length: number): void };
  refused(connection: Connection): RefusedLinks;
};

export function openHubspotShared(needs: Needs): HubspotShared {
  const limiters = new Map<string, Limiter<Bucket>>();
  const lengths = new Map<string, number>();
  const refusals = new Map<string, RefusedLinks>();
  const oauth = hubspotOAuth(needs);
  return {
    tokens: openTokens(needs, oauth.renew),
    limiter(connection) {
      const one = limiters.get(connection.id) ?? openLimiter(needs, connection, hubspotLimits);
      limiters.set(connection.id, one);
      return one;
    },
    longest: ({ id }) => ({
      get: () => lengths.get(id) ?? longestQuery,
      set: (length) => lengths.set(id, length),
    }),
    refused({ id }) {
      const one = refusals.get(id) ?? rememberRefused(needs.clock);
      refusals.set(id, one);
      return one;
    },
  };
}

export function openHubspot(
  needs: Needs & { readonly connection: Connection; readonly pace?: Pace; readonly shared?: HubspotShared },
): Crm {
  const { connection, pace = 'background', shared = openHubspotShared(needs) } = needs;
  const log = needs.log.child({ connection: connection.id, tenant: connection.tenant });
  const { tokens } = shared;
  const limiter = shared.limiter(connection);
  const request = openRequest({ ...needs, log, tokens, limiter, pace });
  const links: Crm['links'] = (type, ids, to) => readLinks(request, type, ids, to);
  return {
    most: { read: batchSize, write: batchSize },
    account: () => account(needs, request, tokens),
    properties: propertiesReader(request),
    provision: provisioner(request),
    list: lister({
      request,
      links,
      mayRead: (type) => mayRead(connection.scopes, type),
      longest: shared.longest(connection),
      refused: shared.refused(connection),
    }),
    changed: changeFinder(request),
    read: reader(request),
    past: pastReader(request),
    links,
    write: writer(request),
    createTask: taskMaker(request),
    findTask: taskFinder(request),
    owners: () => readOwners(request),
    pipelines: pipelinesReader(request),
    recordUrl: (type, id) => recordUrl(needs.config, connection, hubspotObjects[type].typeId, id),
    access: async () => accessByScopes(connection.scopes),
    usage: async () => null,
    uninstall: () => uninstall(needs, request, tokens),
  };
}

type Connected = Needs & { readonly connection: Connection };

async function account(needs: Connected, request: Request, tokens: AccessTokens): ReturnType<Crm['account']> {
  const found = await readAccount(request);
  const name = await hubspotOAuth(needs).accountName(await tokens.access(needs.connection));
  return name === null ? found : { ...found, account: { ...found.account, name } };
}

const realApp = 'https://app.hubspot.com';

/** Accounts live on several hosts (app-eu1.hubspot.com): HubSpot names the host, unless HUBSPOT_APP_URL is set. */
function recordUrl(config: HubspotConfig, connection: Connection, typeId: string, id: string): string {
  const { uiDomain } = connection.account;
  const own = config.HUBSPOT_APP_URL !== realApp || uiDomain === undefined;
  const base = own ? config.HUBSPOT_APP_URL : `https://${uiDomain}`;
  return `${base}/contacts/${connection.externalId}/record/${typeId}/${encodeURIComponent(id)}`;
}

// HubSpot's order: the app is removed with a token that still works, then the token is revoked.
async function uninstall(needs: Connected, request: Request, tokens: AccessTokens): Promise<void> {
  const { store, connection } = needs;
  try {
    await request({ method: 'DELETE', path: paths.uninstall, scope: 'oauth', takes: [404] });
  } catch (error) {
    // Where the customer was quicker, there is nothing left to remove.
    if (!isRevloopError(error) || error.code !== 'CRM_REVOKED') throw error;
  }
  const kept = await store.asTenant(connection.tenant, ({ connections }) =>
    connections.tokens(connection.id),
  );
  if (kept?.refreshToken != null) await hubspotOAuth(needs).revoke(kept.refreshToken);
  tokens.forget(connection.id);
}
