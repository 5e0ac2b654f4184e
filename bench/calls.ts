// What a first reading, a writing back and a turn over everything cost in a CRM's requests, time and memory.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Bench, Row } from './bench.ts';
import type { Called } from './called.ts';
import { openHubspotCalled } from './called-hubspot.ts';
import { openSalesforceCalled } from './called-salesforce.ts';
import { rounded } from './numbers.ts';
import type { Calls } from './sandbox.ts';
import type { Server } from './server.ts';
import { isQuiet, until } from './settled.ts';

const options = {
  platform: { type: 'string', default: 'hubspot' },
  engine: { type: 'string', default: 'embedded' },
  contacts: { type: 'string', default: '100000' },
  changed: { type: 'string', default: '10000' },
  closed: { type: 'string', default: '4000' },
} as const;
const patience = 3600;
const opens = { hubspot: openHubspotCalled, salesforce: openSalesforceCalled } as const;

export const bench: Bench = {
  summary: "a CRM's requests of a first reading and of writing back, by the smallest possible number",
  usage:
    '[--platform hubspot|salesforce] [--engine embedded] [--contacts 100000] [--changed 10000] [--closed 4000]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const engine = z.enum(['embedded', 'server']).parse(values.engine);
    const platform = z.enum(['hubspot', 'salesforce']).parse(values.platform);
    const plan = {
      contacts: Number(values.contacts),
      changed: Number(values.changed),
      closed: Number(values.closed),
    };
    const called = await opens[platform](engine);
    try {
      const open = await called.furnish(plan.contacts, plan.closed);
      stage.say(`${plan.contacts} ${called.people} are there`);
      const server = await called.open();
      const fewest = called.fewest(plan.contacts, plan.changed);
      const rows: Row[] = [];
      const details: Record<string, Calls> = {};
      const round = async (what: string, least: number, subjects: number, work: () => Promise<number>) => {
        await called.calls();
        const before = await server.cost('all');
        const seconds = await work();
        const calls = await called.calls();
        const after = await server.cost('all');
        details[what] = calls;
        rows.push({
          what,
          ...called.sorted(calls),
          fewest: least,
          ratio: least === 0 ? null : rounded(calls.total / least, 3),
          seconds: rounded(seconds, 1),
          'records/s': rounded(subjects / seconds),
          'CPU s': rounded(after.cpuSeconds - before.cpuSeconds, 1),
          'memory MB, most so far': rounded(after.mostRssMb),
        });
        stage.say(JSON.stringify(rows.at(-1)));
      };
      await round('first reading', fewest.reading, plan.contacts, () => readAll(server, called));
      const learning = performance.now();
      const learned = await until(server.pool, (now) => now.weights > 0, patience);
      stage.say(`learned after ${rounded((learned - learning) / 1000, 1)} s`);
      await round('scoring all, writing all', fewest.writing, plan.contacts, () => settle(server));
      await round('changed by people: read again, written', fewest.changing, plan.changed, async () => {
        await called.edit(open.slice(0, plan.changed));
        return settle(server);
      });
      await round('a turn over all, nothing changed', 0, plan.contacts, async () => {
        await server.pool.query(
          `insert into dirty (tenant_id, subject_id, reason) select tenant_id, id, 'bench' from subject on conflict do nothing`,
        );
        return settle(server);
      });
      return {
        tables: [{ title: `${plan.contacts} ${called.people}`, rows }],
        notes: called.notes,
        details,
      };
    } finally {
      await called.close();
    }
  },
};

async function readAll(server: Server, called: Called): Promise<number> {
  const began = performance.now();
  await called.connect(server);
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
