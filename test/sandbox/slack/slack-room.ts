// A simulated Slack on a real port, with one workspace and one registered app, for tests.
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import type { Request, Response } from 'express';
import express from 'express';
import type { Clock, Log } from '#ports.ts';
import { install, registerApp } from '#sandbox/slack/registered-app.ts';
import { setAddress } from '#sandbox/slack/response-url.ts';
import { openSlack, type Slack } from '#sandbox/slack/slack.ts';
import { slackApp } from '#sandbox/slack/slack-app.ts';
import { addWorkspace } from '#sandbox/slack/workspace.ts';

export const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quiet,
};

const allScopes = [
  ...['chat:write', 'channels:read', 'groups:read', 'im:read', 'im:write', 'channels:join', 'users:read'],
  ...['users:read.email', 'reactions:write', 'commands', 'channels:history'],
];

export const team = { id: 'T0LUMENWORK', name: 'Lumenworks', domain: 'lumenworks' } as const;
const workspace = {
  ...team,
  users: [
    { id: 'U0ADMIN0001', name: 'ada', realName: 'Ada Brandt', email: 'ada@lumenworks.test', admin: true },
    { id: 'U0REP000001', name: 'ren', realName: '任晓彤', email: 'ren@lumenworks.test' },
  ],
  channels: [
    { id: 'C0GENERAL01', name: 'general', general: true },
    { id: 'C0SALES0001', name: 'sales', members: ['ada'] },
    { id: 'G0SECRET001', name: 'board', private: true, members: ['ada'] },
  ],
};

export async function listen(app: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { url: `http://127.0.0.1:${isPort(address) ? address.port : 0}`, server };
}

function isPort(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

/** What an app received: path, headers, raw body. `answer` may be changed by a test. */
export type Inbox = {
  readonly url: string;
  readonly got: { readonly path: string; readonly headers: Request['headers']; readonly body: string }[];
  answer: (request: Request, response: Response) => void;
};

async function openInbox(closing: (() => void)[]): Promise<Inbox> {
  const app = express();
  app.use(express.text({ type: '*/*' }));
  const { url, server } = await listen(app);
  const inbox: Inbox = { url, got: [], answer: (_, response) => response.status(200).end() };
  app.post('/*path', (request, response) => {
    inbox.got.push({ path: request.path, headers: request.headers, body: String(request.body) });
    inbox.answer(request, response);
  });
  closing.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  return inbox;
}

/** Slack gives a window three seconds to open, and a busy machine may take longer: by this clock no time passes. */
export function stillClock(): Clock {
  const at = new Date();
  return { now: () => at };
}

/** Opens everything; `close` runs what must be closed, last first. */
export async function openRoom(options: { scopes?: readonly string[]; file?: string; clock?: Clock } = {}) {
  const closing: (() => void)[] = [];
  const inbox = await openInbox(closing);
  const clock = options.clock ?? { now: () => new Date() };
  const slack: Slack = openSlack({ file: options.file ?? ':memory:', clock });
  addWorkspace(slack, workspace);
  const seed = {
    ...{
      clientId: 'client',
      clientSecret: 'secret',
      signingSecret: 'signing',
      redirectUrls: [`${inbox.url}/callback`],
    },
    ...{
      eventsUrl: `${inbox.url}/events`,
      interactionsUrl: `${inbox.url}/interactions`,
      commandsUrl: `${inbox.url}/commands`,
    },
  };
  const app = registerApp(slack, seed);
  const grant = { team: team.id, user: 'U0ADMIN0001', scopes: options.scopes ?? allScopes, webhook: null };
  const installed = install(slack, app, grant);
  const { url, server } = await listen(slackApp({ slack, log: quiet }));
  setAddress(slack, url);
  const retryConfig = { retries: 0 };
  const client = new WebClient(installed.token, {
    slackApiUrl: `${url}/api/`,
    rejectRateLimitedCalls: true,
    retryConfig,
  });
  closing.push(
    () => slack.close(),
    () => server.close(),
    () => server.closeAllConnections(),
  );
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const init = body ? { method, headers, body: JSON.stringify(body) } : { method };
    return (await fetch(`${url}/sandbox/${path}`, init)).json();
  };
  return {
    slack,
    app,
    seed,
    installed,
    url,
    inbox,
    client,
    ask,
    close: () => {
      for (const end of closing.splice(0).reverse()) end();
    },
  };
}
