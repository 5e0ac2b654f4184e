// A host with the Slack routes, a simulated Slack it is installed in by real OAuth, and a real store; for tests.
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import express from 'express';
import { z } from 'zod';
import { chatDesk } from '#act/chat-desk.ts';
import { openSlack as openClient } from '#clients/slack/open-slack.ts';
import { slackOAuth } from '#clients/slack/slack-oauth.ts';
import { toConfig } from '#config.ts';
import { slackRoutes } from '#http/slack/slack-routes.ts';
import { openJourneyDesk } from '#journey-desk.ts';
import type { Crm } from '#ports/crm.ts';
import type { Ports, Work } from '#ports.ts';
import { setAddress } from '#sandbox/slack/response-url.ts';
import { openSlack } from '#sandbox/slack/slack.ts';
import { slackApp } from '#sandbox/slack/slack-app.ts';
import { addWorkspace } from '#sandbox/slack/workspace.ts';
import type { Connection } from '#sense/connection.ts';
import type { Owner } from '#sense/record.ts';
import { tenantSettings } from '#sense/tenant.ts';
import { freshDatabase } from './database.ts';
import { keepingLog, silentLog } from './log.ts';

export const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5';
const people = [
  { name: 'mia', realName: 'Mia Keller', email: 'mia@north.test', admin: true },
  { name: 'li.na', realName: '李娜', email: 'lina@north.test', locale: 'zh-CN' },
  { name: 'sam', realName: 'Sam Ortiz', email: 'sam@north.test' },
];

export type SlackHouse = Awaited<ReturnType<typeof openHouse>>;
export type Workspace = Awaited<ReturnType<SlackHouse['connect']>>;

/** Opens everything on real ports. `time` moves the host's clock and the simulated Slack's, or stops them. */
export async function openHouse(options: { owners?: readonly Owner[] } = {}) {
  const time = { shiftMs: 0, still: null as number | null };
  const clock = { now: () => new Date((time.still ?? Date.now()) + time.shiftMs) };
  const database = await freshDatabase({ clock });
  const slack = openSlack({ file: ':memory:', clock });
  const room = await listen(slackApp({ slack, log: silentLog() }));
  setAddress(slack, room.url);
  const wakes: Work[] = [];
  const { log, lines } = keepingLog();
  const host = express();
  const door = await listen(host);
  const config = toConfig({
    PUBLIC_URL: door.url,
    SLACK_API_URL: `${room.url}/api`,
    SLACK_APP_URL: room.url,
    SLACK_CLIENT_ID: 'revloop.client',
    SLACK_CLIENT_SECRET: 'revloop-secret',
    SLACK_SIGNING_SECRET: signingSecret,
  });
  const { store } = database;
  const ports: Ports = {
    store,
    clock,
    log,
    queue: {
      async wake(work) {
        wakes.push(work);
      },
    },
    clients: {
      hooks: { send: () => Promise.reject(new Error('this house sends no webhooks')) },
      crm: () => aCrm(options.owners ?? []),
      chat: (connection) => openClient({ config, store, log, connection }),
      feed: () => null,
    },
  };
  slackRoutes({ ports, config, desk: chatDesk({ ...ports, journeys: openJourneyDesk(ports) }) }).attach(host);
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const sent = body ? { method, headers, body: JSON.stringify(body) } : { method };
    return (await fetch(`${room.url}/sandbox/${path}`, sent)).json();
  };
  await ask('POST', 'apps', {
    clientId: 'revloop.client',
    clientSecret: 'revloop-secret',
    signingSecret,
    redirectUrls: [`${door.url}/oauth/slack/callback`],
    eventsUrl: `${door.url}/slack/events`,
    interactionsUrl: `${door.url}/slack/interactions`,
    commandsUrl: `${door.url}/slack/commands`,
  });

  /** Makes a workspace and a tenant, and installs the one for the other by OAuth, as its admin would. */
  async function connect(domain: string, settings: z.input<typeof tenantSettings> = {}) {
    const team = addWorkspace(slack, {
      name: domain,
      domain,
      users: people,
      channels: [{ name: 'sales' }, { name: 'team', private: true, members: ['mia'] }],
    });
    const users = slack.db.all(
      z.object({ id: z.string(), name: z.string() }),
      'select id, name from users where team = ?',
      team.id,
    );
    const channels = slack.db.all(
      z.object({ id: z.string(), name: z.string() }),
      'select id, name from channels where team = ?',
      team.id,
    );
    const idOf = (name: string) => [...users, ...channels].find((one) => one.name === name)?.id ?? '';
    const tenant = await store.doors.makeTenant(domain);
    const redirect = `${door.url}/oauth/slack/callback`;
    const oauth = slackOAuth({ config });
    const consent = new URL(oauth.authorizeUrl(`state-${domain}`, redirect));
    const decided = await fetch(`${consent.origin}${consent.pathname}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        ...Object.fromEntries(consent.searchParams),
        ...{ decision: 'allow', workspace: team.id, user: idOf('mia'), webhook_channel: idOf('sales') },
      }),
    });
    const back = new URL(decided.headers.get('location') ?? '');
    const grant = await oauth.exchange(back.searchParams.get('code') ?? '', redirect);
    const connection: Connection = await store.asTenant(tenant, async (rows) => {
      await rows.settings.save(tenantSettings.parse(settings));
      return rows.connections.save({ platform: 'slack', ...grant });
    });
    return { tenant, team: team.id, connection, idOf, redirect, state: back.searchParams.get('state') };
  }

  return {
    ...{ database, store, slack, ports, config, time, wakes, lines, ask, connect },
    url: door.url,
    slackUrl: room.url,
    async close() {
      await Promise.all([door.close(), room.close()]);
      slack.close();
      await database.close();
    },
  };
}

function aCrm(owners: readonly Owner[]): Crm {
  const refuse = () => Promise.reject(new Error('this test does not speak to the CRM'));
  return {
    ...{
      account: refuse,
      access: refuse,
      usage: refuse,
      properties: refuse,
      provision: refuse,
      list: refuse,
      changed: refuse,
      read: refuse,
      past: refuse,
    },
    ...{
      links: refuse,
      write: refuse,
      createTask: refuse,
      findTask: refuse,
      pipelines: refuse,
      uninstall: refuse,
    },
    most: { read: 100, write: 100 },
    owners: async () => [...owners],
    recordUrl: (objectType, id) => `https://app.hubspot.test/contacts/1/record/${objectType}/${id}`,
  };
}

async function listen(app: RequestListener) {
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
