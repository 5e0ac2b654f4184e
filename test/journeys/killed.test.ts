// Whatever moment a worker is killed at, every step of every run is taken once, and what it does is put down once.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { journeyGraph } from '#advise/journey/journey-graph.ts';
import { aGraph, anAlert, aTask, rule, say } from '#kit/a-graph.ts';
import { engines, testKeys } from '#kit/database.ts';
import { type JourneyHouse, journeyHouse } from '#kit/journey-house.ts';
import { seededRandom } from '#learn/random.ts';
import { turn } from '#loop.ts';

const customers = 200;
/** So many go the long way, on which every kind of step lies. */
const big = 80;
const mostKills = 8;
const script = path.join(import.meta.dirname, '..', 'kit', 'walking-process.ts');
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const isBig = rule('property:tier', '=', 'big');
const graph = aGraph({
  first: aTask('nap'),
  nap: { kind: 'wait', for: { days: 1 }, next: 'hook' },
  hook: { kind: 'hook', url: 'https://hooks.example/journey', next: 'fork' },
  fork: {
    kind: 'split',
    arms: [
      { name: 'a', weight: 1, next: 'field' },
      { name: 'b', weight: 1, next: 'tell' },
    ],
  },
  field: { kind: 'field', set: { touched: '{now}' }, next: 'rest' },
  tell: anAlert('rest'),
  rest: { kind: 'wait', for: { days: 2 }, next: 'sort' },
  sort: { kind: 'branch', arms: [{ when: isBig, next: 'letter' }], otherwise: 'word' },
  letter: {
    kind: 'mail',
    subject: say('How are you?'),
    body: say('We miss you.'),
    dueDays: 1,
    next: 'heard',
  },
  heard: { kind: 'event', event: 'Came back', atMost: { days: 1 }, next: 'renews', late: 'renews' },
  renews: {
    kind: 'until',
    when: rule('property:renewed', '=', 'soon'),
    ...{ atMost: { days: 1 }, next: 'chase', late: 'chase' },
  },
  chase: anAlert('rung', { situation: 'chase' }),
  rung: {
    kind: 'escalate',
    ...{ after: { days: 1 }, to: 'channel', text: say('Nobody looked at {name}'), next: 'ask', late: 'ask' },
  },
  ask: { kind: 'approve', ask: say('Shall we?'), atMost: { days: 1 }, next: 'word', refused: 'word' },
  word: { kind: 'chat', to: 'channel', text: say('{name} was looked after'), next: 'last' },
  last: aTask('way'),
  way: { kind: 'branch', arms: [{ when: isBig, next: 'over' }], otherwise: 'end' },
  end: { kind: 'goal' },
  over: { kind: 'exit' },
});

/** The way of whoever went by these arms; a wait is noted when it begins and when it is over. */
function wayOf(nodes: readonly string[]): string[] {
  const middle = nodes.includes('field') ? 'field' : 'tell';
  const first = ['first', 'nap', 'nap', 'hook', 'fork', middle, 'rest', 'rest', 'sort'];
  const last = ['word', 'last', 'way'];
  if (!nodes.includes('letter')) return [...first, ...last, 'end'];
  const long = ['letter', 'heard', 'heard', 'renews', 'renews', 'chase', 'rung', 'rung', 'ask', 'ask'];
  return [...first, ...long, ...last, 'over'];
}

describe.each(engines())('journeys whose workers are killed, on $name', (engine) => {
  let house: JourneyHouse;
  const alive = new Set<ChildProcess>();
  afterAll(async () => {
    for (const child of alive) child.kill('SIGKILL');
    await house.close();
  });

  it('takes each step once, and puts down once what it does', async () => {
    const roomy = {
      perCustomer: { most: 100, days: 1 },
      perOwner: 1000,
      hours: { from: '00:00', to: '00:00' },
    };
    const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
    house = await journeyHouse({ engine, settings: { journeys: { ...roomy, weekdays } } });
    const journey = await house.journey(graph);
    const records = Array.from({ length: customers }, (_, nr) =>
      house.record('company', String(nr), { plan: 'pro', tier: nr < big ? 'big' : 'small' }),
    );
    await house.tell(...records);
    while ((await turn(house.ports, house.tenant)).subjects > 0);
    const { address } = house.database;
    const told = {
      address,
      keys: testKeys,
      tenant: house.tenant,
      realStart: Date.now(),
      houseStart: house.time.now.getTime(),
    };
    const begin = async () => {
      const child = fork(script, { stdio: 'ignore' });
      alive.add(child);
      child.send(told);
      await once(child, 'message');
      return child;
    };
    const random = seededRandom(engine.name === 'embedded' ? 1 : 2);
    const left = async () => (await house.runs(journey)).filter(({ status }) => status === 'live').length;
    let kills = 0;
    while (kills < mostKills && (await left()) > 0) {
      const [victim, other] = await Promise.all([begin(), begin()]);
      await sleep(20 + random() * 700);
      const gone = [once(victim, 'exit'), once(other, 'exit')];
      victim.kill('SIGKILL');
      await sleep(random() * 100);
      other.kill('SIGKILL');
      await Promise.all(gone);
      for (const dead of [victim, other]) alive.delete(dead);
      kills += 2;
    }
    expect(kills).toBeGreaterThan(3);
    const steady = await begin();
    while ((await left()) > 0) await sleep(100);
    steady.kill('SIGKILL');
    const runs = await house.runs(journey);
    const ended = Map.groupBy(runs, ({ status }) => status);
    expect([ended.get('done')?.length, ended.get('exited')?.length]).toEqual([customers - big, big]);
    const { rows: steps } = await house.database.store.pool.query<{
      run: string;
      nodes: string[];
      gaps: number;
    }>(
      `select run_id as run, array_agg(node order by seq) as nodes, (max(seq) + 1 - count(*))::int as gaps
       from journey_step group by run_id`,
    );
    expect(steps).toHaveLength(customers);
    for (const { nodes, gaps } of steps) {
      expect(gaps).toBe(0);
      expect(nodes).toEqual(wayOf(nodes));
    }
    expect(steps.filter(({ nodes }) => nodes.includes('letter'))).toHaveLength(big);
    // None of the grammar's steps is left out of this.
    const kinds = journeyGraph.shape.nodes.valueType.options.map(({ shape }) => shape.kind.value);
    expect(new Set(Object.values(graph.nodes).map(({ kind }) => kind))).toEqual(new Set(kinds));
    const put = (await house.actions()).filter(({ kind }) => kind !== 'crm.write');
    const of = (kind: string) => put.filter((action) => action.kind === kind).length;
    const fields = steps.filter(({ nodes }) => nodes.includes('field')).length;
    expect([of('crm.task'), of('web.hook'), of('chat.say'), of('chat.alert')]).toEqual([
      2 * customers + big,
      customers,
      customers + 2 * big,
      customers - fields + big,
    ]);
    const keys = put.filter(({ key }) => key.startsWith('journey/')).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
