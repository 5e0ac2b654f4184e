// The client of webhooks out: signs a request, and sends it to public addresses only.
import { createHmac } from 'node:crypto';
import { type LookupAddress, lookup } from 'node:dns';
import { request } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { fail } from '#errors.ts';
import type { HookRequest, Hooks } from '#ports/hooks.ts';

const patienceMs = 10_000;
const firstWaitMs = 30_000;
const longestWaitMs = 60 * 60_000;
const mostAnswer = 64 * 1024;

type Options = {
  /** Tests reach their own server: its certificate, and the address that it has. */
  readonly ca?: string;
  readonly allowed?: (address: string) => boolean;
};

/**
 * Signed as Standard Webhooks says: HMAC-SHA256 over `id.timestamp.body` with the secret's bytes. The address is
 * checked where the connection is made, so that a name that points elsewhere a moment later leads nowhere either;
 * redirects are not followed.
 */
export function openHooks({ ca, allowed = isPublic }: Options): Hooks {
  return {
    async send(hook) {
      const url = new URL(hook.url);
      if (url.protocol !== 'https:')
        return fail('HOOK_ADDRESS', { host: url.host, problem: 'it is not https' });
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0 && !allowed(host))
        return fail('HOOK_ADDRESS', { host: url.host, problem: 'it is not a public address' });
      const { status, retryAfter } = await post(hook, url, { allowed, ...(ca === undefined ? {} : { ca }) });
      if (status >= 200 && status < 300) return status;
      if (status === 408 || status === 425 || status === 429 || status >= 500) {
        const waitMs = Math.min(longestWaitMs, Math.max(firstWaitMs, retryAfter * 1000));
        return fail('HOOK_BUSY', { host: url.host, problem: `it answered ${status}`, waitMs });
      }
      return fail('HOOK_REFUSED', { host: url.host, status });
    },
  };
}

/** The signature of a request, as its header says it. */
export function signHook({ id, at, body, secret }: Omit<HookRequest, 'url'>): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const seconds = Math.floor(at.getTime() / 1000);
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

type Answer = { readonly status: number; readonly retryAfter: number };

function post(
  hook: HookRequest,
  url: URL,
  options: Options & Required<Pick<Options, 'allowed'>>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown) => {
      try {
        busy(url.host, error);
      } catch (told) {
        reject(told);
      }
    };
    const sent = request(url, {
      method: 'POST',
      ...(options.ca === undefined ? {} : { ca: options.ca }),
      lookup: guardedLookup(options.allowed),
      signal: AbortSignal.timeout(patienceMs),
      agent: false,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(hook.body),
        'user-agent': 'Revloop',
        'webhook-id': hook.id,
        'webhook-timestamp': String(Math.floor(hook.at.getTime() / 1000)),
        'webhook-signature': signHook(hook),
      },
    });
    sent.on('error', refuse);
    sent.on('response', (answer) => {
      let read = 0;
      const done = () =>
        resolve({ status: answer.statusCode ?? 0, retryAfter: Number(answer.headers['retry-after']) || 0 });
      answer.on('data', (chunk: Buffer) => {
        read += chunk.length;
        // What it says does not matter; that it never stops saying it would.
        if (read > mostAnswer) answer.destroy();
      });
      answer.on('end', done);
      answer.on('close', done);
      answer.on('error', done);
    });
    sent.end(hook.body);
  });
}

class PrivateAddress extends Error {}

function busy(host: string, error: unknown): never {
  const problem = error instanceof Error ? error.message : String(error);
  if (error instanceof PrivateAddress) return fail('HOOK_ADDRESS', { host, problem }, { cause: error });
  return fail('HOOK_BUSY', { host, problem, waitMs: firstWaitMs }, { cause: error });
}

function guardedLookup(allowed: (address: string) => boolean): LookupFunction {
  return (name, options, told) => {
    lookup(name, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) return told(error, '', 0);
      const bad = found.find(({ address }) => !allowed(address));
      const [first] = found;
      if (bad !== undefined || first === undefined)
        return told(new PrivateAddress(`${name} leads to an address that is not public`), '', 0);
      if (options.all) return told(null, found);
      return told(null, first.address, first.family);
    });
  };
}

// IANA's special-purpose registries: everything that is not globally reachable.
const special = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  special.addSubnet(net, bits, 'ipv4');
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');
// Inside the global block, those that lead into an IPv4 network or are for documents only.
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  special.addSubnet(net, bits, 'ipv6');

/** True for an address that anybody on the internet may reach. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !special.check(address, 'ipv4');
  return isIP(address) === 6 && global.check(address, 'ipv6') && !special.check(address, 'ipv6');
}
