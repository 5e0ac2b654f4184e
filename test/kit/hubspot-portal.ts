// A strict HubSpot portal over HTTP with Revloop installed in it by OAuth, on a fresh database.
import { z } from 'zod';
import { openHubspot, openHubspotShared } from '#clients/hubspot/crm.ts';
import { hubspotOAuth } from '#clients/hubspot/oauth.ts';
import { hubspotScopes } from '#clients/hubspot/scopes.ts';
import type { Pace } from '#clients/limiter.ts';
import { type Config, toConfig } from '#config.ts';
import type { Crm } from '#ports/crm.ts';
import type { Clock } from '#ports.ts';
import type { ChaosInput } from '#sandbox/hubspot/chaos.ts';
import type { Portal } from '#sandbox/hubspot/portal.ts';
import { type HubspotServer, startHubspot } from '#sandbox/hubspot/server.ts';
import type { Connection } from '#sense/connection.ts';
import type { OpenStore } from '#store/open.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { keepingLog, type LogLine } from './log.ts';

export type InstalledPortal = {
  readonly database: TestDatabase;
  readonly sandbox: HubspotServer;
  readonly portal: Portal;
  readonly config: Config;
  readonly connection: Connection;
  readonly lines: LogLine[];
  /**
   * A client as another process would have it: nothing shared with others but the database. `scopes`: what we believe
   * was granted, where that differs.
   */
  crm(input?: { store?: OpenStore; pace?: Pace; config?: Config; scopes?: readonly string[] }): Crm;
  /** The connection's row as it is now. */
  row(): Promise<Connection>;
  /** Consents as an admin of the portal would, and saves the connection. */
  install(scopes?: readonly string[]): Promise<Connection>;
  /** How many requests the API had since the last time it was asked: by `METHOD path status`. */
  calls(): Promise<Record<string, number>>;
  close(): Promise<void>;
};

export const redirectUri = 'http://localhost:8080/oauth/hubspot/callback';

type Options = {
  readonly chaos?: ChaosInput;
  readonly uiDomain?: string;
  readonly timeZone?: string;
  readonly clock?: Clock;
  readonly scopes?: readonly string[];
  /** Where there is no vitest to ask for one. */
  readonly database?: TestDatabase;
};

export async function installedPortal(options: Options = {}): Promise<InstalledPortal> {
  const clock = options.clock ?? { now: () => new Date() };
  const database = options.database ?? (await freshDatabase({ clock }));
  const sandbox = await startHubspot({ ...(options.chaos === undefined ? {} : { chaos: options.chaos }) });
  sandbox.apps.register({
    appId: 4711,
    clientId: 'client-1',
    clientSecret: 'secret-1',
    redirectUrls: [redirectUri],
    requiredScopes: ['oauth'],
    optionalScopes: [...hubspotScopes.required.slice(1), ...hubspotScopes.optional],
  });
  const portal = sandbox.portals.create({
    name: 'acme.example.com',
    ...(options.uiDomain === undefined ? {} : { uiDomain: options.uiDomain }),
    ...(options.timeZone === undefined ? {} : { timeZone: options.timeZone }),
  });
  const config = toConfig({
    HUBSPOT_API_URL: sandbox.url,
    HUBSPOT_APP_URL: sandbox.url,
    HUBSPOT_CLIENT_ID: 'client-1',
    HUBSPOT_CLIENT_SECRET: 'secret-1',
  });
  const tenant = await database.tenant();
  const { log, lines } = keepingLog();
  const install = async (scopes: readonly string[] = hubspotScopes.required): Promise<Connection> => {
    const code = await consent(config, portal.portalId, scopes);
    const {
      externalId,
      tokens,
      scopes: granted,
    } = await hubspotOAuth({ config, clock }).exchange(code, redirectUri);
    const account = { uiDomain: portal.uiDomain, timeZone: portal.timeZone };
    return database.store.asTenant(tenant, ({ connections }) =>
      connections.save({ platform: 'hubspot', externalId, account, scopes: granted, tokens }),
    );
  };
  const connection = await install(options.scopes);
  await fetch(`${sandbox.url}/sandbox/calls`, { method: 'DELETE' });
  return {
    database,
    sandbox,
    portal,
    config,
    connection,
    lines,
    install,
    crm({ store = database.store, pace = 'background', config: own = config, scopes } = {}) {
      const needs = { config: own, store, clock, log };
      const known = scopes === undefined ? connection : { ...connection, scopes };
      return openHubspot({ ...needs, connection: known, pace, shared: openHubspotShared(needs) });
    },
    async row() {
      const row = await database.store.asTenant(tenant, (rows) => rows.connections.get(connection.id));
      if (row === null) throw new Error('the connection is gone');
      return row;
    },
    async calls() {
      const answer = await fetch(`${sandbox.url}/sandbox/calls`);
      const { calls } = callCounts.parse(await answer.json());
      await fetch(`${sandbox.url}/sandbox/calls`, { method: 'DELETE' });
      const named = calls.map(
        ({ method, path, status, count }) => [`${method} ${path} ${status}`, count] as const,
      );
      return Object.fromEntries(named);
    },
    async close() {
      await sandbox.close();
      await database.close();
    },
  };
}

const callCounts = z.object({
  calls: z.array(z.object({ method: z.string(), path: z.string(), status: z.number(), count: z.number() })),
});

/** Presses the button of the consent page; returns the code. */
export async function consent(config: Config, portalId: number, scopes: readonly string[]): Promise<string> {
  const url = new URL(hubspotOAuth({ config }).authorizeUrl({ state: 'state-1', redirectUri }));
  const page = await fetch(url);
  if (page.status !== 200) throw new Error(await page.text());
  url.searchParams.set('scope', scopes.join(' '));
  url.searchParams.set('optional_scope', '');
  const form = new URLSearchParams([...url.searchParams, ['portal_id', String(portalId)]]);
  const answer = await fetch(`${url.origin}${url.pathname}`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const code = new URL(answer.headers.get('location') ?? 'about:blank').searchParams.get('code');
  if (code === null) throw new Error(`there is no code: ${await answer.text()}`);
  return code;
}
