// The composition root: reads the configuration, opens the engines, starts the roles, and stops in order.

import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { openClients } from '#clients/clients.ts';
import type { Terminal } from '#command.ts';
import { type Config, readConfig } from '#config.ts';
import { type Demo, startDemo } from '#demo.ts';
import { dataDirectory, type Engines, openEngines } from '#engines.ts';
import { startFeeds } from '#feeds.ts';
import { handlers } from '#handlers.ts';
import { type Metrics, openMetrics } from '#http/metrics.ts';
import { makeTrainer } from '#learn/train-in-worker.ts';
import { openLog } from '#log.ts';
import type { Clock, Log, Ports } from '#ports.ts';
import { openAccess } from '#store/access.ts';
import { openInstalls } from '#store/installs.ts';
import { removeOldRows } from '#store/old-rows.ts';
import { startSweeper } from '#sweeper.ts';
import { startWeb } from '#web.ts';
import { readDelivery } from '#webhooks/hubspot/adapter.ts';
import { salesforceAdapter } from '#webhooks/salesforce/adapter.ts';
import { segmentAdapter } from '#webhooks/segment/adapter.ts';

/** Tells a person how far the start has come; the line asks for its words in the language of the machine. */
export type Say = (line: (text: Terminal['say']) => string) => void;
export type Running = {
  readonly url: string | null;
  readonly ports: Ports;
  readonly engines: Engines;
  stop(): Promise<void>;
};

const adapters = { hubspot: readDelivery, salesforce: salesforceAdapter, segment: segmentAdapter } as const;

/**
 * Starts what REVLOOP_ROLE asks for. Whoever has enough of the demo's first scores aborts `enough`: it then returns
 * without them. Errors: those of the configuration, the engines and the web role.
 */
export async function start(given: Config, log: Log, say: Say, enough?: AbortSignal): Promise<Running> {
  const clock: Clock = { now: () => new Date() };
  const closing: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const metrics = openMetrics();
    say((text) => text(given.DATABASE_URL === undefined ? 'cli.start.embedded' : 'cli.start.database'));
    const engines = await openEngines({ config: given, clock, log, onWait: metrics.queueWait });
    closing.push(() => engines.close());
    const demo = isDemo(given) ? await beginDemo(given, log, say) : null;
    if (demo !== null) closing.push(() => demo.stop());
    const config = demo?.config ?? given;
    const ports: Ports = {
      store: engines.store,
      queue: engines.queue,
      clients: openClients({ config, store: engines.store, clock, log, onCall: metrics.call }),
      clock,
      log,
    };
    let url: string | null = null;
    if (config.REVLOOP_ROLE !== 'worker') {
      const web = await startWeb({ config, ports, engines, metrics, demo: demo?.pages ?? null });
      closing.push(() => web.close());
      url = web.url;
      const address = url;
      say((text) => text('cli.start.listening', { url: address }));
    }
    if (!(await engines.queue.answers())) say((text) => text('cli.start.queueless'));
    if (config.REVLOOP_ROLE !== 'web')
      closing.push(startWorker(ports, engines, metrics, `${config.publicUrl}/console`));
    if (config.REVLOOP_ROLE === 'worker') say((text) => text('cli.start.working'));
    if (demo !== null && url !== null) await demo.install(url, ports, engines, enough);
    return { url, ports, engines, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startWorker(ports: Ports, engines: Engines, metrics: Metrics, console: string): () => Promise<void> {
  const train = makeTrainer();
  engines.queue.work(handlers({ ports, adapters, train, console, onTurn: metrics.turn }), {
    quick: 8,
    slow: 3,
  });
  const { db } = engines.store;
  const [access, installs] = [openAccess(db), openInstalls(db)];
  const sweeper = startSweeper(ports, async (now) => ({
    waysIn: await access.sweep(now),
    installs: await installs.sweep(now),
    ...(await removeOldRows(db, now)),
  }));
  const feeds = startFeeds(ports);
  return async () => {
    await Promise.all([sweeper.stop(), feeds.stop()]);
  };
}

/** Without credentials of any platform there is nothing to connect with: the sandbox takes their place. */
function isDemo(config: Config): boolean {
  const { HUBSPOT_CLIENT_ID, SALESFORCE_CLIENT_ID, SLACK_CLIENT_ID, REVLOOP_ROLE } = config;
  const ids = [HUBSPOT_CLIENT_ID, SALESFORCE_CLIENT_ID, SLACK_CLIENT_ID];
  return REVLOOP_ROLE === 'all' && ids.every((id) => id === undefined);
}

function beginDemo(config: Config, log: Log, say: Say): Promise<Demo> {
  say((text) => text('cli.start.sandbox'));
  return startDemo({ config, log, say });
}

/** The demo talks to a person: its log goes beside the data. */
function logToFile(config: Config, say: Say): Log {
  const file = path.join(dataDirectory(config), 'revloop.log');
  say((text) => text('cli.start.log', { file }));
  return openLog(config.LOG_LEVEL, (line) => appendFileSync(file, line));
}

/** Runs until it is interrupted; a second interruption does not wait. */
export async function main(say: Say, interrupted: () => Promise<void>): Promise<void> {
  const config = readConfig();
  const log = isDemo(config) ? logToFile(config, say) : openLog(config.LOG_LEVEL);
  // From the first moment on: what is half started is stopped in order too.
  const enough = new AbortController();
  const stopping = interrupted().then(() => {
    say((text) => text('cli.start.stopping'));
    enough.abort();
    interrupted().then(
      () => process.exit(1),
      () => process.exit(1),
    );
  });
  const running = await start(config, log, say, enough.signal);
  await stopping;
  await running.stop();
  process.exit(0);
}
