// The HTTP side on a real port, with a real store, real clients, and a simulated HubSpot and Slack; for tests.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { openAnswers } from '#act/answer-advice.ts';
import { openHealthWords } from '#act/health-words.ts';
import { openClients } from '#clients/clients.ts';
import { hubspotOAuth } from '#clients/hubspot/oauth.ts';
import { hubspotScopes } from '#clients/hubspot/scopes.ts';
import { salesforceInstall, salesforceLogins } from '#clients/salesforce/install.ts';
import { slackOAuth } from '#clients/slack/slack-oauth.ts';
import { toConfig } from '#config.ts';
import { openApp } from '#http/app.ts';
import type { ConsoleState, HttpDeps } from '#http/deps.ts';
import { openMetrics } from '#http/metrics.ts';
import { hubspotGrants } from '#http/oauth/hubspot-grants.ts';
import { salesforceGrants } from '#http/oauth/salesforce-grants.ts';
import { slackGrants } from '#http/oauth/slack-grants.ts';
import { openJourneyDesk } from '#journey-desk.ts';
import { openDrillDesk } from '#learn/drill-desk.ts';
import { openHealthDesk } from '#learn/health/health-desk.ts';
import { openModelDesk } from '#learn/model-desk.ts';
import { openRuleDesk } from '#learn/rule-desk.ts';
import type { Work } from '#ports.ts';
import { startHubspot } from '#sandbox/hubspot/server.ts';
import { openSlack } from '#sandbox/slack/slack.ts';
import { slackApp } from '#sandbox/slack/slack-app.ts';
import { openAccess } from '#store/access.ts';
import { openEventSources } from '#store/event-sources.ts';
import { openInstalls } from '#store/installs.ts';
import { openReports } from '#store/reports.ts';
import { openSeal } from '#store/seal.ts';
import { verify } from '#webhooks/hubspot/verify.ts';
import { freshDatabase, testKeys } from './database.ts';
import { keepingLog, silentLog } from './log.ts';

export type HttpHouse = Awaited<ReturnType<typeof openHttpHouse>>;

const secret = 'hubspot-secret';

/** Opens everything. `time.shiftMs` moves the server's clock; `wakes` are the wake-ups that it asked for. */
export async function openHttpHouse(
  options: { console?: () => ConsoleState; without?: 'hubspot' | 'slack'; salesforceUrl?: string } = {},
) {
  const time = { shiftMs: 0 };
  const clock = { now: () => new Date(Date.now() + time.shiftMs) };
  const database = await freshDatabase({ clock });
  const hubspot = await startHubspot({});
  const slack = openSlack({ file: ':memory:', clock });
  const slackDoor = await serve(slackApp({ slack, log: silentLog() }));
  let app: RequestListener = (_, response) => response.writeHead(503).end();
  const door = await serve((request, response) => app(request, response));
  const config = toConfig({
    PUBLIC_URL: door.url,
    HUBSPOT_API_URL: hubspot.url,
    HUBSPOT_APP_URL: hubspot.url,
    HUBSPOT_CLIENT_ID: 'hubspot-client',
    HUBSPOT_CLIENT_SECRET: secret,
    SALESFORCE_LOGIN_URL: options.salesforceUrl,
    SALESFORCE_CLIENT_ID: 'salesforce-client',
    SALESFORCE_CLIENT_SECRET: 'salesforce-secret',
    SLACK_API_URL: `${slackDoor.url}/api`,
    SLACK_APP_URL: slackDoor.url,
    SLACK_CLIENT_ID: 'slack.client',
    SLACK_CLIENT_SECRET: 'slack-secret',
  });
  hubspot.apps.register({
    appId: 4711,
    clientId: 'hubspot-client',
    clientSecret: secret,
    redirectUrls: [`${door.url}/oauth/hubspot/callback`],
    requiredScopes: ['oauth'],
    optionalScopes: [...hubspotScopes.required.slice(1), ...hubspotScopes.optional],
  });
  const { log, lines } = keepingLog();
  const wakes: Work[] = [];
  const { store } = database;
  const access = openAccess(store.db);
  const queue: HttpDeps['queue'] = {
    async wake(work) {
      wakes.push(work);
    },
  };
  const deps: HttpDeps = {
    ...{ store, clock, log, queue },
    clients: openClients({ config, store, clock, log }),
    config,
    access,
    answer: openAnswers({ store, queue, clock }),
    drills: openDrillDesk({ store, queue, clock }, `${config.publicUrl}/console`),
    eventSources: openEventSources(store.db),
    journeys: openJourneyDesk({ store, queue, clock }),
    models: openModelDesk({ store, queue, clock, console: `${config.publicUrl}/console` }),
    reports: openReports(store.db),
    rules: openRuleDesk({ store, clock }),
    customerHealth: openHealthDesk({ store, clock, queue }),
    healthWords: openHealthWords({ store, clock, queue }),
    installs: openInstalls(store.db),
    oauth: {
      hubspot: options.without === 'hubspot' ? null : hubspotGrants(hubspotOAuth({ config, clock })),
      salesforce: salesforceGrants(salesforceInstall({ config, clock }), salesforceLogins(config)),
      slack: options.without === 'slack' ? null : slackGrants(slackOAuth({ config })),
    },
    verifyHubspot: (request, now) => verify(request, secret, now),
    outboundKeys: (connection) => openSeal(testKeys).marks(`salesforce outbound ${connection}`),
    metrics: openMetrics(),
    health: { database: () => store.answers(), queue: async () => true },
    console: options.console ?? (() => ({ state: 'building', since: clock.now(), step: 'transforming' })),
    demo: null,
  };
  app = openApp(deps);
  return {
    url: door.url,
    time,
    clock,
    database,
    store,
    hubspot,
    slack,
    slackUrl: slackDoor.url,
    deps,
    lines,
    wakes,
    access,
    /** A session's cookie for a tenant. */
    async signIn(tenant: string, who = 'mia@north.test'): Promise<string> {
      return `revloop_session=${await access.beginSession(tenant, who, clock.now())}`;
    },
    /** Asks as HubSpot would for a person of the portal: the query gets what HubSpot adds, and the signature. */
    async asHubspot(path: string, query: Record<string, string>, body?: object): Promise<Response> {
      const full = { userId: '9', userEmail: 'rep@north.test', appId: '4711', ...query };
      return signedFetch(`${door.url}${path}?${new URLSearchParams(full)}`, clock.now(), body);
    },
    async close() {
      await Promise.all([door.close(), slackDoor.close(), hubspot.close()]);
      await database.close();
    },
  };
}

/** Signs as HubSpot does, version 3. */
export async function signedFetch(url: string, at: Date, body?: object, key = secret): Promise<Response> {
  const method = body === undefined ? 'GET' : 'POST';
  const text = body === undefined ? '' : JSON.stringify(body);
  const timestamp = String(at.getTime());
  const signed = url.replace(/%40/g, '@').replace(/%3A/g, ':');
  const signature = createHmac('sha256', key)
    .update(`${method}${signed}${text}${timestamp}`)
    .digest('base64');
  return fetch(url, {
    method,
    headers: { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp },
    ...(body === undefined ? {} : { body: text }),
  });
}

/** Serves on a free port. */
export async function serve(listener: RequestListener): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
