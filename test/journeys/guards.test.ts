// What holds a journey back: bad graphs, quiet hours, caps, the kill switch, and versions that never change.
import { afterEach, describe, expect, it } from 'vitest';
import { ruleOnStep } from '#act/guard.ts';
import { nextWorking } from '#act/working-hours.ts';
import { checkGraph } from '#advise/journey/check-graph.ts';
import { isRevloopError } from '#errors.ts';
import { openJourneyDesk } from '#journey-desk.ts';
import { aGraph, anAlert, aTask, rule, say } from '#kit/a-graph.ts';
import { type JourneyHouse, journeyHouse } from '#kit/journey-house.ts';
import { tenantSettings } from '#sense/tenant.ts';

const codes = (nodes: Record<string, object>, more: object = {}) =>
  checkGraph(aGraph(nodes, more)).map(({ code, node }) => `${code} ${node}`);
const exit = { kind: 'exit' };

describe('a graph', () => {
  it('names a way that leads nowhere, a step that nobody reaches, and a start that is not there', () => {
    expect(codes({ a: aTask('b') })).toEqual(['leads_nowhere a']);
    expect(codes({ a: exit, b: exit })).toEqual(['not_reached b']);
    expect(codes({ a: exit }, { start: 'z' })).toEqual(['no_start z']);
  });

  it('may go round only where it waits for at least an hour', () => {
    const round = (length: object) => ({
      a: aTask('nap'),
      nap: { kind: 'wait', for: length, next: 'fork' },
      fork: {
        kind: 'branch',
        arms: [{ when: rule('property:plan', '=', 'x'), next: 'end' }],
        otherwise: 'a',
      },
      end: exit,
    });
    expect(codes(round({ days: 1 }))).toEqual([]);
    expect(codes(round({ minutes: 30 }))).toEqual(['spins a']);
    const until = { kind: 'until', when: rule('score', '>', 1), atMost: { days: 9 }, next: 'a', late: 'end' };
    expect(codes({ a: aTask('u'), u: until, end: exit })).toEqual(['spins a']);
  });

  it('needs an end, an alert before an escalation, and rules that can be asked', () => {
    expect(codes({ a: { kind: 'wait', for: { days: 1 }, next: 'a' } })).toEqual(['no_end a']);
    const ask = {
      kind: 'escalate',
      after: { days: 1 },
      to: 'manager',
      text: say('x'),
      next: 'end',
      late: 'end',
    };
    expect(codes({ a: aTask('ask'), ask, end: exit })).toEqual(['no_alert ask']);
    expect(codes({ a: anAlert('ask'), ask, end: exit })).toEqual([]);
    expect(codes({ a: exit }, { enter: rule('property.number:seats', '=', 'ten') })).toEqual(['rule enter']);
    expect(codes({ a: exit }, { enter: { combinator: 'and', rules: [] } })).toEqual(['rule enter']);
  });
});

describe('working hours', () => {
  const settings = (more: object = {}) => tenantSettings.parse({ journeys: more }).journeys;
  const next = (more: object, zone: string, at: string) =>
    nextWorking(settings(more), zone, new Date(at))?.toISOString();

  it('are those of the zone of whoever is interrupted, also where clocks change', () => {
    expect(next({}, 'UTC', '2026-11-25T10:00:00Z')).toBe('2026-11-25T10:00:00.000Z');
    expect(next({}, 'America/New_York', '2026-11-25T10:00:00Z')).toBe('2026-11-25T14:00:00.000Z');
    expect(next({}, 'Asia/Shanghai', '2026-11-25T12:00:00Z')).toBe('2026-11-26T01:00:00.000Z');
    // Berlin: summer time ends on Sunday the 25th of October.
    expect(next({}, 'Europe/Berlin', '2026-10-23T18:00:00Z')).toBe('2026-10-26T08:00:00.000Z');
  });

  it('leave out weekends and holidays, and may go over midnight', () => {
    expect(next({}, 'UTC', '2026-11-27T19:00:00Z')).toBe('2026-11-30T09:00:00.000Z');
    expect(next({ holidays: ['2026-11-30'] }, 'UTC', '2026-11-27T19:00:00Z')).toBe(
      '2026-12-01T09:00:00.000Z',
    );
    const night = { hours: { from: '22:00', to: '06:00' } };
    expect(next(night, 'UTC', '2026-11-25T23:30:00Z')).toBe('2026-11-25T23:30:00.000Z');
    expect(next(night, 'UTC', '2026-11-25T12:00:00Z')).toBe('2026-11-25T22:00:00.000Z');
  });
});

