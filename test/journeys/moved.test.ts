// Those on the way are moved to another version: its steps are theirs then, and its goal is not.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJourneyDesk } from '#journey-desk.ts';
import { aGraph, aTask, rule, say } from '#kit/a-graph.ts';
import { type JourneyHouse, journeyHouse } from '#kit/journey-house.ts';

let house: JourneyHouse;
beforeEach(async () => {
  house = await journeyHouse();
});
afterEach(() => house.close());
const desk = () => openJourneyDesk(house.ports);
const pro = (id: string) => house.record('company', id, { plan: 'pro', name: `Firm ${id}` });
const ids = (from: number, count: number) => Array.from({ length: count }, (_, nr) => String(from + nr));

const steps = (title: string) => ({
  nap: { kind: 'wait', for: { days: 9 }, next: 'a' },
  a: { ...aTask('end'), title: say(title) },
  end: { kind: 'exit' },
});
const version = (title: string, goal: string, more: object = {}) =>
  aGraph(steps(title), {
    goal: { when: rule(`property:${goal}`, '=', 'yes'), within: { days: 30 }, at: 'end' },
    holdout: 0.5,
    ...more,
  });

async function publish(journey: string, graph: ReturnType<typeof version>, confirm: number): Promise<number> {
  const saved = await desk().save(house.tenant, 'Mia', journey, graph);
  await desk().publish(house.tenant, 'Mia', journey, { version: saved.version, confirm });
  return saved.version;
}

describe('those who are moved to another version', () => {
  it('are measured by the goal by which they came in, as those are who were held out then', async () => {
    const journey = await house.journey(version('old', 'renewed'));
    await house.tell(...ids(1, 20).map(pro));
    await house.settle();
    const to = await publish(journey, version('new', 'expanded'), 0);
    const treated = (await house.runs(journey)).filter(({ held }) => !held);
    const ask = { from: 1, to, nodes: {}, confirm: treated.length };
    expect((await desk().move(house.tenant, 'Mia', journey, ask)).moved).toBe(treated.length);
    await house.tell(...ids(1, 20).map((id) => house.record('company', id, { renewed: 'yes' })));
    await house.days(31);
    const runs = await house.runs(journey);
    const told = (held: boolean) => [
      ...new Set(runs.filter((one) => one.held === held).map(({ outcome }) => outcome)),
    ];
    expect([told(false), told(true)]).toEqual([['reached'], ['reached']]);
    const titles = (await house.actions()).flatMap(({ payload }) =>
      'subject' in payload ? payload.subject : [],
    );
    expect(new Set(titles)).toEqual(new Set(['new']));
  });

  it('end by that goal too, and not by the other one', async () => {
    const ever = (goal: string) => ({
      goal: { when: rule(`property:${goal}`, '=', 'yes'), within: { days: 30 }, at: 'ever' },
      holdout: 0,
    });
    const journey = await house.journey(version('old', 'renewed', ever('renewed')));
    await house.tell(pro('1'), pro('2'));
    await house.settle();
    const to = await publish(journey, version('new', 'expanded', ever('expanded')), 0);
    await desk().move(house.tenant, 'Mia', journey, { from: 1, to, nodes: {}, confirm: 2 });
    await house.tell(house.record('company', '1', { renewed: 'yes' }));
    await house.tell(house.record('company', '2', { expanded: 'yes' }));
    await house.settle();
    const statusOf = async (id: string) => {
      const [run] = await desk().ofSubject(house.tenant, await house.subject('company', id));
      return run?.status;
    };
    expect([await statusOf('1'), await statusOf('2')]).toEqual(['goal', 'live']);
  });
});

describe('the uplift of a journey', () => {
  const measured = async (journey: string) => {
    const { treated, held } = (await desk().read(house.tenant, journey)).uplift;
    return [treated, held].map(({ reached, missed }) => reached + missed);
  };

  it('is of those who came in by the goal of today', async () => {
    const journey = await house.journey(version('old', 'renewed'));
    await house.tell(...ids(1, 20).map(pro));
    await house.settle();
    await house.tell(
      ...ids(1, 20).map((id) => house.record('company', id, { renewed: 'yes', expanded: 'no' })),
    );
    await house.days(31);
    const held = (await house.runs(journey)).filter((one) => one.held).length;
    expect(await measured(journey)).toEqual([20 - held, held]);
    await publish(journey, version('other steps', 'renewed'), 0);
    expect(await measured(journey)).toEqual([20 - held, held]);
    await publish(journey, version('other steps', 'expanded'), 0);
    expect(await measured(journey)).toEqual([0, 0]);
    await house.tell(...ids(101, 4).map(pro));
    await house.settle();
    await house.tell(...ids(101, 4).map((id) => house.record('company', id, { expanded: 'yes' })));
    await house.days(31);
    const [treated = 0, out = 0] = await measured(journey);
    expect(treated + out).toBe(4);
  });
});
