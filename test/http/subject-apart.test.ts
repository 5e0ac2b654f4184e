// A person parts one name of the product from a customer over the API; the register says who did.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { silentLog } from '#kit/log.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { turn } from '#loop.ts';

let house: HttpHouse;
let north: ToldTenant;
let headers: Record<string, string>;
beforeAll(async () => {
  house = await openHttpHouse();
  north = await toldTenant(house.store, {
    name: 'North',
    portalId: '101',
    people: 3,
    now: house.clock.now(),
  });
  const cookie = await house.signIn(north.tenant);
  headers = { cookie, 'x-revloop-console': '1', 'content-type': 'application/json' };
});
afterAll(() => house.close());

const shown = z.object({
  places: z.array(
    z.object({
      externalId: z.string(),
      source: z.string().nullable(),
      joined: z.object({ by: z.string(), value: z.string() }).nullable(),
    }),
  ),
});
const pageOf = async (id: string) =>
  shown.parse(await (await fetch(`${house.url}/api/subjects/${id}`, { headers })).json());
const part = (id: string, body: object) =>
  fetch(`${house.url}/api/subjects/${id}/apart`, { method: 'POST', headers, body: JSON.stringify(body) });

test('one name of an event source is parted, the others stay, and the register says who did it', async () => {
  const person = north.subjects.get('1001') ?? '';
  const { source } = await house.deps.eventSources.add(north.tenant, 'Web app', house.clock.now());
  const as = house.store.asTenant;
  await as(north.tenant, async ({ signals, subjects }) => {
    for (const externalId of ['user:u1', 'user:u2']) {
      const about = { origin: source.id, objectType: 'contact', externalId } as const;
      const data = { name: 'opened', user: 'u', properties: {} };
      await signals.keep([
        { ...about, key: externalId, kind: 'product.event', occurredAt: house.clock.now(), data },
      ]);
      const loser = (await subjects.find(source.id, 'contact', [externalId])).get(externalId) ?? '';
      const joined = { by: 'email', value: 'ada@acme.example' } as const;
      await subjects.merge([{ winner: person, loser, why: 'same email', inCrm: false, joined }]);
    }
  });
  const names = async (id: string) =>
    (await pageOf(id)).places.flatMap(({ externalId, joined, source: from }) =>
      joined === null ? [] : [`${externalId} in ${from}: ${joined.by} ${joined.value}`],
    );
  expect(await names(person)).toEqual([
    'user:u1 in Web app: email ada@acme.example',
    'user:u2 in Web app: email ada@acme.example',
  ]);

  const unknown = { connection: source.id, name: { objectType: 'contact', externalId: 'user:u3' } };
  expect((await part(person, unknown)).status).toBe(404);
  const answer = await part(person, {
    ...{ connection: source.id, name: { objectType: 'contact', externalId: 'user:u1' } },
  });
  const { subject } = z.object({ subject: z.string() }).parse(await answer.json());
  expect(await names(person)).toEqual(['user:u2 in Web app: email ada@acme.example']);
  expect((await pageOf(subject)).places).toMatchObject([{ externalId: 'user:u1', joined: null }]);
  const { decisions } = await as(north.tenant, (rows) =>
    rows.decisions.register({ kind: 'override', search: '', since: null, until: null, offset: 0, limit: 5 }),
  );
  expect(decisions).toMatchObject([{ about: `subject ${person}`, body: { made: subject } }]);
});

const linkedOf = z.object({
  linked: z.array(
    z.object({
      id: z.string(),
      ties: z.array(
        z.object({ platform: z.string().nullable(), by: z.string(), url: z.string().nullable() }),
      ),
    }),
  ),
});

test('a link that the product made is undone here, one of the CRM says where it is undone', async () => {
  const { source } = await house.deps.eventSources.add(north.tenant, 'Shop', house.clock.now());
  const as = house.store.asTenant;
  const about = { origin: source.id, objectType: 'contact', externalId: 'user:u9' } as const;
  await as(north.tenant, ({ signals }) =>
    signals.keep([
      {
        ...{
          ...about,
          key: 'in',
          kind: 'product.member',
          occurredAt: new Date(house.clock.now().getTime() - 1),
        },
        data: { company: 'group:g9' },
      },
    ]),
  );
  const { store, queue, clock } = house.deps;
  house.time.shiftMs += 600_000;
  while ((await turn({ store, queue, clock, log: silentLog() }, north.tenant)).more);
  const [user, group] = await as(north.tenant, async ({ subjects }) => [
    (await subjects.find(source.id, 'contact', ['user:u9'])).get('user:u9') ?? '',
    (await subjects.find(source.id, 'company', ['group:g9'])).get('group:g9') ?? '',
  ]);
  const linked = async (id: string) =>
    linkedOf.parse(await (await fetch(`${house.url}/api/subjects/${id}`, { headers })).json()).linked;
  expect(await linked(user)).toMatchObject([
    { id: group, ties: [{ platform: null, by: 'user:u9', url: null }] },
  ]);
  const undo = (body: object) =>
    fetch(`${house.url}/api/subjects/${group}/unlink`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
  const crm = (await as(north.tenant, ({ connections }) => connections.all())).find(
    ({ platform }) => platform === 'hubspot',
  );
  expect((await undo({ other: user, connection: crm?.id })).status).toBe(404);
  expect((await undo({ other: user, connection: source.id })).status).toBe(200);
  expect(await linked(user)).toEqual([]);
  expect((await undo({ other: user, connection: source.id })).status).toBe(200);
  const { decisions } = await as(north.tenant, (rows) =>
    rows.decisions.register({ kind: 'override', search: '', since: null, until: null, offset: 0, limit: 1 }),
  );
  expect(decisions).toMatchObject([{ about: `subject ${group}`, body: { unlinked: user } }]);
});
