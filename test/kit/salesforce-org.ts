// A strict Salesforce org over HTTP with the package in it and Revloop connected by OAuth, on a fresh database.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Pace } from '#clients/limiter.ts';
import { openSalesforce, openSalesforceShared, type SalesforceShared } from '#clients/salesforce/crm.ts';
import { salesforceInstall, salesforceLogins } from '#clients/salesforce/install.ts';
import { type Config, toConfig } from '#config.ts';
import { salesforceGrants } from '#http/oauth/salesforce-grants.ts';
import type { Crm } from '#ports/crm.ts';
import type { Clock } from '#ports.ts';
import type { ChaosInput } from '#sandbox/salesforce/chaos.ts';
import { oauthCounts } from '#sandbox/salesforce/oauth-counts.ts';
import type { Org } from '#sandbox/salesforce/org.ts';
import type { OrgInput } from '#sandbox/salesforce/org-facts.ts';
import { installPackage } from '#sandbox/salesforce/revloop-package.ts';
import { type Salesforce, startSalesforce } from '#sandbox/salesforce/server.ts';
import type { Connection } from '#sense/connection.ts';
import type { OpenStore } from '#store/open.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { keepingLog, type LogLine } from './log.ts';

export const redirectUri = 'http://localhost:8080/oauth/salesforce/callback';
const keys = { clientId: '3MVG9revloop', clientSecret: 'secret-of-revloop' };

export type ConnectedOrg = {
  readonly database: TestDatabase;
  readonly server: Salesforce;
  readonly org: Org;
  readonly config: Config;
  readonly connection: Connection;
  readonly lines: LogLine[];
  /** What a process of its own shares among its connections: nothing with others but the database. */
  shared(store?: OpenStore): SalesforceShared;
  crm(input?: { store?: OpenStore; pace?: Pace; connection?: Connection; shared?: SalesforceShared }): Crm;
  /** The connection's row as it is now. */
  row(): Promise<Connection>;
  /** Consents as the org's admin, or another user, would, and saves the connection. */
  connect(username?: string): Promise<Connection>;
  /** How many requests the API had since the last time it was asked: by `METHOD path status`. */
  calls(): Promise<Record<string, number>>;
  /** What went on at the token endpoint. */
  counts(): ReturnType<typeof oauthCounts>;
  close(): Promise<void>;
};

type Options = {
  readonly chaos?: ChaosInput;
  readonly clock?: Clock;
  /** Where the org's own clock is not that of the machine. */
  readonly orgClock?: Clock;
  readonly org?: Partial<OrgInput>;
  readonly namespace?: string;
};

export async function connectedOrg(options: Options = {}): Promise<ConnectedOrg> {
  const clock = options.clock ?? { now: () => new Date() };
  const database = await freshDatabase({ clock });
  const { chaos, orgClock } = options;
  const server = await startSalesforce({
    ...(chaos === undefined ? {} : { chaos }),
    ...(orgClock === undefined ? {} : { clock: () => orgClock.now() }),
  });
  server.apps.register({ ...keys, name: 'Revloop', redirectUris: [redirectUri] });
  const org = server.orgs.create({ name: 'Acme', ...options.org });
  installPackage(org, { namespace: options.namespace ?? '', clients: [keys.clientId] });
  const config = toConfig({
    SALESFORCE_LOGIN_URL: server.url,
    SALESFORCE_PUBSUB_URL: server.pubsubUrl,
    SALESFORCE_CLIENT_ID: keys.clientId,
    SALESFORCE_CLIENT_SECRET: keys.clientSecret,
  });
  const { log, lines } = keepingLog();
  const tenant = await database.tenant();
  const connect = async (username?: string): Promise<Connection> => {
    const { code, verifier } = await consent(config, org.orgId, username);
    const grants = salesforceGrants(salesforceInstall({ config, clock }), salesforceLogins(config));
    const grant = await grants.exchange({ code, verifier, redirectUri, loginUrl: server.url });
    return database.store.asTenant(tenant, ({ connections }) =>
      connections.save({ platform: 'salesforce', ...grant }),
    );
  };
  const connection = await connect();
  await fetch(`${server.url}/sandbox/calls`, { method: 'DELETE' });
  const shared = (store: OpenStore = database.store) => openSalesforceShared({ config, store, clock, log });
  return {
    ...{ database, server, org, config, connection, lines, connect, shared },
    crm({ store = database.store, pace = 'background', connection: own = connection, shared: held } = {}) {
      const needs = { config, store, clock, log };
      return openSalesforce({ ...needs, connection: own, pace, shared: held ?? shared(store) });
    },
    async row() {
      const row = await database.store.asTenant(tenant, (rows) => rows.connections.get(connection.id));
      if (row === null) throw new Error('the connection is gone');
      return row;
    },
    async calls() {
      const answer = await fetch(`${server.url}/sandbox/calls`);
      const { byEndpoint } = callCounts.parse(await answer.json());
      await fetch(`${server.url}/sandbox/calls`, { method: 'DELETE' });
      return Object.fromEntries(
        byEndpoint.map(({ method, path, status, count }) => [`${method} ${path} ${status}`, count] as const),
      );
    },
    counts: () => oauthCounts(server.orgs, org.orgId),
    async close() {
      await server.close();
      await database.close();
    },
  };
}

const callCounts = z.object({
  byEndpoint: z.array(
    z.object({ method: z.string(), path: z.string(), status: z.number(), count: z.number() }),
  ),
});

/** Presses the button of the consent page; returns the code, or what is said instead. */
export async function consent(
  config: Config,
  orgId: string,
  username = '',
): Promise<{ code: string; verifier: string }> {
  const verifier = randomBytes(48).toString('base64url');
  const leg = { redirectUri, verifier, loginUrl: config.SALESFORCE_LOGIN_URL };
  const url = new URL(salesforceInstall({ config }).authorizeUrl({ ...leg, state: 'state-1' }));
  const page = await fetch(url);
  if (page.status !== 200) throw new Error(await page.text());
  const form = new URLSearchParams([...url.searchParams, ['org_id', orgId], ['username', username]]);
  const answer = await fetch(`${url.origin}${url.pathname}`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const back = new URL(answer.headers.get('location') ?? 'about:blank');
  const code = back.searchParams.get('code');
  if (code === null) throw new Error(`there is no code: ${back.search} ${await answer.text()}`);
  return { code, verifier };
}
