// A company is looked at with all that its people did, however long the queue is in which they wait.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JourneyGraph } from '#advise/journey/journey-graph.ts';
import { type JourneyHouse, journeyHouse } from '#kit/journey-house.ts';
import { mostSubjects, turn } from '#loop.ts';

const day = 86_400_000;
let house: JourneyHouse;

beforeAll(async () => {
  house = await journeyHouse();
});
afterAll(() => house.close());

const silent: JourneyGraph = {
  version: 1,
  kind: 'company',
  enter: { combinator: 'and', rules: [{ field: 'active_days@7', operator: '<', value: 1 }] },
  again: null,
  leave: null,
  goal: {
    when: { combinator: 'and', rules: [{ field: 'active_days@7', operator: '>=', value: 1 }] },
    within: { days: 30 },
    at: 'ever',
  },
  holdout: 0,
  start: 'rest',
  nodes: { rest: { kind: 'wait', for: { days: 1 }, next: 'end' }, end: { kind: 'goal' } },
};

it('takes no customer for silent whose people wait behind a long queue', async () => {
  const companies = ['busy', 'quiet'];
  for (const id of companies)
    await house.tell(
      house.record('company', id, { name: id, lifecyclestage: 'customer' }),
      house.record('contact', `of ${id}`, { email: `someone@${id}.example` }),
      house.links('contact', `of ${id}`, 'company', [id]),
      house.event('contact', `of ${id}`, 'Logged In'),
    );
  await house.settle();
  const journey = await house.journey(silent);
  await house.settle();
  expect(await house.runs(journey)).toEqual([]);

  house.time.now = new Date(house.time.now.getTime() + 20 * day);
  // As every night when something was learned: the companies stand first in the queue, then comes what people did.
  await house.asTenant((rows) => rows.subjects.markKindDirty('company', 'weights'));
  const crowd = Array.from({ length: mostSubjects }, (_, nr) => house.event('contact', `${nr}`, 'Logged In'));
  await house.tell(...crowd);
  await house.tell(house.event('contact', 'of busy', 'Logged In'));
  await turn(house.ports, house.tenant);
  const entered = (await house.runs(journey)).map(({ subject }) => subject);
  expect(entered).toEqual([await house.subject('company', 'quiet')]);
  await house.settle();
  expect(await house.runs(journey)).toHaveLength(1);
});
