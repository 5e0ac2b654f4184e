// A journey on stored history says what the same journey did when it was lived: who came in, what was done, how it ended.
import { afterEach, describe, expect, it } from 'vitest';
import type { JourneyGraph } from '#advise/journey/journey-graph.ts';
import { openJourneyDesk } from '#journey-desk.ts';
import { aGraph, anAlert, aTask, rule, say } from '#kit/a-graph.ts';
import { engines } from '#kit/database.ts';
import { type JourneyHouse, journeyHouse } from '#kit/journey-house.ts';

const engine = engines()[0];
const silent = rule('days_since.event', '>=', 8);
const input = { days: 60, outcome: null, horizonDays: 60 } as const;

const steps = {
  look: anAlert('answer'),
  answer: {
    ...{ kind: 'escalate', after: { days: 2 }, to: 'manager', text: say('Nobody looked at {name}') },
    ...{ next: 'hope', late: 'call' },
  },
  call: aTask('quiet'),
  quiet: aTask('nap', { dryRun: true }),
  nap: { kind: 'wait', for: { days: 3 }, next: 'hope' },
  hope: { kind: 'event', event: 'Logged In', atMost: { days: 6 }, next: 'good', late: 'tell' },
  tell: { kind: 'chat', to: 'channel', text: say('{name} is lost'), next: 'bad' },
  good: { kind: 'goal' },
  bad: { kind: 'exit' },
};
const graph = aGraph(steps, {
  ...{ enter: silent, again: { days: 14 }, holdout: 0.3 },
  goal: { when: rule('days_since.event', '<', 3), within: { days: 30 }, at: 'end' },
});

/** On which of the days somebody of each company logs in. */
const lives = Array.from({ length: 5 }, (_, nr) => ({
  id: String(nr + 1),
  isThere: (day: number) => day < 2 + nr || (nr === 1 && day === 18) || (nr === 3 && day === 14),
}));

describe('a journey on stored history', () => {
  let house: JourneyHouse;
  afterEach(() => house.close());
  const open = async () => {
    // People are there in the morning, and journeys look in the evening: within a day a backtest knows no order.
    const start = new Date('2030-03-04T20:00:00Z');
    const on = engine === undefined ? {} : { engine };
    // A backtest asks for no hours and no caps: one run of this journey already interrupts three times within a week.
    const journeys = {
      ...{ hours: { from: '00:00', to: '00:00' }, perCustomer: { most: 100, days: 1 }, perOwner: 1000 },
      weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    };
    house = await journeyHouse({ ...on, start, settings: { locale: 'en', journeys } });
    await house.tell(
      ...lives.map(({ id }) =>
        house.record('company', id, { name: `Company ${id}`, lifecyclestage: 'customer' }),
      ),
    );
  };
  const live = async (days: number) => {
    for (let day = 0; day < days; day += 1) {
      const there = lives.filter(({ isThere }) => isThere(day));
      if (there.length > 0) await house.days(1 / 2);
      await house.tell(...there.map(({ id }) => house.event('company', id, 'Logged In', `u${id}`)));
      await house.days(there.length > 0 ? 1 / 2 : 1);
    }
  };
  const backtest = (id: string | null, of: JourneyGraph) =>
    openJourneyDesk(house.ports).backtest(house.tenant, { id, graph: of }, input);

  it('agrees with how it was lived: those who came in, held out, each step done, and the ends', async () => {
    await open();
    const journey = await house.journey(graph);
    await live(28);
    // What is due in the last evening is done in it, as a backtest does it: whoever is not held out comes in again then.
    await house.days(1 / 24);
    const runs = await house.runs(journey);
    const report = await backtest(journey, graph);
    expect(runs.length).toBeGreaterThan(4);
    expect(report.alerts).toBe(runs.length);
    expect(report.alertedSubjects).toBe(new Set(runs.map(({ subject }) => subject)).size);
    const heldOut = runs.filter((run) => run.held).map(({ subject }) => subject);
    expect(report.held).toBe(new Set(heldOut).size);
    const taken = (await Promise.all(runs.map(({ id }) => house.steps(id)))).flat();
    const counted = (list: readonly string[]) =>
      Object.fromEntries(
        [...Map.groupBy(list, (one) => one)].map(([of, all]) => [of, all.length] as const).sort(),
      );
    const done = taken.flatMap(({ effect, dry }) => (effect === null || dry ? [] : [effect.kind]));
    expect(
      counted(report.load.flatMap(({ kind, total }) => Array.from({ length: total }, () => kind))),
    ).toEqual(counted(done));
    for (const { total, weeks, perWeek } of report.load) {
      expect(weeks.reduce((all, one) => all + one, 0)).toBe(total);
      expect(perWeek).toBeCloseTo((total * 7) / input.days);
    }
    expect(Object.fromEntries(report.ends.map(({ status, count }) => [status, count]))).toEqual(
      counted(runs.filter((run) => !['live', 'held'].includes(run.status)).map(({ status }) => status)),
    );
    expect(report.onTheWay).toBe(runs.filter(({ status }) => status === 'live').length);
  });

  it('supposes that nobody answers and that whoever is asked says yes, and shows what else would say the same', async () => {
    await open();
    const other = await house.journey(aGraph({ end: { kind: 'exit' } }, { enter: silent }), 'The other one');
    await live(1);
    await house.days(12);
    const asking = aGraph(
      {
        may: { kind: 'approve', ask: say('May we?'), atMost: { days: 3 }, next: 'call', refused: 'end' },
        call: aTask('end'),
        end: { kind: 'exit' },
      },
      { enter: silent },
    );
    const report = await backtest(null, asking);
    const total = (kind: string) => report.load.find((one) => one.kind === kind)?.total ?? 0;
    expect(report.alerts).toBe(lives.length);
    expect(total('approval')).toBe(report.alerts);
    expect(total('task')).toBe(report.alerts - report.onTheWay);
    expect(report.overlap.find(({ id }) => id === other)).toMatchObject({
      ...{ title: 'The other one', both: report.alertedSubjects, onlyThis: 0, onlyOther: 0 },
    });
    expect(report.overlap.map(({ id }) => id)).toContain('house-logins-falling');
    // What a live journey really told is named as people know it, and is nobody's rival in its own test.
    const telling = aGraph({ look: anAlert('end'), end: { kind: 'exit' } }, { enter: silent });
    const told = await house.journey(telling, 'The one that told');
    await house.days(2);
    const titles = async (id: string | null) =>
      (await backtest(id, asking)).overlap.map(({ title }) => title);
    expect(await titles(null)).toContain('The one that told');
    expect(await titles(told)).not.toContain('The one that told');
  });

  it('refuses a graph that cannot be walked', async () => {
    await open();
    const lost = { ...graph, start: 'nowhere' };
    await expect(backtest(null, lost)).rejects.toMatchObject({ code: 'JOURNEY_INVALID' });
  });
});
