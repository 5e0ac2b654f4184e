// The demo: a sandbox beside the server, connected as a customer would connect, and a tour of what can be seen.
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Terminal } from '#command.ts';
import type { Config } from '#config.ts';
import { startFirstJourney } from '#demo/first-journey.ts';
import { watchFirstTurn } from '#demo/first-turn.ts';
import { openInstaller } from '#demo/installer.ts';
import type { Engines } from '#engines.ts';
import { fail, RevloopError } from '#errors.ts';
import type { HttpDeps } from '#http/deps.ts';
import type { Log, Ports, Store } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';
import { openAccess } from '#store/access.ts';
import { openEventSources } from '#store/event-sources.ts';

type Say = (line: (text: Terminal['say']) => string) => void;
export type Demo = {
  /** The configuration with the sandbox's addresses and credentials in it. */
  readonly config: Config;
  readonly pages: HttpDeps['demo'];
  /**
   * Connects what is not connected yet, sends product events, tells what can be opened, and watches the first scores
   * until somebody has `enough`.
   */
  install(url: string, ports: Ports, engines: Engines, enough?: AbortSignal): Promise<void>;
  stop(): Promise<void>;
};
type Needs = { readonly config: Config; readonly log: Log; readonly say: Say };

const ready = z.object({
  ready: z.object({
    hubspotUrl: z.string(),
    slackUrl: z.string(),
    salesforceUrl: z.string(),
    pubsubUrl: z.string(),
    portalId: z.number(),
    credentials: z.object({
      hubspot: z.object({ appId: z.number(), clientId: z.string(), clientSecret: z.string() }),
      slack: z.object({ clientId: z.string(), clientSecret: z.string(), signingSecret: z.string() }),
      salesforce: z.object({ clientId: z.string(), clientSecret: z.string() }),
    }),
  }),
});
const trouble = z.object({
  failed: z.string(),
  busy: z.object({ port: z.number(), problem: z.string() }).optional(),
});
const workspace = 'T0LUMENWRKS';

const lastPort = 65_535;

/** The sandbox's ports go with the server's, so that several demos can run beside each other. Errors: CONFIG_INVALID. */
function sandboxPorts({ PORT }: Pick<Config, 'PORT'>) {
  const most = lastPort - 14;
  if (PORT > most)
    fail('CONFIG_INVALID', {
      name: 'PORT',
      problem: `it is ${PORT}, and the demo also takes the ports 11 to 14 above it; write ${most} at most`,
    });
  return {
    ...{ hubspotPort: PORT + 11, slackPort: PORT + 12 },
    ...{ salesforcePort: PORT + 13, pubsubPort: PORT + 14 },
  };
}

