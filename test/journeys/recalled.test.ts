// What was begun and must not go on, or must not be lost: kill switches beside a walk, merges, and whoever comes in again.
import { afterEach, describe, expect, it } from 'vitest';
import { workingDaysAhead } from '#act/working-hours.ts';
import { lot } from '#advise/journey/chance.ts';
import { checkGraph } from '#advise/journey/check-graph.ts';
import { isRevloopError } from '#errors.ts';
import { openJourneyDesk } from '#journey-desk.ts';
import { aGraph, anAlert, aTask, rule, say } from '#kit/a-graph.ts';
import { type JourneyHouse, journeyHouse } from '#kit/journey-house.ts';
import { tenantSettings } from '#sense/tenant.ts';

const exit = { kind: 'exit' };
const codeOf = (error: unknown) => (isRevloopError(error) ? error.code : error);

describe('a date some working days ahead', () => {
  it('is counted in the zone of whoever works', () => {
    const hours = tenantSettings.parse({}).journeys;
    const due = (at: string, zone: string, days: number) =>
      workingDaysAhead(hours, zone, new Date(at), days).toISOString();
    // Friday afternoon in Los Angeles is Saturday in UTC, Monday morning in Shanghai is Sunday.
    expect(due('2026-01-17T00:30:00Z', 'America/Los_Angeles', 1)).toBe('2026-01-20T00:30:00.000Z');
    expect(due('2026-01-18T23:30:00Z', 'Asia/Shanghai', 5)).toBe('2026-01-25T23:30:00.000Z');
    // Over the night in which clocks change it stays the same time of day.
    expect(due('2026-03-27T09:00:00Z', 'Europe/Berlin', 1)).toBe('2026-03-30T08:00:00.000Z');
  });
});

describe('a graph', () => {
  it('has no step by a name that objects have by themselves', () => {
    const arms = [{ when: rule('property:plan', '=', 'x'), next: 'constructor' }];
    const graph = aGraph({ fork: { kind: 'branch', arms, otherwise: 'end' }, end: exit });
    expect(checkGraph(graph).map(({ code, node }) => `${code} ${node}`)).toEqual(['leads_nowhere fork']);
  });
});

