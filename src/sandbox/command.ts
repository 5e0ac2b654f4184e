// The command `revloop sandbox`: runs the sandbox alone, or imports a CSV into a running one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Command, Terminal } from '#command.ts';
import { readConfig } from '#config.ts';
import { fail } from '#errors.ts';
import { openLog } from '#log.ts';
import { importCsv } from './import/import-csv.ts';
import { toImportMap } from './import/import-map.ts';

export const command: Command = {
  summary: 'cli.sandbox.summary',
  usage: 'cli.sandbox.usage',
  run: (args, terminal) => (args[0] === 'import' ? load(args.slice(1), terminal) : run(args, terminal)),
};

const port = z.coerce.number().int().min(0).max(65535);
const running = z.object({
  port,
  'slack-port': port,
  'salesforce-port': port,
  'pubsub-port': port,
  seed: z.coerce.number().int(),
  empty: z.boolean(),
  server: z.url(),
});

function checked<T>(shape: z.ZodType<T>, values: object): T {
  const parsed = shape.safeParse(values);
  return parsed.success ? parsed.data : fail('INPUT_INVALID', { problem: z.prettifyError(parsed.error) });
}

async function run(args: readonly string[], terminal: Terminal): Promise<void> {
  const config = readConfig();
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '8091' },
      'slack-port': { type: 'string', default: '8092' },
      'salesforce-port': { type: 'string', default: '8093' },
      'pubsub-port': { type: 'string', default: '8094' },
      seed: { type: 'string', default: '7' },
      empty: { type: 'boolean', default: false },
      server: { type: 'string', default: config.publicUrl },
    },
  });
  const wanted = checked(running, values);
  // Loaded here, because the bundler behind the record pages is heavy.
  const { startSandbox } = await import('./sandbox.ts');
  const sandbox = await startSandbox({
    dataDir: join(config.REVLOOP_DATA_DIR, 'sandbox'),
    hubspotPort: wanted.port,
    slackPort: wanted['slack-port'],
    salesforcePort: wanted['salesforce-port'],
    pubsubPort: wanted['pubsub-port'],
    world: wanted.empty ? 'empty' : { seed: wanted.seed },
    server: wanted.server.replace(/\/+$/, ''),
    clock: { now: () => new Date() },
    log: openLog(config.LOG_LEVEL),
  });
  const { hubspot, salesforce, slack } = sandbox.credentials;
  const places = { HubSpot: sandbox.hubspotUrl, Salesforce: sandbox.salesforceUrl, Slack: sandbox.slackUrl };
  for (const [name, url] of Object.entries(places)) terminal.print(`${name.padEnd(10)} ${url}/`);
  terminal.print('');
  terminal.print(terminal.say('cli.sandbox.env'));
  terminal.print(
    [
      `HUBSPOT_API_URL=${sandbox.hubspotUrl}`,
      `HUBSPOT_APP_URL=${sandbox.hubspotUrl}`,
      `HUBSPOT_APP_ID=${hubspot.appId}`,
      `HUBSPOT_CLIENT_ID=${hubspot.clientId}`,
      `HUBSPOT_CLIENT_SECRET=${hubspot.clientSecret}`,
      `SALESFORCE_LOGIN_URL=${sandbox.salesforceUrl}`,
      `SALESFORCE_PUBSUB_URL=${sandbox.pubsubUrl}`,
      `SALESFORCE_CLIENT_ID=${salesforce.clientId}`,
      `SALESFORCE_CLIENT_SECRET=${salesforce.clientSecret}`,
      `SLACK_API_URL=${sandbox.slackUrl}/api`,
      `SLACK_APP_URL=${sandbox.slackUrl}`,
      `SLACK_CLIENT_ID=${slack.clientId}`,
      `SLACK_CLIENT_SECRET=${slack.clientSecret}`,
      `SLACK_SIGNING_SECRET=${slack.signingSecret}`,
      '',
    ].join('\n'),
  );
  terminal.print(terminal.say('cli.sandbox.running'));
  await terminal.interrupted();
  await sandbox.stop();
}

const objects = z.enum(['contacts', 'companies', 'deals', 'tickets', 'Lead', 'Contact', 'Account']);
const ofSalesforce: ReadonlySet<string> = new Set(['Lead', 'Contact', 'Account']);
const range = z
  .string()
  .regex(/^\d+-\d+$/, 'write the first and the last row, for example 1-500')
  .transform((text) => text.split('-').map(Number))
  .pipe(z.tuple([z.number().min(1), z.number()]));
const importing = z.object({
  csv: z.string('name the file with --csv'),
  object: objects,
  map: z.string('name the map with --map'),
  portal: z.coerce.number().int().optional(),
  org: z.string().optional(),
  rows: range.optional(),
  'only-columns': z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .optional(),
  url: z
    .url()
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
});

async function load(args: readonly string[], terminal: Terminal): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ csv: text, map: text, portal: text, org: text, rows: text, 'only-columns': text, url: text },
      object: { type: 'string', default: 'contacts' },
    },
  });
  const wanted = checked(importing, values);
  const report = await importCsv({
    csv: read(wanted.csv),
    map: toImportMap(read(wanted.map)),
    object: wanted.object,
    url: wanted.url ?? `http://127.0.0.1:${ofSalesforce.has(wanted.object) ? 8093 : 8091}`,
    portal: wanted.portal,
    org: wanted.org,
    rows: wanted.rows,
    onlyColumns: wanted['only-columns'],
    now: new Date(),
    progress: (done, all) => terminal.print(terminal.say('cli.sandbox.progress', { done, all })),
  });
  const { problems, account, properties } = report;
  for (const { line, problem } of problems.slice(0, 20))
    terminal.print(terminal.say('cli.sandbox.line', { line, problem }));
  if (problems.length > 20)
    terminal.print(terminal.say('cli.sandbox.moreProblems', { count: problems.length - 20 }));
  const counts = { rows: report.rows, properties: properties.length, problems: problems.length };
  terminal.print(terminal.say('cli.sandbox.imported', { ...counts, object: wanted.object, account }));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    return fail('IMPORT_INVALID', { problem: `${file} cannot be read` }, { cause });
  }
}
