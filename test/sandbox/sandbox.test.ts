// The sandbox as a whole: both platforms up, the demo company in them, the same after a restart.
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { WebClient } from '@slack/web-api';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startSandbox } from '#sandbox/sandbox.ts';
import { listen, quiet } from './slack/slack-room.ts';

const clock = { now: () => new Date() };
const folder = () => mkdtempSync(join(tmpdir(), 'sandbox-'));
const options = (dataDir: string) => ({
  ...{ dataDir, hubspotPort: 0, slackPort: 0, clock, log: quiet, server: 'http://127.0.0.1:8080' },
});
const batch = z.object({ batch: z.array(z.object({ messageId: z.string(), timestamp: z.string() })) });

test('a restart finds the same company, portal and credentials, and what has changed since', async () => {
  const dataDir = folder();
  const first = await startSandbox({ ...options(dataDir), world: { seed: 5 } });
  const { portalId, credentials } = first;
  const [contact] = first.world?.leads ?? [];
  first.portals.get(portalId).update('contacts', contact?.id ?? '', { city: 'Elsewhere' });
  await first.stop();
  const second = await startSandbox({ ...options(dataDir), world: { seed: 99 } });
  onTestFinished(() => second.stop());
  expect(second).toMatchObject({ portalId, credentials, orgId: first.orgId });
  expect(second.world?.seed).toBe(5);
  expect(second.world?.now).toEqual(first.world?.now);
  const portal = second.portals.get(portalId);
  expect(portal.read('contacts', contact?.id ?? '')?.properties['city']).toBe('Elsewhere');
  expect(portal.count('contacts')).toBeGreaterThanOrEqual(second.world?.leads.length ?? 0);
});

test('the apps of the manifests can be installed with the credentials it prints', async () => {
  const sandbox = await startSandbox({ ...options(folder()), world: 'empty' });
  onTestFinished(() => sandbox.stop());
  const { slack } = sandbox.credentials;
  const decision = {
    ...{
      client_id: slack.clientId,
      scope: 'chat:write,users:read',
      decision: 'allow',
      workspace: 'T0LUMENWRKS',
    },
    ...{ user: 'U0LUMEN0001', redirect_uri: 'http://127.0.0.1:8080/oauth/slack/callback' },
  };
  const body = new URLSearchParams(decision);
  const answer = await fetch(`${sandbox.slackUrl}/oauth/v2/authorize`, {
    method: 'POST',
    redirect: 'manual',
    body,
  });
  const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const access = await new WebClient(undefined, { slackApiUrl: `${sandbox.slackUrl}/api/` }).oauth.v2.access({
    ...{
      client_id: slack.clientId,
      client_secret: slack.clientSecret,
      code,
      redirect_uri: decision.redirect_uri,
    },
  });
  expect(access).toMatchObject({ ok: true, team: { id: 'T0LUMENWRKS' } });
  const apps = z.object({ apps: z.array(z.object({ appId: z.number() })) });
  const listed = apps.parse(await (await fetch(`${sandbox.hubspotUrl}/sandbox/apps`)).json());
  expect(listed.apps.map((app) => app.appId)).toEqual([sandbox.credentials.hubspot.appId]);
});

test('the org of the demo company can be connected in one click, and its first page lists its records', async () => {
  const sandbox = await startSandbox({ ...options(folder()), world: { seed: 5 } });
  onTestFinished(() => sandbox.stop());
  const org = sandbox.orgs.get(sandbox.orgId);
  expect([org.count('Lead'), org.count('Account') > 100, org.count('Case') > 50]).toEqual([
    1_200,
    true,
    true,
  ]);
  const redirect = 'http://127.0.0.1:8080/oauth/salesforce/callback';
  const answer = await fetch(`${sandbox.salesforceUrl}/services/oauth2/authorize`, {
    ...{ method: 'POST', redirect: 'manual' },
    body: new URLSearchParams({
      ...{
        response_type: 'code',
        client_id: sandbox.credentials.salesforce.clientId,
        redirect_uri: redirect,
      },
      ...{ scope: 'api refresh_token', code_challenge: 'c'.repeat(43), code_challenge_method: 'S256' },
      ...{ org_id: org.orgId, decision: 'approve' },
    }),
  });
  expect(answer.headers.get('location')).toContain('code=');
  const page = await (await fetch(`${sandbox.salesforceUrl}/?type=Opportunity`)).text();
  expect(page).toMatch(/\/lightning\/r\/Opportunity\/006\w{15}\/view/);
});

test('its first page lists the records of the portal', async () => {
  const sandbox = await startSandbox({ ...options(folder()), world: { seed: 5 } });
  onTestFinished(() => sandbox.stop());
  const company = sandbox.world?.companies[3];
  const address = `${sandbox.hubspotUrl}/?type=companies&q=${encodeURIComponent(company?.domain ?? '')}`;
  const page = await (await fetch(address, { headers: { accept: 'text/html' } })).text();
  expect(page).toContain(`/contacts/${sandbox.portalId}/record/0-2/${company?.id}`);
});

test('the 90 days of product events are sent once for each write key, 100 a request', async () => {
  const got: { readonly key: string | undefined; readonly ids: readonly string[] }[] = [];
  const server = createServer(async (request, response) => {
    const { batch: events } = batch.parse(JSON.parse(await text(request)));
    got.push({ key: request.headers.authorization, ids: events.map((event) => event.messageId) });
    response.end('{}');
  });
  const target = await listen((request, response) => server.emit('request', request, response));
  onTestFinished(() => target.server.closeAllConnections());
  const sandbox = await startSandbox({ ...options(folder()), world: { seed: 5 } });
  onTestFinished(() => sandbox.stop());
  const { events = [], evaluations = [] } = sandbox.world ?? {};
  const history = [...events, ...evaluations];
  expect(await sandbox.sendEventsTo({ url: target.url, writeKey: 'wk' })).toBe(history.length);
  expect(Math.max(...got.map((request) => request.ids.length))).toBe(100);
  expect(got[0]?.key).toBe(`Basic ${Buffer.from('wk:').toString('base64')}`);
  const sent = got.flatMap((request) => request.ids).slice(0, history.length);
  expect(sent).toEqual(history.map((event) => event.messageId));
  expect(new Set(sent).size).toBe(sent.length);
  expect(await sandbox.sendEventsTo({ url: target.url, writeKey: 'wk' })).toBe(0);
});

test('a port that is taken is named', async () => {
  const first = await startSandbox({ ...options(folder()), world: 'empty' });
  onTestFinished(() => first.stop());
  const port = Number(new URL(first.hubspotUrl).port);
  await expect(startSandbox({ ...options(folder()), hubspotPort: port, world: 'empty' })).rejects.toThrow(
    `${port}`,
  );
});
