// Product events through the door: accepted by POST /v1/batch, beside a bare handler that commits the same bytes.
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { poolOf, runningSocket } from '#store/embedded.ts';
import type { Row, Stage } from './bench.ts';
import { startChild } from './child.ts';
import type { EngineName } from './engine.ts';
import { openHouse } from './house.ts';
import { aBatch } from './long-history.ts';
import { median, percentile, rounded } from './numbers.ts';
import { freePort } from './server.ts';
import { volley } from './volley.ts';

const together = 100;
const key = 'wk_bench';
const headers = {
  'content-type': 'application/json',
  authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
};

type Plan = { readonly engine: EngineName; readonly rounds: number; readonly seconds: number };
type Shot = { readonly rate: number; readonly p50: number; readonly p99: number };

/** Rounds of both in turn, medians of them; every batch has ids of its own. */
export async function takenIn({ engine, rounds, seconds }: Plan, stage: Stage): Promise<Row[]> {
  const house = await openHouse(engine);
  const bare = startChild('bare-process.ts');
  try {
    const server = await house.open(['web']);
    await server.connect(house.sandbox.portalId);
    await server.pool.query(
      `update tenant set settings = settings || '{"collection": {"level": "counted", "properties": ["feature"]}}'`,
    );
    await server.pool.query(
      'insert into event_source (tenant_id, id, name, write_key_hash) select id, $1, $2, $3 from tenant',
      [randomUUID(), 'bench', createHash('sha256').update(key).digest()],
    );
    const port = await freePort();
    const { DATABASE_URL } = house.engine.env;
    const pool =
      DATABASE_URL === undefined
        ? poolOf(runningSocket(house.engine.dataDir) ?? '', 'revloop')
        : { connectionString: DATABASE_URL };
    await bare.ask({ start: { port, secret: key, pool } }, z.unknown());
    const shoot = async (url: string, time: number): Promise<Shot> => {
      const text = JSON.stringify(aBatch(['acme', 'globex', 'initech'], together));
      const mark = text.slice(text.indexOf('"messageId":"') + 13).slice(0, 8);
      let nr = 0;
      // Only the first id changes between requests of a volley: making a hundred would be the load's own work.
      const body = () => {
        nr += 1;
        return Buffer.from(text.replace(mark, nr.toString(16).padStart(8, '0')));
      };
      const { answered, refused, ms } = await volley({ url: `${url}/v1/batch`, body, headers }, time, 16);
      if (refused > 0) throw new Error(`${url} refused ${refused} requests`);
      return { rate: (answered * together) / time, p50: percentile(ms, 0.5), p99: percentile(ms, 0.99) };
    };
    const both = { ours: server.url, bare: `http://127.0.0.1:${port}` };
    for (const url of Object.values(both)) await shoot(url, 2);
    const shots: { ours: Shot; bare: Shot }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const early = round % 2 === 0 ? await shoot(both.ours, seconds) : null;
      const yardstick = await shoot(both.bare, seconds);
      shots.push({ ours: early ?? (await shoot(both.ours, seconds)), bare: yardstick });
      stage.say(`${rounded(shots.at(-1)?.ours.rate ?? 0)} against ${rounded(yardstick.rate)} events/s`);
    }
    const of = (who: 'ours' | 'bare', what: keyof Shot) => median(shots.map((one) => one[who][what]));
    const row = (what: string, who: 'ours' | 'bare'): Row => ({
      ...{ what, 'events/s': rounded(of(who, 'rate')) },
      'ratio, median of rounds': rounded(median(shots.map((one) => one[who].rate / one.bare.rate)), 2),
      ...{ 'p50 ms': rounded(of(who, 'p50'), 1), 'p99 ms': rounded(of(who, 'p99'), 1) },
    });
    return [
      row('Revloop: key, dial, pseudonyms, committed', 'ours'),
      row('bare Express: key, insert, committed', 'bare'),
    ];
  } finally {
    await bare.stop();
    await house.close();
  }
}
