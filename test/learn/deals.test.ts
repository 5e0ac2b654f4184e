// Deals in a portal: learned from what was known of closed ones over their open life, and told of the open ones.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dealBandOf } from '#analyze/deal-score.ts';
import { sensingHouse } from '#kit/sensing-house.ts';
import { deals } from '#learn/deals.ts';
import { leads } from '#learn/leads.ts';
import { learnTarget } from '#learn/learn-target.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';
import { turn } from '#loop.ts';

const day = 86_400_000;
const stages = ['appointmentscheduled', 'qualifiedtobuy', 'presentationscheduled'] as const;

let house: Awaited<ReturnType<typeof sensingHouse>>;
let ids: string[] = [];
let open: string[] = [];

/** Closed deals: the vendor `planwise` in it loses them, and each that closed has a reason written on the last day. */
beforeAll(async () => {
  house = await sensingHouse();
  const now = house.clock.now().getTime();
  const random = seededRandom(3);
  house.portal.defineProperty('deals', {
    ...{ name: 'rival', label: 'Rival', type: 'string', fieldType: 'text' },
  });
  house.portal.defineProperty('deals', {
    ...{ name: 'ending_note', label: 'Ending note', type: 'string', fieldType: 'text' },
  });
  const made = Array.from({ length: 260 }, (_, nr) => {
    const isOpen = nr >= 240;
    const rival = nr % 2 === 0 ? 'planwise' : 'nobody';
    const won = random() < (rival === 'planwise' ? 0.2 : 0.8);
    const opened = now - (isOpen ? 20 : 60 + 200 * random()) * day;
    const life = (28 + 14 * random()) * day;
    const closed = opened + life;
    const stage = isOpen ? stages[1] : won ? 'closedwon' : 'closedlost';
    return {
      type: 'deals',
      properties: {
        ...{ dealname: `Deal ${nr}`, pipeline: 'default', dealstage: stage, amount: '1200', rival },
        closedate: new Date(isOpen ? now + 20 * day : closed).toISOString(),
        ...noteOf(isOpen, won),
      },
      createdAt: new Date(opened),
      updatedAt: new Date(isOpen ? opened + 5 * day : closed),
      history: historyOf({ isOpen, won, opened, closed }),
    };
  });
  ids = house.portal.seed(made);
  open = ids.slice(240);
  await house.syncAll();
  await turnAll();
  const learn = async (lesson: typeof deals) =>
    learnTarget(house.ports, house.tenant, lesson, async (asked) => train(asked));
  await learn(leads);
  await learn(deals);
  await turnAll();
});
afterAll(() => house.close());

const noteOf = (isOpen: boolean, won: boolean) => (isOpen ? {} : { ending_note: won ? 'signed' : 'gone' });

/** The stages on the way, and that the note came with the end. */
function historyOf(deal: { isOpen: boolean; won: boolean; opened: number; closed: number }) {
  const { isOpen, won, opened } = deal;
  const closed = isOpen ? opened + 5 * day : deal.closed;
  const said = (property: string, value: string, at: number) => ({ property, value, at: new Date(at) });
  const way = [said('dealstage', stages[0], opened), said('dealstage', stages[1], (opened + closed) / 2)];
  if (isOpen) return way;
  const end = said('dealstage', won ? 'closedwon' : 'closedlost', closed);
  return [...way, end, said('ending_note', won ? 'signed' : 'gone', closed)];
}

async function turnAll() {
  while ((await turn(house.ports, house.tenant)).more);
}

const weights = async () => {
  const row = await house.database.store.asTenant(house.tenant, (rows) => rows.weights.live('deal'));
  return row?.body as { learner: string; features: { name: string }[]; history: { closed: number } };
};
const findingOf = (id: string) =>
  house.database.store.asTenant(house.tenant, async (rows) => {
    const subject = (await rows.subjects.find(house.connection.id, 'deal', [id])).get(id) ?? '';
    return { subject, finding: (await rows.findings.current([subject], 'deal_score'))[0]?.finding };
  });

describe('deals', () => {
  it('are learned from the closed ones, and not from what was written down only at their end', async () => {
    const { learner, features, history } = await weights();
    expect(learner).not.toBe('prior');
    expect(history.closed).toBeGreaterThan(200);
    const names = features.map(({ name }) => name);
    expect(names).toContain('deal.rival');
    expect(names).not.toContain('deal.ending_note');
  });

  it('that are open have a probability, reasons that lead to it from the base rate, and a day to expect', async () => {
    for (const [nr, id] of open.entries()) {
      const { finding } = await findingOf(id);
      const isLow = nr % 2 === 0;
      // Planted are 0.2 and 0.8; the margin is what 240 closed deals, seen at another hour of the day, leave open.
      expect(finding?.probability ?? 0.5).toSatisfy((one: number) => (isLow ? one < 0.4 : one > 0.55));
      expect(finding).toMatchObject({ basis: 'model', band: dealBandOf(finding?.probability ?? Number.NaN) });
      const rival = finding?.reasons.find(({ feature }) => feature === 'deal.rival');
      expect(Math.sign(rival?.points ?? 0)).toBe(isLow ? -1 : 1);
      expect(finding?.expected?.alike).toBeGreaterThan(20);
    }
  });

  it('that are closed are foretold no more', async () => {
    for (const id of ids.slice(0, 10)) expect((await findingOf(id)).finding).toBeUndefined();
  });

  it('get their probability, reasons and next step written into the CRM', async () => {
    const { subject } = await findingOf(open[1] ?? '');
    const { rows } = await house.database.store.pool.query<{ payload: { properties: object } }>(
      "select payload from action where subject_id = $1 and kind = 'crm.write'",
      [subject],
    );
    const [write] = rows;
    expect(write?.payload.properties).toMatchObject({
      revloop_win_probability: expect.stringMatching(/^0\.\d{3}$/),
      revloop_top_reasons: expect.stringContaining('Rival: nobody'),
    });
  });
});
