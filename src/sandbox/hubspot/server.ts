// Starts the simulated HubSpot as an HTTP server of its own, webhooks included.
import { createServer } from 'node:http';
import type express from 'express';
import { hubspotApp } from './app.ts';
import { type Apps, openApps } from './apps.ts';
import { type Chaos, type ChaosInput, openChaos } from './chaos.ts';
import { type Deliveries, type DeliveryLog, startDeliveries } from './deliveries.ts';
import { openPortals, type Portals } from './portals.ts';

export type HubspotServerOptions = {
  /** 0 chooses a free port. */
  readonly port?: number;
  readonly host?: string;
  readonly file?: string;
  readonly clock?: () => Date;
  readonly wall?: () => Date;
  readonly chaos?: ChaosInput;
  readonly log?: DeliveryLog;
  /** Record pages; given the portals, which exist before the pages do. */
  readonly pages?: (portals: Portals) => express.Router;
  /** Longest wait for the answer to a webhook. */
  readonly answerMs?: number;
};

export type HubspotServer = {
  /** What HUBSPOT_API_URL and HUBSPOT_APP_URL point at. */
  readonly url: string;
  readonly portals: Portals;
  readonly apps: Apps;
  readonly chaos: Chaos;
  readonly deliveries: Deliveries;
  close(): Promise<void>;
};

export async function startHubspot(options: HubspotServerOptions = {}): Promise<HubspotServer> {
  const { port = 0, host = '127.0.0.1', log, pages, answerMs } = options;
  const chaos = openChaos(options.chaos);
  const portals = openPortals({
    ...(options.file === undefined ? {} : { file: options.file }),
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    ...(options.wall === undefined ? {} : { wall: options.wall }),
  });
  const apps = openApps({ portals });
  const logged = log === undefined ? {} : { log };
  const waiting = answerMs === undefined ? {} : { answerMs };
  const deliveries = startDeliveries({ portals, apps, chaos, ...logged, ...waiting });
  const paged = pages === undefined ? {} : { pages: pages(portals) };
  const server = createServer(hubspotApp({ portals, apps, chaos, deliveries, ...logged, ...paged }));
  // An idle connection outlives a busy moment of this one thread.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host}:${bound}`,
    portals,
    apps,
    chaos,
    deliveries,
    async close() {
      await deliveries.stop();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      portals.close();
    },
  };
}
