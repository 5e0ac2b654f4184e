// How many subjects a second a turn takes, against a plain upsert of as many rows of the same size.
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { z } from 'zod';
import type { Bench, Row, Stage } from './bench.ts';
import { openHouse } from './house.ts';
import { median, rounded } from './numbers.ts';
import type { Server } from './server.ts';
import { isQuiet, until } from './settled.ts';

const options = {
  engine: { type: 'string', default: 'embedded' },
  contacts: { type: 'string', default: '10000' },
  rounds: { type: 'string', default: '5' },
} as const;
const patience = 900;
/** A turn's batch. */
const together = 500;

export const bench: Bench = {
  summary: 'subjects a second through turns, against a plain upsert of as many rows',
  usage: '[--engine embedded] [--contacts 10000] [--rounds 5]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const contacts = Number(values.contacts);
    const house = await openHouse(z.enum(['embedded', 'server']).parse(values.engine));
    try {
      await house.sandbox.limits({ off: true });
      const furnish = { contacts, closed: Math.round(contacts / 5), seed: 1 };
      await house.sandbox.ask({ furnish }, z.unknown());
      const server = await house.open();
      await server.connect(house.sandbox.portalId);
      await until(server.pool, (now) => now.weights > 0 && isQuiet(now), patience);
      const rounds: Round[] = [];
      for (let nr = 0; nr < Number(values.rounds); nr += 1) rounds.push(await round(server, stage));
      const of = (name: keyof Round) => median(rounds.map((one) => one[name]));
      const row = (what: string, name: keyof Round): Row => ({
        what,
        'subjects/s': rounded(of(name)),
        'ratio, median of rounds': rounded(median(rounds.map((one) => one[name] / one.upsert)), 3),
      });
      return {
        tables: [
          {
            title: `${contacts} contacts with trained weights`,
            rows: [
              row('turn, nothing new: load, score, compare, commit', 'unchanged'),
              row('turn, every twin folded anew from its signals', 'refolded'),
              row('plain upsert of the twins, 500 a transaction', 'upsert'),
            ],
          },
        ],
        notes: [`${values.rounds} rounds, in turn; time within turns as the server's own metrics count it`],
        details: { rounds },
      };
    } finally {
      await house.close();
    }
  },
};

type Round = { readonly unchanged: number; readonly refolded: number; readonly upsert: number };

async function round(server: Server, stage: Stage): Promise<Round> {
  const unchanged = await turned(server);
  await server.pool.query('update twin set refold = true');
  const refolded = await turned(server);
  const upsert = await upserted(server.pool);
  stage.say(
    `${rounded(unchanged)} unchanged, ${rounded(refolded)} refolded, ${rounded(upsert)} upserted a second`,
  );
  return { unchanged, refolded, upsert };
}

async function turned(server: Server): Promise<number> {
  const before = await told(server);
  await server.pool.query(
    `insert into dirty (tenant_id, subject_id, reason) select tenant_id, id, 'bench' from subject on conflict do nothing`,
  );
  await until(server.pool, isQuiet, patience);
  const after = await told(server);
  return (after.subjects - before.subjects) / (after.seconds - before.seconds);
}

async function told({ url }: Server): Promise<{ subjects: number; seconds: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
  return { subjects: value('revloop_turn_subjects_total'), seconds: value('revloop_turn_seconds_sum') };
}

const twins = z.array(z.object({ subject_id: z.string(), kind: z.string(), body: z.looseObject({}) }));

/** Reading is not counted: the yardstick has its rows at hand. */
async function upserted(pool: pg.Pool): Promise<number> {
  await pool.query(
    'create table if not exists bench_twin (subject_id bigint primary key, kind text, body jsonb)',
  );
  const rows = twins.parse((await pool.query('select subject_id, kind, body from twin order by 1')).rows);
  const began = performance.now();
  for (let at = 0; at < rows.length; at += together) {
    const input = JSON.stringify(rows.slice(at, at + together));
    await pool.query(
      `insert into bench_twin select x.* from jsonb_to_recordset($1::jsonb) as x(subject_id bigint, kind text, body jsonb)
       on conflict (subject_id) do update set kind = excluded.kind, body = excluded.body`,
      [input],
    );
  }
  return rows.length / ((performance.now() - began) / 1000);
}
