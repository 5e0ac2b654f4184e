// The sandbox: a simulated HubSpot, Salesforce and Slack on ports of their own, with the demo company living in them.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import express, { type Express } from 'express';
import { fail } from '#errors.ts';
import type { Clock, Log } from '#ports.ts';
import { type Credentials, demoApps, salesforceApp } from './demo-apps.ts';
import { hubspotApp } from './hubspot/app.ts';
import { type DeveloperAppInput, openApps } from './hubspot/apps.ts';
import { openChaos } from './hubspot/chaos.ts';
import { startDeliveries } from './hubspot/deliveries.ts';
import { openPortals, type Portals } from './hubspot/portals.ts';
import { orgHome } from './org-home.ts';
import { portalHome } from './portal-home.ts';
import { portalRecords } from './record-page/portal-records.ts';
import { recordPage } from './record-page/record-page.ts';
import type { Org } from './salesforce/org.ts';
import type { Orgs } from './salesforce/orgs.ts';
import { installPackage } from './salesforce/revloop-package.ts';
import { startSalesforce } from './salesforce/server.ts';
import { recordPages as orgPages } from './salesforce-page/record-pages.ts';
import { keepMemory, type Memory, readMemory } from './sandbox-memory.ts';
import type { AppSeed } from './slack/registered-app.ts';
import { openSlack, type Slack } from './slack/slack.ts';
import { slackApp } from './slack/slack-app.ts';
import { addWorkspace } from './slack/workspace.ts';
import { type EventSender, type EventTarget, eventSender } from './world/event-sender.ts';
import { livingOrg } from './world/living-org.ts';
import { livingWorld } from './world/living-world.ts';
import { seededRandom } from './world/random.ts';
import { settle } from './world/settle.ts';
import { orgAdmin, settleOrg } from './world/settle-org.ts';
import { lumenworksWorkspace } from './world/staff.ts';
import { generateWorld, type World } from './world/world.ts';

export type SandboxOptions = {
  readonly dataDir: string;
  /** 0 chooses a free port. */
  readonly hubspotPort: number;
  readonly slackPort: number;
  readonly salesforcePort?: number;
  readonly pubsubPort?: number;
  /** Counts on the first start; later starts find the company as it was left. */
  readonly world?: { readonly seed: number } | 'empty';
  /** Where Revloop answers, without a slash at the end: webhooks, redirects and cards go there. */
  readonly server: string;
  /** The apps; what the manifests declare, with the sandbox's own credentials, where left out. */
  readonly apps?: { readonly hubspot: DeveloperAppInput; readonly slack: AppSeed };
  /** Where product events go from the start, if that is known yet. */
  readonly events?: EventTarget;
  readonly clock: Clock;
  readonly log: Log;
};

export type Sandbox = {
  readonly hubspotUrl: string;
  readonly slackUrl: string;
  readonly salesforceUrl: string;
  readonly pubsubUrl: string;
  readonly portals: Portals;
  readonly slack: Slack;
  readonly orgs: Orgs;
  readonly portalId: number;
  readonly orgId: string;
  readonly world: World | undefined;
  /** Credentials of the apps registered where `apps` was left out. */
  readonly credentials: Credentials;
  /** Sends the 90 days of product events once, then all that happens from now on. Resolves with the number sent. */
  readonly sendEventsTo: (target: EventTarget) => Promise<number>;
  readonly stop: () => Promise<void>;
};

