// The world around a running Revloop in a test: its engines, simulated platforms, and the apps registered there.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { type Installer, openInstaller } from '#demo/installer.ts';
import { demoApps } from '#sandbox/demo-apps.ts';
import type { ChaosInput } from '#sandbox/hubspot/chaos.ts';
import { startHubspot } from '#sandbox/hubspot/server.ts';
import { startSalesforce } from '#sandbox/salesforce/server.ts';
import { openSlack } from '#sandbox/slack/slack.ts';
import { slackApp } from '#sandbox/slack/slack-app.ts';
import { addWorkspace } from '#sandbox/slack/workspace.ts';
import type { Connection } from '#sense/connection.ts';
import { openEventSources } from '#store/event-sources.ts';
import type { Account } from './account.ts';
import { collecting } from './collecting.ts';
import { freshDatabase, type TestDatabase, testKeys } from './database.ts';
import type { EngineAddress } from './engine-address.ts';
import { freePort } from './free-port.ts';
import { type HubspotAccount, hubspotAccount } from './hubspot-account.ts';
import { silentLog } from './log.ts';
import { freshRedis } from './redis.ts';
import { type SalesforceAccount, salesforceAccount } from './salesforce-account.ts';

export const appKeys = {
  hubspot: { appId: 4711, clientId: 'hubspot-client', clientSecret: 'hubspot-secret' },
  salesforce: { clientId: '3MVG9revloop', clientSecret: 'salesforce-secret' },
  slack: { clientId: 'slack.client', clientSecret: 'slack-secret', signingSecret: 'slack-signing' },
};

export type World = Awaited<ReturnType<typeof openWorld>>;
/** A customer company of ours: its CRM, its workspace, and who it is to us. */
export type Customer<A extends Account = Account> = {
  readonly account: A;
  readonly domain: string;
  readonly tenant: string;
  readonly connection: Connection;
  readonly writeKey: string;
  readonly team: string;
  readonly user: string;
  readonly channel: string;
  /** The admin's browser, still signed in. */
  readonly installer: Installer;
};
/** The platforms of the table of cases: `describe.each(cases())`. */
export const platforms = ['hubspot', 'salesforce'] as const;

const shape = z.object({ id: z.string() });
const clock = { now: () => new Date() };

