// A person says in the HubSpot card how a customer stands: kept once, over no word that the person had not seen.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CardAnswered, CardView } from '#http/hubspot/card-view.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';

let house: HttpHouse;
let north: ToldTenant;
beforeAll(async () => {
  house = await openHttpHouse();
  north = await toldTenant(house.store, {
    name: 'North',
    portalId: '101',
    people: 3,
    now: house.clock.now(),
  });
  await toldTenant(house.store, { name: 'South', portalId: '202', people: 3, now: house.clock.now() });
});
afterAll(() => house.close());

const company = { portalId: '101', objectTypeId: '0-2', objectId: '5002' };
const send = (body: object, query: Record<string, string> = company) =>
  house.asHubspot('/hubspot/card', query, body);
const sent = async (body: object) => {
  const { view, ...rest } = CardAnswered.parse(await (await send(body)).json());
  if (view.state !== 'ready') throw new Error(`the card is ${view.state}`);
  return { view, ...rest };
};
const say = (over: object = {}) => ({
  say: { band: 'at_risk', reason: 'They froze the budget', days: 20, replaces: null, ...over },
});

test('a word on how a customer stands is kept once however often HubSpot repeats it, and shown before the next turn', async () => {
  const before = CardView.parse(await (await house.asHubspot('/hubspot/card', company)).json());
  if (before.state !== 'ready') throw new Error(`the card is ${before.state}`);
  expect(before.say).toMatchObject({ said: null, bands: [{ band: 'healthy', label: 'Healthy' }, {}, {}] });
  const [first, again] = [await sent(say()), await sent(say())];
  expect(first.confirmation).toContain('Kept');
  expect(again.view.say).toEqual(first.view.say);
  expect(again.confirmation).toBe(first.confirmation);
  expect(first.view.score).toMatchObject({ value: 32, band: { code: 'at_risk' } });
  expect(first.view.score.headline).toMatch(/^rep@north.test says At risk .*“They froze the budget”/);
  expect(house.wakes).toContainEqual({ kind: 'turn', tenant: north.tenant });

  const late = await sent(say({ band: 'healthy', reason: 'All is well' }));
  expect(late).toMatchObject({ late: true, confirmation: expect.stringContaining('does not count') });
  expect(late.view.score.band.code).toBe('at_risk');
  const { said } = late.view.say ?? {};
  const replaced = await sent(say({ band: 'healthy', reason: 'All is well', replaces: said }));
  expect(replaced.view.score.band.code).toBe('healthy');

  const back = { takeBack: replaced.view.say?.said };
  const over = [await sent(back), await sent(back)];
  expect(over.map(({ late: isLate, view }) => [isLate, view.say?.said])).toEqual([
    [undefined, null],
    [undefined, null],
  ]);
  expect(over[0]?.view.score).toEqual(before.score);
  const kept = { kind: 'override' as const, search: '', since: null, until: null, offset: 0, limit: 20 };
  const { decisions } = await house.store.asTenant(north.tenant, (rows) => rows.decisions.register(kept));
  expect(decisions.map(({ body }) => body)).toMatchObject([
    { health: { from: 'healthy', to: 'computed' }, ended: 'withdrawn' },
    { health: { from: 'at_risk', to: 'healthy' } },
    { health: { from: 'computed', to: 'at_risk' } },
  ]);
});

test('a word is refused of a contact, of a record elsewhere, and without a reason', async () => {
  const statuses = await Promise.all([
    send(say(), { ...company, objectTypeId: '0-1', objectId: '1001' }),
    send(say(), { ...company, portalId: '202', objectId: '987' }),
    send(say({ reason: ' x ' })),
    send(say({ days: 400 })),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([404, 404, 400, 400]);
  const contact = await house.asHubspot('/hubspot/card', {
    ...company,
    objectTypeId: '0-1',
    objectId: '1001',
  });
  expect(await contact.json()).toMatchObject({ state: 'ready', say: null });
});
