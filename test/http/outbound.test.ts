// Outbound messages at the door: whose they are, kept before they are acknowledged; and the admin sees where to send them.
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApp } from '#http/app.ts';
import { salesforceOutbound } from '#http/webhooks/salesforce.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { outboundMessage } from '#kit/outbound-message.ts';
import { receive } from '#sense/receive.ts';
import { readOutbound, withoutSession } from '#webhooks/salesforce/outbound.ts';

let house: HttpHouse;
let door: { url: string; close(): void };
let north: { tenant: string; connection: string };
const org = '00DHp000000ExamMAC';
const lead = { id: '04lHp00000Aa1aaIAB', type: 'sf:Lead', fields: { Id: '00QHp00000Ab1cdMAB' } };
const message = (more: Partial<Parameters<typeof outboundMessage>[0]> = {}) =>
  outboundMessage({ org: org.slice(0, 15), notifications: [lead], ...more });

beforeAll(async () => {
  house = await openHttpHouse();
  const route = salesforceOutbound({
    read: readOutbound,
    receive: (account, events, body, headers) =>
      receive(house.deps, {
        ...{ source: 'salesforce', platform: 'salesforce', headers, strays: 0 },
        parts: [{ account, events, body: withoutSession(body) }],
      }),
  });
  const server = createServer(openApp(house.deps, { routes: [route] }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  door = { url: `http://127.0.0.1:${port}`, close: () => server.close() };
  north = await connected(org);
});
afterAll(async () => {
  door.close();
  await house.close();
});

async function connected(externalId: string): Promise<{ tenant: string; connection: string }> {
  const tenant = await house.database.tenant();
  const tokens = { accessToken: 'at', refreshToken: 'rt', expiresAt: null };
  const { id } = await house.store.asTenant(tenant, ({ connections }) =>
    connections.save({ platform: 'salesforce', externalId, account: {}, scopes: [], tokens }),
  );
  return { tenant, connection: id };
}

const seen = z.object({
  connections: z.array(z.object({ outboundUrl: z.string().nullable(), feed: z.unknown() })),
});
async function connectionsOf(tenant: string) {
  const headers = { cookie: await house.signIn(tenant) };
  return seen.parse(await (await fetch(`${house.url}/api/connections`, { headers })).json()).connections;
}
async function addressOf(tenant: string): Promise<string> {
  const [one] = await connectionsOf(tenant);
  const url = new URL(one?.outboundUrl ?? '');
  return `${door.url}${url.pathname}${url.search}`;
}
const post = (url: string, body: string) =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': 'text/xml; charset=UTF-8' } });
const kept = async (tenant: string) =>
  (await house.store.asTenant(tenant, ({ deliveries }) => deliveries.take('salesforce', 50))).map(
    ({ body }) => body.toString(),
  );

describe('an outbound message', () => {
  it('sent to the address that the admin sees is kept, without its session, then acknowledged', async () => {
    const answer = await post(await addressOf(north.tenant), message({ session: '00D!secret' }));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/xml');
    expect(await answer.text()).toContain(
      '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>',
    );
    const [body] = await kept(north.tenant);
    expect(body).toContain('00QHp00000Ab1cdMAB');
    expect(body).not.toContain('secret');
    expect(house.wakes).toContainEqual({ kind: 'intake', tenant: north.tenant });
  });

  it('is refused without the secret, with another one, and with that of another org', async () => {
    const south = await connected('00DHp000000OthrMAC');
    const before = (await kept(north.tenant)).length;
    const [path] = (await addressOf(north.tenant)).split('?');
    for (const url of [path ?? '', `${path}?key=`, `${path}?key=guess`, await addressOf(south.tenant)]) {
      const answer = await post(url, message());
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'OUTBOUND_KEY_WRONG' });
    }
    expect(await kept(north.tenant)).toHaveLength(before);
    expect(await kept(south.tenant)).toEqual([]);
  });

  it('that is none is refused with what is wrong with it', async () => {
    const answer = await post(await addressOf(north.tenant), '<!DOCTYPE a><a/>');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'DELIVERY_UNREADABLE' });
  });

  it('has no address once its org is disconnected', async () => {
    const gone = await connected('00DHp000000GoneMAC');
    const address = await addressOf(gone.tenant);
    await house.store.asTenant(gone.tenant, ({ connections }) =>
      connections.setState(gone.connection, 'uninstalled', null),
    );
    expect(await connectionsOf(gone.tenant)).toMatchObject([{ outboundUrl: null }]);
    await post(address, message({ org: '00DHp000000Gone' }));
    expect(await kept(gone.tenant)).toEqual([]);
  });
});

describe('the connections page', () => {
  it('says how the changes of an org come, and why not at once', async () => {
    expect(await connectionsOf(north.tenant)).toMatchObject([{ feed: null }]);
    const owner = '5c0a8f3e-0000-4000-8000-000000000001';
    await house.store.doors.holdFeeds(owner, 60_000, 10);
    await house.store.asTenant(north.tenant, ({ feeds }) =>
      feeds.told(north.connection, owner, { state: 'waiting', code: 'FEED_LIMIT', problem: 'used up' }),
    );
    expect(await connectionsOf(north.tenant)).toMatchObject([
      { feed: { state: 'waiting', since: expect.any(String), code: 'FEED_LIMIT', problem: 'used up' } },
    ]);
  });
});
