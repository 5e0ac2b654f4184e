// The API of field permissions: what is found by itself, what an admin may decide, and what stands in the register then.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fieldLine } from '#http/api/field-permissions.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { definitionsFact } from '#sense/portal.ts';
import type { PropertyDefinition } from '#sense/record.ts';
import { enter } from '#store/open.ts';

let house: HttpHouse;
let north: ToldTenant;
let south: ToldTenant;
let cookie: string;

const property = (
  name: string,
  label: string,
  more: Partial<PropertyDefinition> = {},
): PropertyDefinition => ({
  ...{ name, label, type: 'string', calculated: false, builtIn: false },
  ...more,
});
const list = [
  property('email', 'Email', { builtIn: true }),
  property('industry', 'Industry', { type: 'enumeration', builtIn: true }),
  property('custom_7', '民族', { type: 'enumeration' }),
  property('plan', 'Plan'),
  property('revloop_lead_score', 'Revloop score', { type: 'number' }),
];

beforeAll(async () => {
  house = await openHttpHouse();
  const now = house.clock.now();
  north = await toldTenant(house.store, { name: 'North', portalId: '101', people: 4, now });
  south = await toldTenant(house.store, { name: 'South', portalId: '202', people: 4, now });
  for (const told of [north, south])
    await house.store.asTenant(told.tenant, (rows) =>
      rows.portalFacts.save(told.connection, 'properties:contact', definitionsFact('contact', list), now),
    );
  await house.store.asTenant(north.tenant, (rows) =>
    rows.signals.keep([
      {
        kind: 'crm.record',
        key: 'plan',
        origin: north.connection,
        objectType: 'contact',
        externalId: '1001',
        occurredAt: now,
        data: {
          properties: { plan: 'gold', custom_7: 'x' },
          createdAt: now.toISOString(),
          archived: false,
        },
      },
      {
        kind: 'crm.past',
        key: 'past',
        origin: north.connection,
        objectType: 'contact',
        externalId: '1001',
        occurredAt: now,
        data: {
          states: [
            { at: now.toISOString(), properties: { plan: 'gold before', industry: 'banking' } },
            { at: now.toISOString(), properties: { custom_7: 'y', industry: 'farming' } },
          ],
        },
      },
    ]),
  );
  cookie = await house.signIn(north.tenant);
});
afterAll(() => house.close());

const answer = z.object({ fields: z.array(fieldLine) });
async function fieldsOf(response: Response) {
  expect(response.status).toBe(200);
  return new Map(answer.parse(await response.json()).fields.map((one) => [one.field, one]));
}
const get = (path: string, as = cookie) => fetch(`${house.url}${path}`, { headers: { cookie: as } });
const patch = (body: object, as = cookie) =>
  fetch(`${house.url}/api/field-permissions`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'x-revloop-console': '1', cookie: as },
    body: JSON.stringify(body),
  });
const problemOf = async (response: Response) => {
  expect(response.status).toBe(400);
  return z.object({ message: z.string() }).parse(await response.json()).message;
};
const register = async () =>
  (
    await house.store.asTenant(north.tenant, (rows) =>
      rows.decisions.register({ kind: null, search: '', since: null, until: null, offset: 0, limit: 100 }),
    )
  ).decisions;
const shownSignals = async () => {
  const response = await get(`/api/subjects/${north.subjects.get('1001')}`);
  const story = z.object({ signals: z.array(z.object({ data: z.unknown() })) }).parse(await response.json());
  return JSON.stringify(story.signals);
};