describe('a journey', () => {
  let house: JourneyHouse;
  afterEach(() => house.close());
  const pro = (id: string) =>
    house.record('company', id, { name: `Firm ${id}`, plan: 'pro', hubspot_owner_id: '7' });
  const desk = () => openJourneyDesk(house.ports);
  const of = async (kind: string) => (await house.actions()).filter((one) => one.kind === kind);
  const merge = async (winner: string, loser: string) => {
    const [won, lost] = [await house.subject('company', winner), await house.subject('company', loser)];
    await house.asTenant((rows) =>
      rows.subjects.merge([{ winner: won, loser: lost, why: 'test', inCrm: true }]),
    );
    await house.settle();
    return won;
  };

  it('counts each of two interruptions of one moment', async () => {
    house = await journeyHouse();
    await house.journey(
      aGraph({
        a: aTask('b'),
        b: aTask('nap'),
        nap: { kind: 'wait', for: { days: 1 }, next: 'c' },
        c: aTask('d'),
        d: aTask('end'),
        end: exit,
      }),
    );
    await house.tell(pro('1'));
    await house.days(2);
    expect(await of('crm.task')).toHaveLength(3);
    await house.days(6);
    expect(await of('crm.task')).toHaveLength(4);
  });

  it('asks for a yes in working hours, and waits from then on', async () => {
    const hours = { from: '09:00', to: '17:00' };
    const settings = { journeys: { hours, weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'] } };
    house = await journeyHouse({ start: new Date('2030-03-09T10:00:00Z'), settings });
    const ask = { kind: 'approve', ask: say('{name}?'), atMost: { days: 1 }, refused: 'end', next: 'a' };
    const journey = await house.journey(aGraph({ ask, a: aTask('end'), end: exit }));
    await house.tell(pro('1'));
    await house.goTo(new Date('2030-03-11T08:00:00Z'));
    expect({ asked: await of('chat.say'), waiting: await desk().approvals(house.tenant) }).toEqual({
      ...{ asked: [], waiting: [] },
    });
    await house.goTo(new Date('2030-03-11T12:00:00Z'));
    expect(await of('chat.say')).toHaveLength(1);
    const [waiting] = await desk().approvals(house.tenant);
    expect(waiting?.until?.toISOString()).toBe('2030-03-12T09:00:00.000Z');
    await desk().approve(house.tenant, 'Mia', waiting?.run ?? '', 'yes');
    await house.settle();
    expect(await of('crm.task')).toHaveLength(1);
    expect((await house.runs(journey)).map(({ status }) => status)).toEqual(['exited']);
  });

  it('takes back what a walk under way puts down, when everything is stopped', async () => {
    house = await journeyHouse();
    await house.tell(pro('1'));
    await house.settle();
    const subject = await house.subject('company', '1');
    const go = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const task = { objectType: 'company', externalId: '1', subject: 's', body: 'b', ownerId: null } as const;
    const walk = house.asTenant(async (rows) => {
      await rows.runs.hold();
      held.resolve();
      await go.promise;
      const common = { key: 'journey/j/1/1', connection: house.crm.id, subject, kind: 'crm.task' } as const;
      const payload = { ...task, dueAt: house.time.now.toISOString(), advice: '' };
      await rows.outbox.put([{ ...common, payload }], house.time.now);
    });
    await held.promise;
    const stop = house.asTenant((rows) => rows.runs.recall(house.time.now));
    await new Promise((resolve) => setTimeout(resolve, 300));
    go.resolve();
    await Promise.all([walk, stop]);
    expect((await of('crm.task')).map(({ state }) => state)).toEqual(['cancelled']);
  });

  it('takes back its own fields alone, whoever else writes into the same record', async () => {
    house = await journeyHouse();
    const field = { kind: 'field', set: { phase: 'called' }, next: 'end' };
    const journey = await house.journey(aGraph({ f: field, end: exit }));
    await house.tell(pro('1'), pro('2'));
    await house.settle();
    const put = async (externalId: string, nr: number) =>
      house.asTenant(async (rows) => {
        const subject = await house.subject('company', externalId);
        const common = { key: `turn/${externalId}/${nr}`, connection: house.crm.id, subject } as const;
        const payload = { objectType: 'company', externalId, properties: { revloop_score: '5' } } as const;
        await rows.outbox.put([{ ...common, kind: 'crm.write', payload }], house.time.now);
      });
    await put('1', 1);
    await desk().change(house.tenant, 'Mia', journey, { state: 'killed' });
    const writes = (await house.actions()).flatMap((one) =>
      one.kind === 'crm.write' ? [{ state: one.state, ...one.payload.properties }] : [],
    );
    const isOut = (one: object) => 'phase' in one && 'state' in one && one.state === 'pending';
    expect(writes.filter(isOut)).toEqual([]);
    expect(writes).toContainEqual({ state: 'pending', revloop_score: '5' });
  });

  it('tells somebody else when nobody answered, although the customer was merged meanwhile', async () => {
    house = await journeyHouse();
    const ask = { kind: 'escalate', after: { days: 2 }, to: 'manager', text: say('x') };
    await house.journey(
      aGraph({ a: anAlert('ask'), ask: { ...ask, next: 'end', late: 'late' }, late: exit, end: exit }),
    );
    await house.tell(pro('1'), house.record('company', '2', { name: 'Other', plan: 'free' }));
    await house.settle();
    const winner = await merge('2', '1');
    const live = await house.asTenant((rows) => rows.advice.live([winner]));
    expect(live.map(({ situation, state }) => [situation.split(':')[0], state])).toContainEqual([
      ...['journey', 'open'],
    ]);
    await house.days(3);
    expect(await of('chat.say')).toHaveLength(1);
  });

  it('counts beforehand those who would come in again', async () => {
    house = await journeyHouse();
    const id = await house.journey(aGraph({ end: exit }, { again: { days: 1 }, goal: soon }));
    await house.tell(pro('1'), pro('2'));
    await house.settle();
    expect(await desk().blast(house.tenant, id, 1)).toMatchObject({ count: 0 });
    await desk().change(house.tenant, 'Mia', id, { state: 'paused' });
    await house.days(2);
    expect(await desk().blast(house.tenant, id, 1)).toMatchObject({ count: 2 });
  });

  it('does nothing for whoever was held out once, also after a merge', async () => {
    house = await journeyHouse();
    const graph = aGraph({ a: aTask('end'), end: exit }, { again: { days: 1 }, goal: soon, holdout: 0.5 });
    const id = await house.journey(graph);
    const names = Array.from({ length: 12 }, (_, nr) => String(nr));
    await house.tell(...names.map((name) => house.record('company', name, { name, plan: 'free' })));
    await house.settle();
    const lots = await Promise.all(
      names.map(async (name) => ({ name, at: lot('holdout', id, await house.subject('company', name)) })),
    );
    const [held, treated] = [lots.find(({ at }) => at < 0.5), lots.find(({ at }) => at >= 0.5)];
    if (held === undefined || treated === undefined) throw new Error('all lots fell on one side');
    await house.tell(pro(held.name));
    await house.settle();
    const winner = await merge(treated.name, held.name);
    await house.days(2);
    await house.tell(pro(treated.name));
    await house.settle();
    const runs = (await house.runs(id)).filter(({ subject }) => subject === winner);
    expect(runs.length).toBeGreaterThan(1);
    expect(runs.map((run) => run.held)).toEqual(runs.map(() => true));
    expect(await of('crm.task')).toEqual([]);
  });

  it('stays ended when somebody publishes at the moment at which it is ended', async () => {
    house = await journeyHouse();
    const id = await desk().make(house.tenant, 'Mia', { name: say('Plan'), graph: aGraph({ end: exit }) });
    const [ended, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const end = house.asTenant(async (rows) => {
      const why = { what: 'killed', who: 'Ben', detail: {}, at: house.time.now } as const;
      await rows.journeys.change(id, { state: 'killed' }, why);
      ended.resolve();
      await go.promise;
    });
    await ended.promise;
    // It is refused as soon as the other one ends, which may be before that is awaited here.
    const refused = desk()
      .publish(house.tenant, 'Mia', id, { version: 1, confirm: 0 })
      .catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 300));
    go.resolve();
    await end;
    expect(codeOf(await refused)).toBe('JOURNEY_STATE');
    expect((await house.asTenant((rows) => rows.journeys.get(id)))?.state).toBe('killed');
  });

  it('of two words on a merged customer leaves the newer one', async () => {
    house = await journeyHouse();
    await house.tell(pro('1'), pro('2'));
    await house.settle();
    for (const name of ['1', '2']) {
      const subject = await house.subject('company', name);
      const until = new Date(house.time.now.getTime() + 9 * 86_400_000);
      const word = { subject, band: 'watch', reason: name, who: 'Mia', at: house.time.now, until } as const;
      await house.asTenant((rows) => rows.health.override(word, null));
    }
    const winner = await merge('1', '2');
    const open = await house.asTenant((rows) => rows.health.overrides([winner]));
    expect(open.map(({ reason }) => reason)).toEqual(['2']);
  });
});

const soon = { when: rule('property:renewed', '=', 'yes'), within: { hours: 12 }, at: 'ever' };
