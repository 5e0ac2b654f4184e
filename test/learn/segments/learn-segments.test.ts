// Segments in the house: found among the tenant's customers, kept, asked by rules, and gone with who is erased.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toRuleBody } from '#advise/rule/rule.ts';
import { type JourneyHouse, journeyHouse } from '#kit/journey-house.ts';
import { learnSegments } from '#learn/segments/learn-segments.ts';
import type { NewSignal } from '#sense/signal.ts';

const day = 86_400_000;
let house: JourneyHouse;

/** One who does much and asks much, or one who hardly comes: told day by day as it happened. */
function life(nr: number, end: number): NewSignal[] {
  const busy = nr % 2 === 0;
  const id = `c${nr}`;
  const features = ['boards', 'reports', 'roles', 'exports'].slice(0, busy ? 4 : 2);
  house.time.now = new Date(end - (busy ? 400 + nr : 120 + nr) * day);
  const signals = [house.record('company', id, { lifecyclestage: 'customer', name: `Company ${nr}` })];
  for (let ago = 90; ago >= 0; ago -= 1) {
    if ((ago + nr) % (busy ? 2 : 15) !== 0) continue;
    house.time.now = new Date(end - ago * day - nr * 60_000);
    const users = Array.from({ length: busy ? 5 + (nr % 5) : 1 + (nr % 2) }, (_, user) => user);
    for (const user of users)
      signals.push(house.event('company', id, features[(ago + user) % features.length] ?? '', `u${user}`));
    if (busy && ago % 9 === 0) signals.push(house.engaged('company', id, 'email', 'in'));
  }
  return signals;
}

async function aYear() {
  const end = house.time.now.getTime();
  const signals = Array.from({ length: 80 }, (_, nr) => life(nr, end)).flat();
  house.time.now = new Date(end);
  for (let from = 0; from < signals.length; from += 2000)
    await house.tell(...signals.slice(from, from + 2000));
  await house.settle();
}

beforeAll(async () => {
  house = await journeyHouse();
  await aYear();
});
afterAll(async () => {
  await house.close();
});
const live = () => house.asTenant((rows) => rows.segments.live());
const members = () => house.asTenant((rows) => rows.segments.all());

it('are found among the customers, and everybody is in the right one', async () => {
  expect(await learnSegments(house.ports, house.tenant)).toBe(1);
  const found = (await live())?.found;
  expect([found?.none, found?.segments.map(({ size }) => size)]).toEqual([null, [40, 40]]);
  const of = new Map((await members()).map(({ subject, segment }) => [subject, segment]));
  const segmentOf = async (nr: number) => of.get(await house.subject('company', `c${nr}`));
  const [busy, quiet] = [await segmentOf(0), await segmentOf(1)];
  expect(busy).not.toBe(quiet);
  for (let nr = 0; nr < 80; nr += 1) expect(await segmentOf(nr)).toBe(nr % 2 === 0 ? busy : quiet);
});

it('are not looked for again before their time: ten minutes at first, then longer', async () => {
  expect(await learnSegments(house.ports, house.tenant)).toBeNull();
  house.time.now = new Date(house.time.now.getTime() + 11 * 60_000);
  expect(await learnSegments(house.ports, house.tenant)).toBe(2);
  house.time.now = new Date(house.time.now.getTime() + 11 * 60_000);
  expect(await learnSegments(house.ports, house.tenant)).toBeNull();
  const waiting = await house.database.store.doors.waiting(
    new Date(house.time.now.getTime() + 2 * 3_600_000),
  );
  expect(waiting).toContainEqual(expect.objectContaining({ kind: 'learn', tenant: house.tenant }));
  expect((await live())?.found?.moved).toEqual({ of: 80, count: 0 });
});

it('can be asked by rules', async () => {
  const subject = await house.subject('company', 'c0');
  const [member] = await house.asTenant((rows) => rows.segments.of([subject]));
  await house.asTenant(async (rows) => {
    const when = {
      combinator: 'and' as const,
      rules: [
        { field: 'segment', operator: '=' as const, value: member?.segment ?? '' },
        { field: 'days_since.segment_change', operator: '<' as const, value: 7 },
      ],
    };
    const advice = { code: 'reach_out' as const, alert: false, task: false };
    const body = toRuleBody({ title: 'Busy ones', kind: 'company', when, advice });
    const { version } = await rows.rules.save('busy', body, 'test', house.time.now);
    await rows.rules.setState('busy', version, 'live', 'test', house.time.now);
    await rows.subjects.markKindDirty('company', 'weights');
  });
  await house.settle();
  const advised = await house.database.store.pool.query(
    `select count(*)::int as n from advice where situation = 'rule:busy' and state = 'open'`,
  );
  expect(advised.rows[0]).toEqual({ n: 40 });
});

it('lose who is erased, and are told of a subject in its export', async () => {
  const subject = await house.subject('company', 'c3');
  await house.asTenant((rows) => rows.subjects.erase(subject, { who: 'test' }));
  expect((await members()).map((one) => one.subject)).not.toContain(subject);
  expect(await members()).toHaveLength(79);
});
