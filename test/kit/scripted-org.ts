// A Salesforce that answers just what a test tells it to, and a connection to it; for what a real one seldom does.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { Pace } from '#clients/limiter.ts';
import { openSalesforce, openSalesforceShared } from '#clients/salesforce/crm.ts';
import { toConfig } from '#config.ts';
import type { Crm } from '#ports/crm.ts';
import type { Connection } from '#sense/connection.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { keepingLog } from './log.ts';

export type Heard = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};
/** What one request is answered with: a status and a body, or whatever the test does with the socket. */
export type Scripted =
  | { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> }
  | ((response: ServerResponse) => void);

export type ScriptedOrg = {
  readonly url: string;
  readonly heard: Heard[];
  readonly database: TestDatabase;
  readonly connection: Connection;
  /** In the order of the requests to the API; after the last one every request gets 404. */
  script(answers: readonly Scripted[]): void;
  /** What each request for tokens is answered with. */
  tokens(answer: Scripted): void;
  crm(pace?: Pace): Crm;
  row(): Promise<Connection>;
  close(): Promise<void>;
};

export const orgId = '00D0G0000000001AAA';

export async function scriptedOrg(): Promise<ScriptedOrg> {
  const database = await freshDatabase();
  const heard: Heard[] = [];
  const left: Scripted[] = [];
  const door: { tokens: Scripted } = { tokens: { status: 400, body: { error: 'invalid_grant' } } };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      heard.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      const answer = url.startsWith('/services/oauth2/')
        ? door.tokens
        : (left.shift() ?? { status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'nothing here' }] });
      if (typeof answer === 'function') return answer(response);
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      const type = typeof answer.body === 'string' ? 'text/html' : 'application/json;charset=UTF-8';
      response.writeHead(answer.status, { 'content-type': type, ...answer.headers }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const config = toConfig({
    SALESFORCE_LOGIN_URL: url,
    SALESFORCE_CLIENT_ID: 'id',
    SALESFORCE_CLIENT_SECRET: 'secret',
  });
  const tenant = await database.tenant();
  const connection = await database.store.asTenant(tenant, ({ connections }) =>
    connections.save({
      platform: 'salesforce',
      externalId: orgId,
      account: { instanceUrl: url, loginUrl: url },
      scopes: ['api', 'refresh_token'],
      tokens: {
        accessToken: 'access-1',
        refreshToken: 'refresh-1',
        instanceUrl: url,
        expiresAt: null,
        renewAt: new Date(Date.now() + 3_600_000),
      },
    }),
  );
  const needs = { config, store: database.store, clock: { now: () => new Date() }, log: keepingLog().log };
  return {
    ...{ url, heard, database, connection },
    script(answers) {
      heard.length = 0;
      left.splice(0, left.length, ...answers);
    },
    tokens(answer) {
      door.tokens = answer;
    },
    crm: (pace = 'background') =>
      openSalesforce({ ...needs, connection, pace, shared: openSalesforceShared(needs) }),
    async row() {
      const row = await database.store.asTenant(tenant, (rows) => rows.connections.get(connection.id));
      if (row === null) throw new Error('the connection is gone');
      return row;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  };
}

/** What Salesforce answers to a renewal. */
export function newTokens(url: string, nr: number): Scripted {
  return {
    status: 200,
    body: {
      access_token: `access-${nr}`,
      refresh_token: `refresh-${nr}`,
      instance_url: url,
      id: `${url}/id/${orgId}/0050G0000000001AAA`,
      scope: 'api refresh_token',
    },
  };
}