describe('the caps', () => {
  const settings = tenantSettings.parse({ journeys: { perCustomer: { most: 2, days: 7 }, perOwner: 3 } });
  const now = new Date('2026-11-25T10:00:00Z');
  const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  const ruling = (customer: Date[], owner: Date[]) =>
    ruleOnStep({ settings, zone: 'UTC', now, customer, owner });

  it('hold a step until there is room for the customer, or the owner', () => {
    expect(ruling([ago(1)], [])).toEqual({ say: 'go' });
    expect(ruling([ago(1), ago(24)], [])).toEqual({
      ...{ say: 'wait', because: 'customer_cap' },
      until: new Date('2026-12-01T10:00:00Z'),
    });
    expect(ruling([], [ago(1), ago(2), ago(20)])).toEqual({
      ...{ say: 'wait', because: 'owner_cap' },
      until: new Date('2026-11-25T14:00:00Z'),
    });
    expect(ruling([ago(1), ago(24 * 8)], [ago(1), ago(2), ago(30)])).toEqual({ say: 'go' });
  });
});

describe('a running journey', () => {
  let house: JourneyHouse;
  afterEach(() => house.close());
  const pro = (id: string) =>
    house.record('company', id, { name: `Firm ${id}`, plan: 'pro', hubspot_owner_id: '7' });
  const desk = () => openJourneyDesk(house.ports);
  const tasks = async () => (await house.actions()).filter(({ kind }) => kind === 'crm.task');
  const codeOf = (error: unknown) => (isRevloopError(error) ? error.code : error);

  it('waits for working hours, and counts all steps about one owner', async () => {
    const quiet = {
      hours: { from: '09:00', to: '17:00' },
      weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'],
      perOwner: 2,
    };
    house = await journeyHouse({ start: new Date('2030-03-09T10:00:00Z'), settings: { journeys: quiet } });
    const journey = await house.journey(aGraph({ a: aTask('end'), end: exit }));
    await house.tell(pro('1'), pro('2'), pro('3'));
    await house.settle();
    expect(
      (await house.runs(journey)).map(({ waits, wakeAt }) => [waits?.for, wakeAt?.toISOString()]),
    ).toEqual(Array.from({ length: 3 }, () => ['guard', '2030-03-11T09:00:00.000Z']));
    await house.goTo(new Date('2030-03-11T12:00:00Z'));
    expect(await tasks()).toHaveLength(2);
    await house.goTo(new Date('2030-03-12T12:00:00Z'));
    expect(await tasks()).toHaveLength(3);
  });

  it('stands still while it or the tenant is stopped, and ends for good when it is killed', async () => {
    house = await journeyHouse();
    const graph = aGraph({
      nap: { kind: 'wait', for: { days: 1 }, next: 'a' },
      a: aTask('b'),
      b: { kind: 'wait', for: { days: 1 }, next: 'c' },
      c: aTask('end'),
      end: exit,
    });
    const journey = await house.journey(graph);
    await house.tell(pro('1'));
    await house.settle();
    await desk().change(house.tenant, 'Mia', journey, { state: 'paused' });
    await house.days(3);
    expect(await tasks()).toEqual([]);
    await desk().change(house.tenant, 'Mia', journey, { state: 'live' });
    const stop = (stopped: boolean) =>
      house.asTenant(async (rows) => {
        const { settings } = await rows.settings.read();
        await rows.settings.save({ ...settings, journeys: { ...settings.journeys, stopped } });
      });
    await stop(true);
    await house.settle();
    expect(await tasks()).toEqual([]);
    await stop(false);
    await house.settle();
    expect(await tasks()).toHaveLength(1);
    const ended = await desk().change(house.tenant, 'Mia', journey, { state: 'killed' });
    expect(ended).toEqual({ runs: 1, actions: 1 });
    await house.days(9);
    expect((await tasks()).map(({ state }) => state)).toEqual(['cancelled']);
    const again = desk().change(house.tenant, 'Mia', journey, { state: 'live' });
    expect(codeOf(await again.catch((error: unknown) => error))).toBe('JOURNEY_STATE');
  });

  it('keeps those on the way on their version, and moves them only after a preview', async () => {
    house = await journeyHouse();
    const step = (title: string, extra: object = {}) => ({
      nap: { kind: 'wait', for: { days: 2 }, next: 'a' },
      a: { ...aTask('end'), title: say(title) },
      end: exit,
      ...extra,
    });
    const journey = await house.journey(aGraph(step('old')));
    await house.tell(pro('1'), pro('2'));
    await house.settle();
    const saved = await desk().save(house.tenant, 'Mia', journey, aGraph(step('new')));
    expect(saved).toEqual({ version: 2, fresh: true });
    expect(await desk().save(house.tenant, 'Mia', journey, aGraph(step('new')))).toEqual({
      version: 2,
      fresh: false,
    });
    const wrong = desk().publish(house.tenant, 'Mia', journey, { version: 2, confirm: 5 });
    expect(codeOf(await wrong.catch((error: unknown) => error))).toBe('JOURNEY_COUNT');
    await desk().publish(house.tenant, 'Mia', journey, { version: 2, confirm: 0 });
    await house.tell(pro('3'));
    await house.settle();
    const ask = { from: 1, to: 2, nodes: {}, confirm: null };
    const preview = await desk().move(house.tenant, 'Mia', journey, ask);
    expect(preview).toMatchObject({
      count: 2,
      staying: 0,
      moved: 0,
      nodes: [{ from: 'nap', to: 'nap', same: true }],
    });
    await house.days(1);
    const one = await house.subject('company', '1');
    const moved = await desk().move(house.tenant, 'Mia', journey, { ...ask, confirm: 2 });
    expect(moved.moved).toBe(2);
    await house.days(1);
    const titles = (await tasks()).map(({ payload }) => ('subject' in payload ? payload.subject : ''));
    expect(titles).toEqual(['new', 'new', 'new']);
    const [trace] = await desk().ofSubject(house.tenant, one);
    expect(trace).toMatchObject({ version: 2, status: 'exited' });
    const frozen = house.asTenant((rows) => rows.journeys.version(journey, 1));
    expect((await frozen)?.graph.nodes['a']).toMatchObject({ title: { en: 'old' } });
  });

  it('tells beforehand how many come in, and that number must be typed', async () => {
    house = await journeyHouse();
    await house.tell(pro('1'), pro('2'), pro('3'), house.record('company', '4', { plan: 'free' }));
    await house.settle();
    const id = await desk().make(house.tenant, 'Mia', { name: say('Plan'), graph: aGraph({ end: exit }) });
    const blast = await desk().blast(house.tenant, id, 1);
    expect(blast).toMatchObject({ count: 3, looked: 4, held: 0 });
    expect(blast.examples.map(({ name }) => name).sort()).toEqual(['Firm 1', 'Firm 2', 'Firm 3']);
    await desk().publish(house.tenant, 'Mia', id, { version: 1, confirm: 3 });
    await house.settle();
    expect(await house.runs(id)).toHaveLength(3);
    const { changes } = await desk().read(house.tenant, id);
    expect(changes.map(({ what, who }) => `${who} ${what}`)).toEqual([
      'Mia published',
      'Mia saved',
      'Mia made',
    ]);
  });

  it('follows a customer whose record was merged, and forgets one who demands erasure', async () => {
    house = await journeyHouse();
    const graph = aGraph({ nap: { kind: 'wait', for: { days: 2 }, next: 'a' }, a: aTask('end'), end: exit });
    const journey = await house.journey(graph);
    await house.tell(pro('1'), house.record('company', '2', { name: 'Other', plan: 'free' }), pro('3'));
    await house.settle();
    const [winner, loser] = [await house.subject('company', '2'), await house.subject('company', '1')];
    await house.asTenant(async (rows) => {
      await rows.subjects.merge([{ winner, loser, why: 'test', inCrm: true }]);
      await rows.subjects.erase(await house.subject('company', '3'), { who: 'crm' });
    });
    await house.settle();
    const runs = await house.runs(journey);
    expect(runs.map(({ subject }) => subject)).toEqual([winner]);
    await house.days(2);
    expect((await tasks()).map(({ subject }) => subject)).toEqual([winner]);
  });
});
