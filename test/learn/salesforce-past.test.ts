// Training on an org knows only what was known then: a field that is filled in with the outcome tells nothing where it is tracked.
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '#kit/log.ts';
import { connectedOrg } from '#kit/salesforce-org.ts';
import { leads } from '#learn/leads.ts';
import { frameLesson } from '#learn/lesson-frame.ts';
import { turn } from '#loop.ts';
import { sync } from '#sense/sync.ts';

const day = 86_400_000;
const created = new Date('2026-06-01T08:00:00Z');
const closed = new Date(created.getTime() + 30 * day);

/** What leads that converted, and leads that did not, had as `Rating` in the pictures that are learned from. */
async function ratingsLearned(tracked: Record<string, string[]>) {
  const house = await connectedOrg();
  onTestFinished(() => house.close());
  house.org.context.setFacts({ trackedFields: tracked });
  house.org.seed(
    Array.from({ length: 40 }, (_, nr) => {
      const won = nr % 2 === 0;
      return {
        type: 'Lead',
        values: {
          ...{ LastName: `L${nr}`, Company: 'Acme', Email: `l${nr}@acme.test`, Rating: won ? 'Hot' : 'Cold' },
          ...(won
            ? { Status: 'Closed - Converted', IsConverted: true }
            : { Status: 'Closed - Not Converted' }),
        },
        ...{ createdAt: created, updatedAt: closed },
        // Everybody was cold until it was known.
        history: [
          { field: 'Rating', value: 'Cold', at: created },
          ...(won ? [{ field: 'Rating', value: 'Hot', at: closed }] : []),
          { field: 'Status', value: 'Open - Not Contacted', at: created },
          { field: 'Status', value: won ? 'Closed - Converted' : 'Closed - Not Converted', at: closed },
        ],
      };
    }),
  );
  const { tenant, id } = house.connection;
  const clock = { now: () => new Date() };
  const crm = house.crm();
  const ports = {
    ...{ store: house.database.store, queue: { wake: async () => undefined }, clock, log: silentLog() },
    clients: {
      crm: () => crm,
      chat: () => expect.fail('no chat is asked for'),
      feed: () => expect.fail('no feed'),
      hooks: { send: () => expect.fail('no webhook') },
    },
  };
  for (let more = true; more; ) more = (await sync(ports, tenant, id)).more;
  while ((await turn(ports, tenant)).more);
  const told = await house.database.store.asTenant(tenant, (rows) => frameLesson(rows, leads));
  const records = await leads.closed(ports, tenant, told);
  const ratings = (won: boolean) => [
    ...new Set(records.filter((one) => one.won === won).map(({ values }) => values['lead.Rating'])),
  ];
  expect(records.filter(({ won }) => won).length).toBeGreaterThanOrEqual(20);
  return { won: ratings(true), lost: ratings(false) };
}

test('of a tracked field it takes what it was then', async () => {
  const { won, lost } = await ratingsLearned({ Lead: ['Rating', 'Status'] });
  expect(won).toEqual(['Cold']);
  expect(lost).toEqual(['Cold']);
});

test('of a field that nobody has tracked it knows only what it is today', async () => {
  const { won } = await ratingsLearned({ Lead: ['Status'] });
  expect(won).not.toContain('Cold');
});
