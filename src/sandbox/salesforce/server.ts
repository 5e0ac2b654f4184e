// Starts the simulated Salesforce as an HTTP server of its own.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type express from 'express';
import { fail } from '#errors.ts';
import type { CallLog } from './api.ts';
import { type Apps, openApps } from './apps.ts';
import { type Chaos, type ChaosInput, openChaos } from './chaos.ts';
import { type Orgs, openOrgs } from './orgs.ts';
import { type PubsubServer, startPubsub } from './pubsub/server.ts';
import { pubsubSessions } from './pubsub-orgs.ts';
import { salesforceApp } from './salesforce-app.ts';

// Long enough for the app itself to say that an address is too long.
const LONGEST_HEAD = 65_536;

export type SalesforceOptions = {
  /** 0 chooses a free port. */
  readonly port?: number;
  /** Of the Pub/Sub API; 0 chooses a free one. */
  readonly pubsubPort?: number;
  readonly host?: string;
  readonly file?: string;
  /** The time records are stamped with. */
  readonly clock?: () => Date;
  /** The real time, for tokens, limits and jobs. */
  readonly wall?: () => Date;
  readonly chaos?: ChaosInput;
  readonly log?: CallLog;
  /** The page at the root. */
  readonly home?: (orgs: Orgs) => express.Router;
  /** Record pages; given the orgs, which exist before the pages do. */
  readonly pages?: (orgs: Orgs) => express.Router;
};

export type Salesforce = {
  /** What SALESFORCE_LOGIN_URL points at: login host and instance host in one. */
  readonly url: string;
  /** What SALESFORCE_PUBSUB_URL points at. */
  readonly pubsubUrl: string;
  readonly orgs: Orgs;
  readonly apps: Apps;
  readonly chaos: Chaos;
  readonly pubsub: PubsubServer;
  close(): Promise<void>;
};

/** Errors: PORT_BUSY. */
export async function startSalesforce(options: SalesforceOptions = {}): Promise<Salesforce> {
  const { port = 0, host = '127.0.0.1', file, clock, wall, log } = options;
  const chaos = openChaos(options.chaos);
  const orgs = openOrgs({ file, clock, wall, chaos });
  const apps = openApps(orgs);
  const server = createServer(
    { maxHeaderSize: LONGEST_HEAD },
    salesforceApp({ orgs, apps, log, pages: options.pages?.(orgs), home: options.home?.(orgs) }),
  );
  // An idle connection outlives a busy moment of this one thread.
  server.keepAliveTimeout = 75_000;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    orgs.close();
    fail('PORT_BUSY', { port, problem: problemOf(cause) }, { cause });
  }
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const url = `http://${host}:${bound}`;
  const pubsubPort = options.pubsubPort ?? 0;
  const pubsub = await startPubsub({
    ...{ log: orgs.changeLog, session: pubsubSessions(orgs, () => url), clock: orgs.wall, host },
    ...{ port: pubsubPort, chaos: () => chaos.read().streams, roll: chaos.roll },
  }).catch((cause: unknown) => {
    server.close();
    orgs.close();
    return fail('PORT_BUSY', { port: pubsubPort, problem: problemOf(cause) }, { cause });
  });
  return {
    ...{ url, pubsubUrl: pubsub.url, orgs, apps, chaos, pubsub },
    async close() {
      await pubsub.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      orgs.close();
    },
  };
}

function problemOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
