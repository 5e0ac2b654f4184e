// Whatever moment a worker is killed at, every step of every run is taken once, and what it does is put down once.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { aGraph, anAlert, aTask, say } from '#kit/a-graph.ts';
import { engines, testKeys } from '#kit/database.ts';
import { type JourneyHouse, journeyHouse } from '#kit/journey-house.ts';
import { seededRandom } from '#learn/random.ts';
import { turn } from '#loop.ts';

const customers = 200;
const mostKills = 8;
const script = path.join(import.meta.dirname, '..', 'kit', 'walking-process.ts');
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

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
  rest: { kind: 'wait', for: { days: 2 }, next: 'word' },
  word: { kind: 'chat', to: 'channel', text: say('{name} was looked after'), next: 'last' },
  last: aTask('end'),
  end: { kind: 'goal' },
});

describe.each(engines())('journeys whose workers are killed, on $name', (engine) => {
  let house: JourneyHouse;
  const alive = new Set<ChildProcess>();
  afterAll(async () => {
    for (const child of alive) child.kill('SIGKILL');
    await house.close();
  });

  it('takes each step once, and puts down once what it does', { timeout: 240_000 }, async () => {
    const roomy = {
      perCustomer: { most: 100, days: 1 },
      perOwner: 1000,
      hours: { from: '00:00', to: '00:00' },
    };
    const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
    house = await journeyHouse({ engine, settings: { journeys: { ...roomy, weekdays } } });
    const journey = await house.journey(graph);
    const records = Array.from({ length: customers }, (_, nr) =>
      house.record('company', String(nr), { plan: 'pro' }),
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
    expect(runs.map(({ status }) => status)).toEqual(Array.from({ length: customers }, () => 'done'));
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
      const middle = nodes.includes('field') ? 'field' : 'tell';
      expect(nodes).toEqual([
        'first',
        'nap',
        'nap',
        'hook',
        'fork',
        middle,
        'rest',
        'rest',
        'word',
        'last',
        'end',
      ]);
    }
    const put = (await house.actions()).filter(({ kind }) => kind !== 'crm.write');
    const of = (kind: string) => put.filter((action) => action.kind === kind).length;
    const fields = steps.filter(({ nodes }) => nodes.includes('field')).length;
    expect([of('crm.task'), of('web.hook'), of('chat.say'), of('chat.alert')]).toEqual([
      2 * customers,
      customers,
      customers,
      customers - fields,
    ]);
    const keys = put.filter(({ key }) => key.startsWith('journey/')).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
