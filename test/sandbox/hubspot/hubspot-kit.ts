// A running simulated HubSpot for tests: a portal, an installed app and a caller with the real client.
import { createServer, type IncomingMessage } from 'node:http';
import { Client } from '@hubspot/api-client';
import { z } from 'zod';
import type { DeveloperAppInput } from '#sandbox/hubspot/apps.ts';
import type { HubspotServerOptions } from '#sandbox/hubspot/server.ts';
import { startHubspot } from '#sandbox/hubspot/server.ts';

export const allScopes = [
  'oauth',
  ...['contacts', 'companies', 'deals'].flatMap((name) => [
    `crm.objects.${name}.read`,
    `crm.objects.${name}.write`,
    `crm.schemas.${name}.read`,
    `crm.schemas.${name}.write`,
  ]),
  'crm.objects.owners.read',
  'tickets',
  'sales-email-read',
];

export const redirectUrl = 'http://localhost:3000/oauth/hubspot/callback';

function anApp(more: Partial<DeveloperAppInput> = {}): DeveloperAppInput {
  return {
    appId: 4242,
    name: 'Revloop',
    clientId: 'client-4242',
    clientSecret: 'secret-4242',
    redirectUrls: [redirectUrl],
    requiredScopes: allScopes,
    ...more,
  };
}

const json = z.json();
export type Json = z.infer<typeof json>;

export type Reply = { readonly status: number; readonly headers: Headers; readonly body: Json };

const grantShape = z.object({ access_token: z.string(), refresh_token: z.string(), expires_in: z.number() });

/** Starts the server with one portal and the app installed in it. */
export async function aHubspot(options: HubspotServerOptions & { app?: Partial<DeveloperAppInput> } = {}) {
  const { app, ...rest } = options;
  const server = await startHubspot(rest);
  server.apps.register(anApp(app));
  const portal =
    server.portals.list()[0] ?? server.portals.create({ name: 'Acme', timeZone: 'Europe/Berlin' });
  const install = (scopes?: string[], portalId = portal.portalId) =>
    send(`${server.url}/sandbox/portals/${portalId}/install`, 'POST', {
      appId: 4242,
      ...(scopes ? { scopes } : {}),
    });
  const token = grantShape.parse((await install()).body).access_token;
  return {
    ...server,
    portal,
    token,
    install: async (scopes?: string[], portalId?: number) =>
      grantShape.parse((await install(scopes, portalId)).body),
    /** Calls the API the way the product does: the real client's apiRequest. */
    call: (method: string, path: string, body?: Json, accessToken = token) =>
      request(server.url, accessToken, method, path, body),
  };
}

async function request(basePath: string, accessToken: string, method: string, path: string, body?: Json) {
  const client = new Client({ accessToken, basePath });
  const answer = await client.apiRequest({ method, path, ...(body === undefined ? {} : { body }) });
  return reply(answer.status, new Headers([...answer.headers.entries()]), await answer.text());
}

export async function send(url: string, method: string, body?: Json, headers: Record<string, string> = {}) {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    redirect: 'manual',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return reply(answer.status, answer.headers, await answer.text());
}

export async function sendForm(url: string, fields: Record<string, string>) {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  return reply(answer.status, answer.headers, await answer.text());
}

function reply(status: number, headers: Headers, text: string): Reply {
  if (text === '' || !(headers.get('content-type') ?? '').includes('json'))
    return { status, headers, body: text };
  return { status, headers, body: json.parse(JSON.parse(text)) };
}

/** The value at a dotted path of a JSON body; undefined where there is none. */
export function at(body: Json | undefined, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    if (typeof value === 'object' && value !== null) return value[key];
    return undefined;
  }, body);
}

export function listAt(body: Json | undefined, path: string): Json[] {
  const found = at(body, path);
  return Array.isArray(found) ? found : [];
}

type Received = {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly raw: string;
  readonly events: readonly Json[];
};

/** A webhook target; `status` may be changed to refuse. */
export async function aTarget(answer: () => number = () => 200) {
  const received: Received[] = [];
  let open = 0;
  let mostOpen = 0;
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const events = z.array(json).parse(JSON.parse(raw));
      received.push({ url: req.url ?? '', headers: req.headers, raw, events });
      setTimeout(() => {
        open -= 1;
        res.statusCode = answer();
        res.end();
      }, 5);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/webhooks/hubspot`,
    received,
    events: () => received.flatMap((one) => one.events),
    mostOpen: () => mostOpen,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
