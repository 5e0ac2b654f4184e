// What a first reading, a writing back and a turn over everything cost in HubSpot requests, time and memory.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Bench, Row } from './bench.ts';
import { openHouse } from './house.ts';
import { rounded } from './numbers.ts';
import type { Calls } from './sandbox.ts';
import type { Server } from './server.ts';
import { isQuiet, until } from './settled.ts';

const options = {
  engine: { type: 'string', default: 'embedded' },
  contacts: { type: 'string', default: '100000' },
  changed: { type: 'string', default: '10000' },
  closed: { type: 'string', default: '4000' },
} as const;
const patience = 3600;
/** HubSpot's largest page and largest batch. */
const together = 100;

export const bench: Bench = {
  summary: 'HubSpot requests of a first reading and of writing back, by the smallest possible number',
  usage: '[--engine embedded] [--contacts 100000] [--changed 10000] [--closed 4000]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const engine = z.enum(['embedded', 'server']).parse(values.engine);
    const plan = {
      contacts: Number(values.contacts),
      changed: Number(values.changed),
      closed: Number(values.closed),
    };
    const house = await openHouse(engine);
    try {
      const { sandbox } = house;
      await sandbox.limits({ off: true });
      const furnish = { contacts: plan.contacts, closed: plan.closed, seed: 1 };
      const { open } = await sandbox.ask({ furnish }, z.object({ open: z.array(z.string()) }));
      stage.say(`${plan.contacts} contacts are in the portal`);
      const server = await house.open();
      const rows: Row[] = [];
      const details: Record<string, Calls> = {};
      const round = async (what: string, fewest: number, subjects: number, work: () => Promise<number>) => {
        await sandbox.calls();
        const before = await server.cost('all');
        const seconds = await work();
        const calls = await sandbox.calls();
        const after = await server.cost('all');
        details[what] = calls;
        rows.push({
          what,
          ...countedBy(calls),
          fewest,
          ratio: fewest === 0 ? null : rounded(calls.total / fewest, 3),
          seconds: rounded(seconds, 1),
          'records/s': rounded(subjects / seconds),
          'CPU s': rounded(after.cpuSeconds - before.cpuSeconds, 1),
          'memory MB, most so far': rounded(after.mostRssMb),
        });
        stage.say(JSON.stringify(rows.at(-1)));
      };
      const pages = Math.ceil(plan.contacts / together);
      await round('first reading', pages, plan.contacts, () => readAll(server, sandbox.portalId));
      const learning = performance.now();
      const learned = await until(server.pool, (now) => now.weights > 0, patience);
      stage.say(`learned after ${rounded((learned - learning) / 1000, 1)} s`);
      await round('scoring all, writing all', pages, plan.contacts, () => settle(server));
      const batches = Math.ceil(plan.changed / together);
      await round('changed by webhook: read again, written', 2 * batches, plan.changed, async () => {
        await sandbox.ask({ edit: open.slice(0, plan.changed) }, z.object({ edited: z.number() }));
        return settle(server);
      });
      await round('a turn over all, nothing changed', 0, plan.contacts, async () => {
        await server.pool.query(
          `insert into dirty (tenant_id, subject_id, reason) select tenant_id, id, 'bench' from subject on conflict do nothing`,
        );
        return settle(server);
      });
      return {
        tables: [{ title: `${plan.contacts} contacts`, rows }],
        notes: [
          'the rate limits are off: with them a portal takes at most 11 requests a second',
          'fewest: pages of 100, batches of 100; properties, owners, pipelines and the empty types are on top',
          'searches: the look for changes every five minutes, ten minutes back, which meets our own writes again',
        ],
        details,
      };
    } finally {
      await house.close();
    }
  },
};

async function readAll(server: Server, portalId: number): Promise<number> {
  const began = performance.now();
  await server.connect(portalId);
  await until(server.pool, (now) => now.dirty > 0, 120);
  const done = await until(server.pool, (now) => now.backfilling === 0, patience);
  return (done - began) / 1000;
}

/** Until nothing waits, twice in a row: a wake-up may be on its way between two kinds of work. */
async function settle(server: Server): Promise<number> {
  const began = performance.now();
  let quiet = 0;
  let at = began;
  await until(
    server.pool,
    (now) => {
      if (!isQuiet(now)) quiet = 0;
      else if (quiet++ === 0) at = performance.now();
      return quiet >= 12;
    },
    patience,
  );
  return (at - began) / 1000;
}

function countedBy({ total, calls }: Calls): Row {
  const of = (test: (path: string) => boolean) =>
    calls.filter(({ path }) => test(path)).reduce((sum, one) => sum + one.count, 0);
  const lists = of((path) => path.endsWith('/objects/2026-09/contacts'));
  const reads = of((path) => path.endsWith('/contacts/batch/read'));
  const writes = of((path) => path.endsWith('/contacts/batch/update'));
  const searches = of((path) => path.endsWith('/search'));
  const others = total - lists - reads - writes - searches;
  return { requests: total, lists, reads, writes, searches, others };
}
