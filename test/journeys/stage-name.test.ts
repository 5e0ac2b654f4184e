// What the CRM record says of a customer's stage: the name that the tenant gave it, in the tenant's language.
import { afterEach, describe, expect, it } from 'vitest';
import { stagePlan } from '#advise/journey/stage.ts';
import { rule, say } from '#kit/a-graph.ts';
import { engines } from '#kit/database.ts';
import { type JourneyHouse, journeyHouse } from '#kit/journey-house.ts';

const engine = engines()[0];
const trial = {
  ...{ id: 'trial', name: { en: 'Trying it out', 'zh-CN': '试用中' } },
  ...{ enter: rule('property:plan', '=', 'trial'), leave: rule('property:plan', '=', 'gone') },
};
const use = {
  id: 'use',
  name: say('In use'),
  enter: rule('property:plan', '=', 'pro'),
  leave: rule('property:plan', '=', 'gone'),
};
const plan = stagePlan.parse({ kind: 'company', stages: [trial, use] });

describe.each([
  ['en', 'Trying it out', 'In use'],
  ['zh-CN', '试用中', 'In use（中文）'],
] as const)('the stage in the CRM, for a tenant that speaks %s', (locale, first, second) => {
  let house: JourneyHouse;
  afterEach(() => house.close());
  const written = async () => {
    const writes = (await house.actions()).flatMap((one) => (one.kind === 'crm.write' ? [one] : []));
    const all = writes.sort((a, b) => Number(b.id) - Number(a.id));
    return all.find(({ payload }) => 'revloop_journey_stage' in payload.properties)?.payload.properties;
  };

  it('is its name, follows the customer, and is emptied when it is in none', async () => {
    house = await journeyHouse({ ...(engine === undefined ? {} : { engine }), settings: { locale } });
    await house.asTenant((rows) => rows.stages.savePlan(plan, 'test', house.time.now));
    await house.tell(
      house.record('company', '1', { name: 'Acme', lifecyclestage: 'customer', plan: 'trial' }),
    );
    await house.settle();
    expect(await written()).toMatchObject({ revloop_journey_stage: first });
    await house.days(2);
    await house.tell(house.record('company', '1', { plan: 'pro' }));
    await house.settle();
    expect(await written()).toMatchObject({ revloop_journey_stage: second });
    await house.days(2);
    await house.tell(house.record('company', '1', { plan: 'gone' }));
    await house.settle();
    expect(await written()).toMatchObject({ revloop_journey_stage: '' });
  });
});

describe('who is in no stage any more', () => {
  let house: JourneyHouse;
  afterEach(() => house.close());
  const counted = () => house.asTenant((rows) => rows.stages.counts());
  const begin = async () => {
    house = await journeyHouse({ ...(engine === undefined ? {} : { engine }) });
    await house.asTenant((rows) => rows.stages.savePlan(plan, 'test', house.time.now));
    for (const id of ['1', '2'])
      await house.tell(house.record('company', id, { name: id, lifecyclestage: 'customer', plan: 'trial' }));
    await house.settle();
    expect(await counted()).toEqual([{ stage: 'trial', count: 2 }]);
  };

  it('is not counted: one whose record was deleted', async () => {
    await begin();
    await house.days(1);
    const data = { properties: { plan: 'trial' }, createdAt: house.time.now.toISOString(), archived: true };
    await house.tell({ ...house.record('company', '2', {}), kind: 'crm.record', data });
    await house.settle();
    expect(await counted()).toEqual([{ stage: 'trial', count: 1 }]);
  });

  it.each([
    ['the stages are those of people now', { ...plan, kind: 'contact' as const }],
    ['there are no stages any more', { ...plan, stages: [] }],
  ])('is not counted: everybody where %s', async (_, next) => {
    await begin();
    await house.asTenant((rows) => rows.stages.savePlan(next, 'test', house.time.now));
    expect(await counted()).toEqual([]);
  });
});
