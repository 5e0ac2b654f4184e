// The list of people names everybody as people do, and says of whom nothing is to be done any more.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { aLeadFinding, aNamedTwin } from '#kit/told-findings.ts';
import { toldTenant } from '#kit/told-tenant.ts';

let house: HttpHouse;
let cookie: string;

beforeAll(async () => {
  house = await openHttpHouse();
  const now = house.clock.now();
  const { tenant, subjects } = await toldTenant(house.store, {
    name: 'North',
    portalId: '101',
    people: 3,
    now,
  });
  cookie = await house.signIn(tenant, 'Mia Keller');
  await house.store.asTenant(tenant, async (rows) => {
    await rows.twins.save(new Map([[subjects.get('1003') ?? '', aNamedTwin('contact', '浩然 苏', now)]]));
    const won = { ...aLeadFinding(88, now), standing: 'won' as const };
    await rows.findings.save([{ subject: subjects.get('1003') ?? '', finding: won }], now);
  });
});
afterAll(() => house.close());

const lines = async (search: string): Promise<unknown[]> => {
  const answer = await fetch(`${house.url}/api/subjects?search=${encodeURIComponent(search)}`, {
    headers: { cookie },
  });
  return (await answer.json()).lines;
};

it('puts the family’s name first where it is written in Chinese, and finds people by it', async () => {
  expect(await lines('苏浩然')).toMatchObject([{ name: '苏浩然' }]);
  expect(await lines('Ada')).toMatchObject([{ name: 'Ada Novak' }]);
});

it('says who is won already, and of the others what is next', async () => {
  expect(await lines('苏浩然')).toMatchObject([{ standing: 'won', advice: null }]);
  expect(await lines('Ada')).toMatchObject([{ standing: null, advice: 'call_now' }]);
});
