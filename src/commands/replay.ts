// The command `revloop replay`: sends a recorded delivery to a running server, signed anew.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Command } from '#command.ts';
import { type Config, readConfig } from '#config.ts';
import { fail } from '#errors.ts';

const recorded = z.looseObject({
  method: z.string().default('POST'),
  path: z.string().startsWith('/'),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown(),
});

export const command: Command = {
  summary: 'cli.replay.summary',
  usage: 'cli.replay.usage',
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { url: { type: 'string' }, portal: { type: 'string' }, key: { type: 'string' } },
    });
    const [file] = positionals;
    if (file === undefined) return fail('INPUT_INVALID', { problem: 'name the fixture to replay' });
    const config = readConfig();
    const { method, path: target, headers, body } = fixture(file);
    const sent = values.portal === undefined ? body : toPortal(body, Number(values.portal));
    const bytes = typeof sent === 'string' ? sent : JSON.stringify(sent);
    const url = (values.url ?? config.publicUrl).replace(/\/+$/, '') + target;
    const signed = await signedHeaders(config, { method, target, bytes, key: values.key });
    const init = { method, headers: { ...headers, ...signed }, body: bytes };
    const answer = await fetch(url, init).catch((cause: Error) =>
      fail('REPLAY_UNREACHABLE', { url, problem: reasonOf(cause) }, { cause }),
    );
    terminal.print(`${answer.status} ${answer.statusText} ${(await answer.text()).slice(0, 500)}`.trim());
    if (!answer.ok) fail('REPLAY_REFUSED', { status: answer.status, url });
  },
};

/** fetch itself only says that it failed. */
function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}

function fixture(file: string): z.infer<typeof recorded> {
  try {
    return recorded.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    return fail('INPUT_INVALID', { problem: `${file} is not a recorded delivery` }, { cause });
  }
}

function toPortal(body: unknown, portalId: number): unknown {
  return Array.isArray(body) ? body.map((event: object) => ({ ...event, portalId })) : body;
}

type Sending = { method: string; target: string; bytes: string; key: string | undefined };

/** What HubSpot signs is the public address, whatever address the request is sent to. */
async function signedHeaders(
  config: Config,
  { method, target, bytes, key }: Sending,
): Promise<Record<string, string>> {
  if (target.startsWith('/v1/'))
    return key === undefined ? {} : { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` };
  if (!target.startsWith('/webhooks/hubspot') && !target.startsWith('/hubspot/')) return {};
  const secret = config.HUBSPOT_CLIENT_SECRET ?? (await demoSecret(config));
  const timestamp = String(Date.now());
  const signature = createHmac('sha256', secret).update(
    `${method}${config.publicUrl}${target}${bytes}${timestamp}`,
  );
  return { 'x-hubspot-signature-v3': signature.digest('base64'), 'x-hubspot-request-timestamp': timestamp };
}

/** Without credentials the demo's own app is meant. */
async function demoSecret(config: Config): Promise<string> {
  const { readMemory } = await import('#sandbox/sandbox-memory.ts');
  const memory = readMemory(path.resolve(config.REVLOOP_DATA_DIR, 'sandbox'), {
    seed: null,
    now: new Date(),
  });
  return memory.credentials.hubspot.clientSecret;
}
