// The moments at which closed deals are pictured: only such as those at which open ones are foretold.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sensingHouse } from '#kit/sensing-house.ts';
import { deals } from '#learn/deals.ts';
import { frameLesson } from '#learn/lesson-frame.ts';
import { turn } from '#loop.ts';

const day = 86_400_000;
type Said = { readonly value: string; readonly day: number };

let house: Awaited<ReturnType<typeof sensingHouse>>;
let begun = 0;
let [hoped]: string[] = [];
beforeAll(async () => {
  house = await sensingHouse();
  begun = Math.floor(house.clock.now().getTime() / day) * day - 200 * day;
  const lostEarly = [
    { value: 'appointmentscheduled', day: 0 },
    { value: 'closedlost', day: 40 },
  ];
  [hoped] = house.portal.seed([dealOf(lostEarly, 170)]);
  await house.syncAll();
  while ((await turn(house.ports, house.tenant)).more);
});
afterAll(() => house.close());

const at = (days: number) => new Date(begun + days * day);

/** A deal that went through these stages, on which this close date stands. */
function dealOf(stages: readonly Said[], closeDay: number) {
  const last = stages.at(-1) ?? { value: '', day: 0 };
  return {
    type: 'deals',
    properties: {
      ...{ dealname: 'Deal', pipeline: 'default', dealstage: last.value },
      closedate: at(closeDay).toISOString(),
    },
    ...{ createdAt: at(0), updatedAt: at(150) },
    history: stages.flatMap(({ value, day: on }) => {
      const said = (property: string, what: string) => ({ property, value: what, at: at(on) });
      return [said('dealstage', value), said('hs_is_closed_lost', String(value === 'closedlost'))];
    }),
  };
}

/** Days since it was opened of each picture, and what it says of the stage. */
async function picturesOf(id = '') {
  const { told, subject } = await house.database.store.asTenant(house.tenant, async (rows) => ({
    told: await frameLesson(rows, deals),
    subject: (await rows.subjects.find(house.connection.id, 'deal', [id])).get(id),
  }));
  const closed = await deals.closed(house.ports, house.tenant, told);
  return closed
    .filter(({ group }) => group === subject)
    .map(({ at: moment, values }) => ({
      day: Math.round((moment - begun) / day),
      stage: values['deal_stage'],
    }));
}

test('a deal that was lost long before the day once hoped for is not pictured as lost', async () => {
  const pictures = await picturesOf(hoped);
  expect(pictures.length).toBeGreaterThan(0);
  expect(new Set(pictures.map(({ stage }) => stage))).toEqual(new Set(['appointmentscheduled']));
  expect(Math.max(...pictures.map((one) => one.day))).toBeLessThanOrEqual(40);
});
