// The world around a running Revloop in a test: its engines, a simulated HubSpot and Slack, and the apps registered there.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { openInstaller } from '#demo/installer.ts';
import { demoApps } from '#sandbox/demo-apps.ts';
import type { ChaosInput } from '#sandbox/hubspot/chaos.ts';
import type { Portal } from '#sandbox/hubspot/portal.ts';
import { startHubspot } from '#sandbox/hubspot/server.ts';
import { openSlack } from '#sandbox/slack/slack.ts';
import { slackApp } from '#sandbox/slack/slack-app.ts';
import { addWorkspace } from '#sandbox/slack/workspace.ts';
import type { Connection } from '#sense/connection.ts';
import { openEventSources } from '#store/event-sources.ts';
import { freshDatabase, type TestDatabase, testKeys } from './database.ts';
import type { EngineAddress } from './engine-address.ts';
import { silentLog } from './log.ts';
import { freshRedis } from './redis.ts';

export const appKeys = {
  hubspot: { appId: 4711, clientId: 'hubspot-client', clientSecret: 'hubspot-secret' },
  slack: { clientId: 'slack.client', clientSecret: 'slack-secret', signingSecret: 'slack-signing' },
};

export type World = Awaited<ReturnType<typeof openWorld>>;
/** A customer company of ours: its portal, its workspace, and who it is to us. */
export type Customer = Awaited<ReturnType<World['customer']>>;

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
  const slack = openSlack({ file: ':memory:', clock });
  const apps = demoApps(url, appKeys);
  const slackServer = createServer().listen(0, '127.0.0.1');
  await once(slackServer, 'listening');
  const slackUrl = `http://127.0.0.1:${portOf(slackServer.address())}`;
  slackServer.on('request', slackApp({ slack, log: silentLog(), apps: [apps.slack], address: slackUrl }));
  hubspot.apps.register(apps.hubspot);
  const folder = mkdtempSync(path.join(tmpdir(), 'revloop-running-'));
  const env: Record<string, string> = {
    ...{ PORT: String(port), PUBLIC_URL: url, LOG_LEVEL: 'warn', REVLOOP_DATA_DIR: folder },
    ...{ DATABASE_URL: urlOf(database), REVLOOP_ENCRYPTION_KEYS: testKeys },
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
    ...{ HUBSPOT_API_URL: hubspot.url, HUBSPOT_APP_URL: hubspot.url, HUBSPOT_APP_ID: '4711' },
    ...{ HUBSPOT_CLIENT_ID: appKeys.hubspot.clientId, HUBSPOT_CLIENT_SECRET: appKeys.hubspot.clientSecret },
    ...{ SLACK_API_URL: `${slackUrl}/api`, SLACK_APP_URL: slackUrl },
    ...{ SLACK_CLIENT_ID: appKeys.slack.clientId, SLACK_CLIENT_SECRET: appKeys.slack.clientSecret },
    ...{ SLACK_SIGNING_SECRET: appKeys.slack.signingSecret },
  };

  /** Connects a portal, and its workspace, through the real consent pages, as their admin would. */
  async function connect(portal: Portal, domain: string) {
    const team = addWorkspace(slack, {
      ...{ name: domain, domain, channels: [{ name: 'sales' }] },
      users: [{ name: 'mia', realName: 'Mia Keller', email: `mia@${domain}.test`, admin: true }],
    });
    const named = (table: 'users' | 'channels', name: string) =>
      slack.db.one(shape, `select id from ${table} where team = ? and name = ?`, team.id, name)?.id ?? '';
    const [user, channel] = [named('users', 'mia'), named('channels', 'sales')];
    const installer = openInstaller(url);
    const portalId = String(portal.portalId);
    await installer.connect('hubspot', { portal_id: portalId, user_id: '1', decision: 'approve' });
    const choice = { workspace: team.id, user, webhook_channel: channel, decision: 'allow' };
    await installer.connect('slack', choice);
    return { team: team.id, user, channel };
  }

  return {
    ...{ engine, database, store: database.store, redis, url, hubspot, slack, slackUrl, env, folder },
    /** A portal that nobody has connected yet; fill it before `customer`. */
    portal: (name: string): Portal => hubspot.portals.create({ name }),
    async customer(portal: Portal, domain: string) {
      const chat = await connect(portal, domain);
      const connection: Connection | null = await database.store.doors.connection(
        'hubspot',
        String(portal.portalId),
      );
      if (connection === null) throw new Error('the portal is not connected');
      const { tenant } = connection;
      const sources = openEventSources(database.store.db);
      const { writeKey } = await sources.add(tenant, 'product', new Date());
      return { portal, domain, tenant, connection, writeKey, ...chat };
    },
    ask: (server: 'hubspot' | 'slack', method: string, name: string, body?: object) =>
      askSandbox(server === 'slack' ? slackUrl : hubspot.url, method, name, body),
    async close() {
      await hubspot.close();
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
function urlOf({ address }: TestDatabase): string {
  if (address.connectionString !== undefined) return address.connectionString;
  return `postgres://${address.user}@${encodeURIComponent(address.host ?? '')}/${address.database}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
