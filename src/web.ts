// The web role: the HTTP side with everything it needs, listening.
import { createServer } from 'node:http';
import express from 'express';
import { openAnswers } from '#act/answer-advice.ts';
import { chatDesk } from '#act/chat-desk.ts';
import { openHealthWords } from '#act/health-words.ts';
import { hubspotOAuth } from '#clients/hubspot/oauth.ts';
import { salesforceInstall, salesforceLogins } from '#clients/salesforce/install.ts';
import { slackOAuth } from '#clients/slack/slack-oauth.ts';
import type { Config } from '#config.ts';
import type { Engines } from '#engines.ts';
import { RevloopError } from '#errors.ts';
import { openApp } from '#http/app.ts';
import type { HttpDeps } from '#http/deps.ts';
import type { Metrics } from '#http/metrics.ts';
import { hubspotGrants } from '#http/oauth/hubspot-grants.ts';
import { salesforceGrants } from '#http/oauth/salesforce-grants.ts';
import { slackGrants } from '#http/oauth/slack-grants.ts';
import { slackRoutes } from '#http/slack/slack-routes.ts';
import { hubspotWebhook } from '#http/webhooks/hubspot.ts';
import { salesforceOutbound } from '#http/webhooks/salesforce.ts';
import { openDrillDesk } from '#learn/drill-desk.ts';
import { openHealthDesk } from '#learn/health/health-desk.ts';
import { openModelDesk } from '#learn/model-desk.ts';
import { openRuleDesk } from '#learn/rule-desk.ts';
import type { Ports } from '#ports.ts';
import { receive } from '#sense/receive.ts';
import { openAccess } from '#store/access.ts';
import { openEventSources } from '#store/event-sources.ts';
import { openInstalls } from '#store/installs.ts';
import { openReports } from '#store/reports.ts';
import { splitByPortal } from '#webhooks/hubspot/split.ts';
import { verify } from '#webhooks/hubspot/verify.ts';
import { readOutbound, withoutSession } from '#webhooks/salesforce/outbound.ts';
import { startConsoleBuild } from './console-build.ts';
import { openJourneyDesk } from './journey-desk.ts';

type Needs = {
  readonly config: Config;
  readonly ports: Ports;
  readonly engines: Engines;
  readonly metrics: Metrics;
  readonly demo: HttpDeps['demo'];
};

export type Web = { readonly url: string; close(): Promise<void> };

/** Listens on PORT. Errors: PORT_BUSY. */
export async function startWeb({ config, ports, engines, metrics, demo }: Needs): Promise<Web> {
  const { db } = engines.store;
  const { call: onCall } = metrics;
  const console = startConsoleBuild(ports);
  const journeys = openJourneyDesk(ports);
  const deps: HttpDeps = {
    ...ports,
    config,
    access: openAccess(db),
    answer: openAnswers(ports),
    drills: openDrillDesk(ports, `${config.publicUrl}/console`),
    eventSources: openEventSources(db),
    journeys,
    models: openModelDesk({ ...ports, console: `${config.publicUrl}/console` }),
    reports: openReports(db),
    rules: openRuleDesk(ports),
    customerHealth: openHealthDesk(ports),
    healthWords: openHealthWords(ports),
    installs: openInstalls(db),
    oauth: {
      hubspot:
        config.HUBSPOT_CLIENT_ID === undefined ? null : hubspotGrants(hubspotOAuth({ config, onCall })),
      salesforce:
        config.SALESFORCE_CLIENT_ID === undefined
          ? null
          : salesforceGrants(salesforceInstall({ config, onCall }), salesforceLogins(config)),
      slack: config.SLACK_CLIENT_ID === undefined ? null : slackGrants(slackOAuth({ config, onCall })),
    },
    verifyHubspot: (request, now) =>
      config.HUBSPOT_CLIENT_SECRET === undefined
        ? { valid: false }
        : verify(request, config.HUBSPOT_CLIENT_SECRET, now),
    outboundKeys: (connection) => engines.marks(`salesforce outbound ${connection}`),
    metrics,
    health: { database: () => engines.store.answers(), queue: () => engines.queue.answers() },
    console,
    demo,
  };
  const slack = express().disable('x-powered-by');
  slackRoutes({ ports, config, desk: chatDesk({ ...ports, journeys }) }).attach(slack);
  const webhook = hubspotWebhook({
    split: splitByPortal,
    receive: (parts, strays, headers) =>
      receive(ports, { source: 'hubspot', platform: 'hubspot', headers, parts, strays }),
  });
  const outbound = salesforceOutbound({
    read: readOutbound,
    receive: (account, events, body, headers) =>
      receive(ports, {
        ...{ source: 'salesforce', platform: 'salesforce', headers, strays: 0 },
        parts: [{ account, events, body: withoutSession(body) }],
      }),
  });
  const server = createServer(openApp(deps, { routes: [webhook, outbound], mounts: [slack] }));
  // Longer than proxies and clients keep an idle connection, so that none is closed while a request is on its way.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: Error & { code?: string }) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new RevloopError('PORT_BUSY', { port: config.PORT, problem: cause.message }, { cause })
          : cause,
      ),
    );
    server.listen(config.PORT, resolve);
  });
  return {
    url: config.publicUrl,
    async close() {
      server.closeIdleConnections();
      await new Promise((resolve) => {
        server.close(resolve);
        setTimeout(() => server.closeAllConnections(), 5_000).unref();
      });
    },
  };
}