/** Starts it all. Errors: PORT_BUSY. A second start on the same `dataDir` goes on where the first one stopped. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { dataDir, clock, log, server } = options;
  const seed = options.world === 'empty' ? null : (options.world?.seed ?? 7);
  let memory = readMemory(dataDir, { seed, now: clock.now() });
  const keep = (changes: Partial<Memory>) => {
    memory = { ...memory, ...changes };
    keepMemory(dataDir, memory);
  };
  keep({});
  const apps = options.apps ?? demoApps(server, memory.credentials);
  const portals = openPortals({
    file: join(dataDir, 'hubspot.sqlite'),
    clock: () => clock.now(),
    wall: () => clock.now(),
  });
  const slack = openSlack({ file: join(dataDir, 'slack.sqlite'), clock });
  addWorkspace(slack, lumenworksWorkspace);
  const world =
    memory.seed === null ? undefined : generateWorld({ seed: memory.seed, now: new Date(memory.now) });
  const portal = found(portals, memory.portalId, world);
  keep({ portalId: portal.portalId });
  const salesforce = await startSalesforce({
    ...{ port: options.salesforcePort ?? 0, pubsubPort: options.pubsubPort ?? 0 },
    ...{ file: join(dataDir, 'salesforce.sqlite'), log: log.child({ sandbox: 'salesforce' }) },
    ...{ clock: () => clock.now(), wall: () => clock.now(), home: orgHome },
    pages: (orgs) => orgPages(orgs, join(dataDir, 'salesforce-pages')),
  });
  salesforce.apps.register(salesforceApp(server, memory.credentials.salesforce));
  const org = foundOrg(salesforce.orgs, memory, world);
  keep({ orgId: org.orgId });

  const hubspotApps = openApps({ portals });
  hubspotApps.register(apps.hubspot);
  const chaos = openChaos();
  const deliveries = startDeliveries({
    portals,
    apps: hubspotApps,
    chaos,
    log: log.child({ sandbox: 'hubspot' }),
  });
  const hubspot = express();
  hubspot.disable('x-powered-by');
  hubspot.use(portalHome(portals));
  hubspot.use(
    '/contacts/:portalId/record/:typeId/:id',
    recordPages({ portals, app: apps.hubspot, server, dataDir, clock }),
  );
  hubspot.use(hubspotApp({ portals, apps: hubspotApps, chaos, deliveries, log }));
  const hubspotServer = await listen(() => hubspot, options.hubspotPort);
  const slackPort = options.slackPort;
  const slackServer = await listen(
    (address) => slackApp({ slack, apps: [apps.slack], address, log: log.child({ sandbox: 'slack' }) }),
    slackPort,
  );

  const live: { sender: EventSender | undefined } = { sender: undefined };
  const living =
    world &&
    livingWorld({
      ...{ world, portal, clock, random: seededRandom(`${world.seed}/${clock.now().getTime()}`), log },
      sendEvent: (event) => live.sender?.send(event),
    });
  const livingSales =
    world &&
    livingOrg({ org, clock, random: seededRandom(`${world.seed}/org/${clock.now().getTime()}`), log });
  const sendEventsTo = async (target: EventTarget) => {
    const sender = eventSender(target, log, () => clock.now());
    const told = world === undefined ? [] : [...world.events, ...world.evaluations];
    const history = memory.historySentTo === target.writeKey ? [] : told;
    const sent = await sender.sendAll(history);
    keep({ historySentTo: target.writeKey });
    await live.sender?.stop();
    live.sender = sender;
    return sent;
  };
  if (options.events) await sendEventsTo(options.events);
  living?.start();
  livingSales?.start();
  return {
    ...{
      hubspotUrl: hubspotServer.url,
      slackUrl: slackServer.url,
      salesforceUrl: salesforce.url,
      pubsubUrl: salesforce.pubsubUrl,
      portals,
      slack,
      orgs: salesforce.orgs,
      portalId: portal.portalId,
      orgId: org.orgId,
      world,
    },
    credentials: memory.credentials,
    sendEventsTo,
    stop: async () => {
      await living?.stop();
      await livingSales?.stop();
      await live.sender?.stop();
      await deliveries.stop();
      await Promise.all([hubspotServer.close(), slackServer.close(), salesforce.close()]);
      slack.close();
      portals.close();
    },
  };
}

// In one transaction, so that a start that is killed leaves no half-filled portal behind.
function found(portals: Portals, portalId: number | null, world: World | undefined) {
  const known = portalId === null ? portals.list()[0] : portals.find(portalId);
  if (known) return known;
  return portals.database.transaction(() => {
    const name = world ? 'Lumenworks' : 'Empty portal';
    const portal = portals.create({ name, timeZone: 'Europe/Berlin', currency: 'EUR' });
    if (world) settle(world, portal);
    return portal;
  });
}

// The package is installed already, so that connecting takes one click.
function foundOrg(orgs: Orgs, memory: Memory, world: World | undefined): Org {
  const known = memory.orgId === null ? orgs.list()[0] : orgs.find(memory.orgId);
  if (known) return known;
  return orgs.database.transaction(() => {
    const name = world ? 'Lumenworks' : 'Empty org';
    const org = orgs.create({ name, timeZone: 'Europe/Berlin', currency: 'EUR' }, orgAdmin);
    installPackage(org, { clients: [memory.credentials.salesforce.clientId] });
    if (world) settleOrg(world, org);
    return org;
  });
}

function recordPages(needs: {
  portals: Portals;
  app: DeveloperAppInput;
  server: string;
  dataDir: string;
  clock: Clock;
}) {
  const { portals, app, clock } = needs;
  return recordPage({
    ...portalRecords(portals),
    app: () => ({ appId: String(app.appId), clientSecret: app.clientSecret, serverUrl: needs.server }),
    user: { id: '1', email: 'ingrid.dahl@lumenworks.example', firstName: 'Ingrid', lastName: 'Dahl' },
    directory: join(needs.dataDir, 'pages'),
    now: () => clock.now().getTime(),
  });
}

/** Listens on 127.0.0.1; the app is made once its address is known. */
async function listen(app: (address: string) => Express, port: number) {
  const server = createServer();
  // An idle connection outlives a busy moment of this one thread.
  server.keepAliveTimeout = 75_000;
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    fail('PORT_BUSY', { port, problem: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
  server.on('request', app(url));
  return {
    url,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