/** Errors: CONFIG_INVALID, PORT_BUSY, DEMO_FAILED with the sandbox's own words. */
export async function startDemo({ config, log, say }: Needs): Promise<Demo> {
  const dataDir = path.resolve(config.REVLOOP_DATA_DIR, 'sandbox');
  const ports = sandboxPorts(config);
  const child = fork(path.join(import.meta.dirname, 'demo', 'sandbox-process.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  child.on('message', (message) => {
    const failed = trouble.safeParse(message);
    if (failed.success) log.error({ problem: failed.data.failed }, 'the sandbox is in trouble');
  });
  child.send({ begin: { dataDir, server: config.publicUrl, ...ports, logLevel: quieter(config.LOG_LEVEL) } });
  const answer = await answerOf(child, ready).catch(async (error: unknown) => {
    // As long as it lives, this process does not end either.
    await stopped(child);
    throw error;
  });
  const { hubspotUrl, slackUrl, salesforceUrl, pubsubUrl, portalId, credentials } = answer.ready;
  const { hubspot, salesforce, slack } = credentials;
  return {
    config: {
      ...config,
      HUBSPOT_API_URL: hubspotUrl,
      HUBSPOT_APP_URL: hubspotUrl,
      HUBSPOT_APP_ID: String(hubspot.appId),
      HUBSPOT_CLIENT_ID: hubspot.clientId,
      HUBSPOT_CLIENT_SECRET: hubspot.clientSecret,
      SALESFORCE_LOGIN_URL: salesforceUrl,
      SALESFORCE_PUBSUB_URL: pubsubUrl,
      SALESFORCE_CLIENT_ID: salesforce.clientId,
      SALESFORCE_CLIENT_SECRET: salesforce.clientSecret,
      SLACK_API_URL: `${slackUrl}/api`,
      SLACK_APP_URL: slackUrl,
      SLACK_CLIENT_ID: slack.clientId,
      SLACK_CLIENT_SECRET: slack.clientSecret,
      SLACK_SIGNING_SECRET: slack.signingSecret,
    },
    pages: { hubspot: hubspotUrl, salesforce: salesforceUrl, slack: slackUrl },
    async install(url, { store, clock, queue }, { store: { db } }, enough) {
      const known = await store.doors.connection('hubspot', String(portalId));
      if (known === null) {
        say((text) => text('cli.start.connect'));
        const installer = openInstaller(url);
        await installer.connect('hubspot', {
          portal_id: String(portalId),
          user_id: '1',
          decision: 'approve',
        });
        const person = { workspace, user: 'U0LUMEN0001', webhook_channel: 'C0LUMENALRT', decision: 'allow' };
        await installer.connect('slack', person);
      }
      const connection = known ?? (await store.doors.connection('hubspot', String(portalId)));
      if (connection === null) return fail('DEMO_FAILED', { problem: 'the portal was not connected' });
      const { tenant } = connection;
      if (known === null) await allowPeople(store, tenant);
      if (known === null) await startFirstJourney({ store, queue, clock }, tenant);
      const writeKey = await ownWriteKey(path.join(dataDir, 'write-key'), async () => {
        const { writeKey: key } = await openEventSources(db).add(tenant, 'Lumenworks product', clock.now());
        return key;
      });
      child.send({ events: { url, writeKey } });
      const code = await openAccess(db).issueCode(tenant, 'demo', clock.now());
      const enter = `${url}/console/enter?code=${code}`;
      const [hubspotPage, salesforcePage, slackPage] = [
        `${hubspotUrl}/`,
        `${salesforceUrl}/`,
        `${slackUrl}/`,
      ];
      say((text) =>
        text('cli.start.open', {
          ...{ console: enter, hubspot: hubspotPage, salesforce: salesforcePage, slack: slackPage },
        }),
      );
      await watchFirstTurn({ store, clock, say, enough }, tenant, connection.id);
    },
    stop: () => stopped(child),
  };
}

/** The people of the demo company are made up: what each of them does may be seen by name. */
async function allowPeople({ asTenant }: Pick<Store, 'asTenant'>, tenant: TenantId): Promise<void> {
  await asTenant(tenant, async ({ settings }) => {
    const before = (await settings.hold()).settings;
    await settings.save({ ...before, collection: { ...before.collection, level: 'person' } });
  });
}

/** The write key is shown once by design, so the demo keeps its own beside the sandbox's data. */
async function ownWriteKey(file: string, make: () => Promise<string>): Promise<string> {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const key = await make();
  writeFileSync(file, key, { mode: 0o600 });
  return key;
}

function answerOf<T>(child: ChildProcess, shape: z.ZodType<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const gone = (problem: string) => reject(new RevloopError('DEMO_FAILED', { problem }));
    child.on('message', (message) => {
      const read = shape.safeParse(message);
      if (read.success) resolve(read.data);
      const failed = trouble.safeParse(message).data;
      if (failed?.busy) reject(new RevloopError('PORT_BUSY', failed.busy));
      else if (failed) gone(failed.failed);
    });
    child.once('exit', (code) => gone(`the sandbox ended with ${code}`));
  });
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  if (child.connected) child.disconnect();
  const late = setTimeout(() => child.kill('SIGKILL'), 8_000);
  await exit;
  clearTimeout(late);
}

/** The sandbox's daily doings would drown the server's own lines. */
function quieter(level: Config['LOG_LEVEL']): Config['LOG_LEVEL'] {
  return level === 'info' ? 'warn' : level;
}
