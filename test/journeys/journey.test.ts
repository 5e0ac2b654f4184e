// What a journey promises to a customer on its way: each step once, in its time, and with a reason.
import { afterEach, describe, expect, it } from 'vitest';
import { aGraph, anAlert, aTask, rule, say } from '#kit/a-graph.ts';
import { engines } from '#kit/database.ts';
import { type JourneyHouse, journeyHouse } from '#kit/journey-house.ts';

describe.each(engines())('a journey on $name', (engine) => {
  let house: JourneyHouse;
  afterEach(() => house.close());
  const begin = async (graph: ReturnType<typeof aGraph>, settings: object = {}) => {
    house = await journeyHouse({ engine, settings });
    const journey = await house.journey(graph);
    await house.tell(house.record('company', '1', { name: 'Acme', plan: 'pro', hubspot_owner_id: '7' }));
    await house.settle();
    return journey;
  };
  const tasks = async () => (await house.actions()).filter(({ kind }) => kind === 'crm.task');

  it('takes a customer in once, goes through its steps and waits for its time', async () => {
    const journey = await begin(
      aGraph({
        first: aTask('nap'),
        nap: { kind: 'wait', for: { days: 3 }, next: 'second' },
        second: aTask('end'),
        end: { kind: 'goal' },
      }),
    );
    expect(await tasks()).toHaveLength(1);
    const [run] = await house.runs(journey);
    expect(run).toMatchObject({ status: 'live', node: 'nap', waits: { for: 'time' } });
    await house.days(2);
    expect(await tasks()).toHaveLength(1);
    await house.days(1);
    expect(await tasks()).toHaveLength(2);
    expect((await house.runs(journey))[0]).toMatchObject({ status: 'done' });
    await house.tell(house.record('company', '1', { name: 'Acme', plan: 'pro' }));
    await house.settle();
    expect(await house.runs(journey)).toHaveLength(1);
    const steps = await house.steps(run?.id ?? '');
    expect(steps.map(({ node, decision }) => `${node} ${decision.say}`)).toEqual([
      'first go',
      'nap wait',
      'nap go',
      'second go',
      'end end',
    ]);
  });

  it('gives the task to the owner, with the name of the customer, due on a working day', async () => {
    await begin(aGraph({ first: aTask('end'), end: { kind: 'exit' } }));
    const [task] = await tasks();
    expect(task?.payload).toMatchObject({
      subject: 'Call Acme',
      ownerId: '7',
      dueAt: '2030-03-05T10:00:00.000Z',
    });
  });

  it('goes on when the event comes, and the other way when it does not', async () => {
    const nodes = {
      hope: { kind: 'event', event: 'Invited', atMost: { days: 5 }, next: 'came', late: 'missed' },
      came: { kind: 'goal' },
      missed: { kind: 'exit' },
    };
    const journey = await begin(aGraph(nodes));
    await house.tell(house.record('company', '2', { name: 'Beta', plan: 'pro' }));
    await house.settle();
    await house.days(1);
    await house.tell(house.event('company', '1', 'Other'));
    await house.settle();
    expect((await house.runs(journey)).map(({ status }) => status)).toEqual(['live', 'live']);
    await house.tell(house.event('company', '1', 'Invited'));
    await house.settle();
    const one = await house.subject('company', '1');
    expect((await house.runs(journey)).find(({ subject }) => subject === one)?.status).toBe('done');
    await house.days(5);
    expect((await house.runs(journey)).map(({ status }) => status).sort()).toEqual(['done', 'exited']);
  });

  it('goes on as soon as the condition is true, and says what each condition found', async () => {
    const nodes = {
      hope: {
        kind: 'until',
        when: rule('property:seats', '=', '10'),
        atMost: { days: 30 },
        next: 'yes',
        late: 'no',
      },
      yes: { kind: 'goal' },
      no: { kind: 'exit' },
    };
    const journey = await begin(aGraph(nodes));
    await house.days(1);
    await house.tell(house.record('company', '1', { seats: '10' }));
    await house.settle();
    const [run] = await house.runs(journey);
    expect(run).toMatchObject({ status: 'done', node: 'yes' });
    const because = (await house.steps(run?.id ?? ''))[1]?.decision.because;
    expect(because).toMatchObject({ code: 'rule', traces: [{ result: true, rules: [{ value: '10' }] }] });
  });

  it('takes the first arm that is true, and never one of which nothing is known', async () => {
    const nodes = {
      fork: {
        kind: 'branch',
        arms: [
          { when: rule('property:tier', '!=', 'small'), next: 'big' },
          { when: rule('property:plan', '=', 'pro'), next: 'pro' },
        ],
        otherwise: 'rest',
      },
      big: { kind: 'exit' },
      pro: { kind: 'goal' },
      rest: { kind: 'exit' },
    };
    const journey = await begin(aGraph(nodes));
    expect((await house.runs(journey))[0]).toMatchObject({ node: 'pro', status: 'done' });
  });

  it('ends when the goal is reached on the way, and when the rule for leaving is true', async () => {
    const nodes = { nap: { kind: 'wait', for: { days: 9 }, next: 'end' }, end: { kind: 'exit' } };
    const journey = await begin(aGraph(nodes, { leave: rule('property:churned', '=', 'yes') }));
    await house.tell(house.record('company', '2', { name: 'Beta', plan: 'pro' }));
    await house.settle();
    await house.tell(
      house.record('company', '1', { renewed: 'yes' }),
      house.record('company', '2', { churned: 'yes' }),
    );
    await house.settle();
    const runs = await house.runs(journey);
    expect(runs.map(({ status, outcome }) => [status, outcome]).sort()).toEqual([
      ['goal', 'reached'],
      ['left', null],
    ]);
    await house.days(61);
    expect((await house.runs(journey)).map(({ outcome }) => outcome).sort()).toEqual(['reached', 'unknown']);
  });

  it('tells somebody else when nobody answers an alert, and nobody when somebody does', async () => {
    const nodes = {
      tell: anAlert('ask'),
      ask: {
        kind: 'escalate',
        after: { days: 2 },
        to: { channel: 'C1' },
        text: say('Nobody has looked at {name}'),
        next: 'good',
        late: 'bad',
      },
      good: { kind: 'goal' },
      bad: { kind: 'exit' },
    };
    const journey = await begin(aGraph(nodes));
    await house.tell(house.record('company', '2', { name: 'Beta', plan: 'pro' }));
    await house.settle();
    const one = await house.subject('company', '1');
    await house.asTenant(async (rows) => {
      const [advice] = await rows.advice.live([one]);
      expect(advice).toMatchObject({ words: { title: { en: 'Look at Acme' } }, alert: true });
      await rows.advice.answer(
        advice?.id ?? '',
        { state: 'taken', by: 'Mia', snoozedUntil: null },
        house.time.now,
      );
      await rows.subjects.markDirty([one], 'advice answered');
    });
    await house.days(2);
    const runs = await house.runs(journey);
    expect(runs.find(({ subject }) => subject === one)?.node).toBe('good');
    expect(runs.find(({ subject }) => subject !== one)?.node).toBe('bad');
    const said = (await house.actions()).filter(({ kind }) => kind === 'chat.say');
    expect(said.map(({ payload }) => payload)).toMatchObject([{ text: 'Nobody has looked at Beta' }]);
  });

  it('waits for a person to approve, and takes the other way when nobody does', async () => {
    const nodes = {
      may: { kind: 'approve', ask: say('May we?'), atMost: { days: 3 }, next: 'yes', refused: 'no' },
      yes: { kind: 'goal' },
      no: { kind: 'exit' },
    };
    const journey = await begin(aGraph(nodes));
    await house.tell(house.record('company', '2', { name: 'Beta', plan: 'pro' }));
    await house.settle();
    const [, run] = await house.runs(journey);
    const approve = () => house.asTenant((rows) => rows.runs.approve(run?.id ?? '', 'yes', house.time.now));
    expect(await approve()).toBe(true);
    expect(await approve()).toBe(false);
    await house.days(3);
    expect((await house.runs(journey)).map(({ node }) => node)).toEqual(['no', 'yes']);
  });

  it('does nothing outside in a dry run, and shows what it would have done', async () => {
    const nodes = { first: aTask('second', { dryRun: true }), second: aTask('end'), end: { kind: 'exit' } };
    const journey = await begin(aGraph(nodes));
    expect(await tasks()).toHaveLength(1);
    const [run] = await house.runs(journey);
    const steps = await house.steps(run?.id ?? '');
    expect(steps.map(({ node, how, effect }) => [node, how, effect?.kind])).toEqual([
      ['first', 'dry', 'task'],
      ['second', 'done', 'task'],
      ['end', null, undefined],
    ]);
  });

  it('does nothing for those held out, and measures them like the others', async () => {
    const journey = await begin(aGraph({ first: aTask('end'), end: { kind: 'goal' } }, { holdout: 0.5 }));
    const ids = Array.from({ length: 60 }, (_, nr) => String(nr + 100));
    await house.tell(
      ...ids.map((id) => house.record('company', id, { plan: 'pro', name: id, hubspot_owner_id: id })),
    );
    await house.settle();
    const runs = await house.runs(journey);
    const held = runs.filter((run) => run.held);
    expect(held.length).toBeGreaterThan(15);
    expect(held.length).toBeLessThan(46);
    expect(await tasks()).toHaveLength(runs.length - held.length);
    await house.tell(...ids.slice(0, 30).map((id) => house.record('company', id, { renewed: 'yes' })));
    await house.settle();
    await house.days(61);
    const counts = await house.asTenant((rows) => rows.runs.counts([journey]));
    const sum = (outcome: string) =>
      counts.filter((one) => one.outcome === outcome).reduce((all, { count }) => all + count, 0);
    expect([sum('reached'), sum('unknown')]).toEqual([30, 31]);
  });
});
