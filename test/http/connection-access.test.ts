// The permission report of a connection: whole, and for its own tenant only.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';

let house: HttpHouse;
let north: ToldTenant;
let south: ToldTenant;
let cookie: string;

beforeAll(async () => {
  house = await openHttpHouse();
  const now = house.clock.now();
  north = await toldTenant(house.store, { name: 'North', portalId: '101', now });
  south = await toldTenant(house.store, { name: 'South', portalId: '202', people: 3, now });
  cookie = await house.signIn(north.tenant);
});
afterAll(() => house.close());

const report = (connection: string) =>
  fetch(`${house.url}/api/connections/${connection}/access`, { headers: { cookie } });

test('names every type with what may be seen of it', async () => {
  const shape = z.object({
    types: z.array(
      z.object({ objectType: z.string(), readable: z.boolean(), problem: z.string().nullable() }),
    ),
    usage: z.null(),
  });
  const { types } = shape.parse(await (await report(north.connection)).json());
  expect(types.find(({ objectType }) => objectType === 'contact')).toMatchObject({
    readable: true,
    problem: null,
  });
});

test('has no gap for what Revloop never asks to read', async () => {
  const shape = z.object({ types: z.array(z.object({ objectType: z.string() })) });
  const { types } = shape.parse(await (await report(north.connection)).json());
  expect(types.map(({ objectType }) => objectType)).not.toContain('lead');
});

test('is not told of a connection of another tenant', async () => {
  const answer = await report(south.connection);
  expect(answer.status).toBe(404);
});