describe('an admin', () => {
  test('sees every property but our own, and why some are used for nothing', async () => {
    const fields = await fieldsOf(await get('/api/field-permissions'));
    expect([...fields.keys()].sort()).toEqual([
      ...['contact.custom_7', 'contact.email', 'contact.industry', 'contact.plan'],
    ]);
    expect(fields.get('contact.plan')).toMatchObject({
      protection: null,
      uses: { score: true, show: true, chat: true, keep: true },
    });
    expect(fields.get('contact.custom_7')).toMatchObject({
      protection: 'origin',
      uses: { score: false, show: false, chat: false, keep: true },
    });
    expect(fields.get('contact.email')).toMatchObject({ protection: 'identity', needed: true });
  });

  test('does not read in the console what may not be shown', async () => {
    const shown = await shownSignals();
    expect(shown).toContain('gold');
    expect(shown).not.toContain('custom_7');
  });

  test('allows what is protected only by saying why, and the register keeps it', async () => {
    const change = { changes: [{ field: 'contact.custom_7', score: true }] };
    expect(await problemOf(await patch(change))).toMatch(
      /custom_7 is protected \(Origin or nationality\): say why/,
    );
    expect(await register()).toEqual([]);
    const fields = await fieldsOf(await patch({ ...change, why: 'A legal duty to report on it' }));
    expect(fields.get('contact.custom_7')?.uses).toEqual({
      score: true,
      show: false,
      chat: false,
      keep: true,
    });
    expect(await register()).toMatchObject([
      {
        who: 'mia@north.test',
        kind: 'field',
        about: 'contact.custom_7',
        why: 'A legal duty to report on it',
        body: { from: { score: false }, to: { score: true }, protection: 'origin' },
      },
    ]);
    expect(house.wakes).toContainEqual({ kind: 'learn', tenant: north.tenant });
  });

  test('has removed what may not be kept, and cannot lose what tells who is who', async () => {
    expect(await problemOf(await patch({ changes: [{ field: 'contact.email', keep: false }] }))).toMatch(
      /contact.email is needed/,
    );
    const fields = await fieldsOf(await patch({ changes: [{ field: 'contact.plan', keep: false }] }));
    expect(fields.get('contact.plan')?.uses).toEqual({ score: false, show: false, chat: false, keep: false });
    expect(await shownSignals()).not.toContain('gold');
    const { rows } = await house.store.pool.query(
      "select 1 from signal where tenant_id = $1 and data::text like '%gold%'",
      [north.tenant],
    );
    expect(rows).toEqual([]);
    const past = await house.store.pool.query<{ data: { states: { properties: object }[] } }>(
      "select data from signal where tenant_id = $1 and kind = 'crm.past'",
      [north.tenant],
    );
    expect(past.rows[0]?.data.states.map(({ properties }) => properties)).toEqual([
      { industry: 'banking' },
      { custom_7: 'y', industry: 'farming' },
    ]);
  });

  test('gives a decision back, and nothing of it is left but the register', async () => {
    const fields = await fieldsOf(
      await patch({ changes: [{ field: 'contact.custom_7', score: null }], why: 'No longer needed' }),
    );
    expect(fields.get('contact.custom_7')?.uses.score).toBe(false);
    const { settings } = await house.store.asTenant(north.tenant, (rows) => rows.settings.read());
    expect(Object.keys(settings.fields)).toEqual(['contact.plan']);
    expect((await register()).map(({ about }) => about)).toEqual([
      ...['contact.custom_7', 'contact.plan', 'contact.custom_7'],
    ]);
  });

  test('is told which field there is not', async () => {
    expect(await problemOf(await patch({ changes: [{ field: 'contact.nonsense', score: false }] }))).toMatch(
      /there is no field contact.nonsense/,
    );
  });
});

test('a tenant decides for itself alone', async () => {
  const theirs = await fieldsOf(await get('/api/field-permissions', await house.signIn(south.tenant)));
  expect(theirs.get('contact.plan')?.uses.keep).toBe(true);
});

test('the register can be added to and never rewritten', async () => {
  for (const statement of ["update decision set who = 'nobody'", 'delete from decision'])
    await expect(
      house.store.db.transaction().execute(async (trx) => {
        await enter(trx, north.tenant);
        await sql.raw(statement).execute(trx);
      }),
    ).rejects.toThrow(/permission denied/);
});

test('what is erased is noted without a word of the person', async () => {
  const subject = north.subjects.get('1002');
  const response = await fetch(`${house.url}/api/subjects/${subject}`, {
    method: 'DELETE',
    headers: { 'x-revloop-console': '1', cookie },
  });
  expect(response.status).toBe(200);
  expect((await register())[0]).toMatchObject({
    who: 'mia@north.test',
    kind: 'erasure',
    about: `contact ${subject}`,
    body: {},
  });
});