/** Opens everything but Revloop itself, which is to listen at `url` with the environment `env`. */
export async function openWorld(input: { engine: EngineAddress; chaos?: ChaosInput }) {
  const { engine, chaos = {} } = input;
  const database = await freshDatabase({ engine });
  const redis = engine.redis === null ? null : await freshRedis(engine.redis);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const hubspot = await startHubspot({ chaos: { limits: { off: true }, retryTimeScale: 0.002, ...chaos } });
  const salesforce = await startSalesforce();
  const slack = openSlack({ file: ':memory:', clock });
  const apps = demoApps(url, appKeys);
  const slackServer = createServer().listen(0, '127.0.0.1');
  await once(slackServer, 'listening');
  const slackUrl = `http://127.0.0.1:${portOf(slackServer.address())}`;
  slackServer.on('request', slackApp({ slack, log: silentLog(), apps: [apps.slack], address: slackUrl }));
  hubspot.apps.register(apps.hubspot);
  const { clientId, clientSecret } = appKeys.salesforce;
  const redirectUris = [`${url}/oauth/salesforce/callback`];
  salesforce.apps.register({ clientId, clientSecret, name: 'Revloop', redirectUris });
  const folder = mkdtempSync(path.join(tmpdir(), 'revloop-running-'));
  const env: Record<string, string> = {
    ...{ PORT: String(port), PUBLIC_URL: url, LOG_LEVEL: 'warn', REVLOOP_DATA_DIR: folder },
    ...{ DATABASE_URL: urlOf(database), REVLOOP_ENCRYPTION_KEYS: testKeys },
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
    ...{ HUBSPOT_API_URL: hubspot.url, HUBSPOT_APP_URL: hubspot.url, HUBSPOT_APP_ID: '4711' },
    ...{ HUBSPOT_CLIENT_ID: appKeys.hubspot.clientId, HUBSPOT_CLIENT_SECRET: appKeys.hubspot.clientSecret },
    ...{ SALESFORCE_LOGIN_URL: salesforce.url, SALESFORCE_PUBSUB_URL: salesforce.pubsubUrl },
    ...{ SALESFORCE_CLIENT_ID: clientId, SALESFORCE_CLIENT_SECRET: clientSecret },
    ...{ SLACK_API_URL: `${slackUrl}/api`, SLACK_APP_URL: slackUrl },
    ...{ SLACK_CLIENT_ID: appKeys.slack.clientId, SLACK_CLIENT_SECRET: appKeys.slack.clientSecret },
    ...{ SLACK_SIGNING_SECRET: appKeys.slack.signingSecret },
  };

  const connectionOf = async ({ platform, externalId }: Account): Promise<Connection> => {
    const connection = await database.store.doors.connection(platform, externalId);
    if (connection === null) throw new Error(`${platform} is not connected`);
    return connection;
  };

  /** Connects the workspace of a company through the real consent page, as its admin would. */
  async function connectChat(installer: Installer, domain: string) {
    const team = addWorkspace(slack, {
      ...{ name: domain, domain, channels: [{ name: 'sales' }] },
      users: [{ name: 'mia', realName: 'Mia Keller', email: `mia@${domain}.test`, admin: true }],
    });
    const named = (table: 'users' | 'channels', name: string) =>
      slack.db.one(shape, `select id from ${table} where team = ? and name = ?`, team.id, name)?.id ?? '';
    const [user, channel] = [named('users', 'mia'), named('channels', 'sales')];
    const choice = { workspace: team.id, user, webhook_channel: channel, decision: 'allow' };
    await installer.connect('slack', choice);
    return { team: team.id, user, channel };
  }

  function account(platform: 'hubspot', name: string): HubspotAccount;
  function account(platform: 'salesforce', name: string): SalesforceAccount;
  function account(platform: Account['platform'], name: string): Account;
  function account(platform: Account['platform'], name: string): Account {
    return platform === 'hubspot'
      ? hubspotAccount(hubspot, name)
      : salesforceAccount(salesforce, name, clientId);
  }

  return {
    ...{
      engine,
      database,
      store: database.store,
      redis,
      url,
      hubspot,
      salesforce,
      slack,
      slackUrl,
      env,
      folder,
    },
    /** A CRM account that nobody has connected yet; fill it before `customer`. */
    account,
    /** Connects it, and a workspace, through the real consent pages, as their admin would. */
    async customer<A extends Account>(given: A, domain: string): Promise<Customer<A>> {
      const installer = openInstaller(url);
      await installer.connect(given.platform, given.consent);
      const chat = await connectChat(installer, domain);
      const connection = await connectionOf(given);
      const { tenant } = connection;
      await collecting(database.store, tenant, 'person', ['*']);
      const sources = openEventSources(database.store.db);
      const { writeKey } = await sources.add(tenant, 'product', new Date());
      return { account: given, domain, tenant, connection, writeKey, installer, ...chat };
    },
    /** Connects another CRM of the same company. */
    async alsoConnect<A extends Account>(customer: Customer, given: A): Promise<Customer<A>> {
      await customer.installer.connect(given.platform, given.consent);
      return { ...customer, account: given, connection: await connectionOf(given) };
    },
    ask: (server: 'hubspot' | 'salesforce' | 'slack', method: string, name: string, body?: object) => {
      const urls = { hubspot: hubspot.url, salesforce: salesforce.url, slack: slackUrl };
      return askSandbox(urls[server], method, name, body);
    },
    async close() {
      await hubspot.close();
      await salesforce.close();
      const closed = once(slackServer, 'close');
      slackServer.close();
      slackServer.closeAllConnections();
      await closed;
      slack.close();
      await redis?.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function askSandbox(server: string, method: string, name: string, body?: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${server}/sandbox/${name}`, {
    method,
    ...(body ? { headers, body: JSON.stringify(body) } : {}),
  });
  return answer.json();
}

/** The embedded server is reached by its socket: pg takes the folder as a host that is escaped. */
export function urlOf({ address }: TestDatabase): string {
  if (address.connectionString !== undefined) return address.connectionString;
  return `postgres://${address.user}@${encodeURIComponent(address.host ?? '')}/${address.database}`;
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
