// A history of product events from a CSV: rows a second and memory, beside the same rows put into one table.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { importEvents } from '#commands/events/import-events.ts';
import { openLog } from '#log.ts';
import { openEventSources } from '#store/event-sources.ts';
import { openStore } from '#store/open.ts';
import { openSeal } from '#store/seal.ts';
import type { Bench } from './bench.ts';
import { parse, stringify } from './csv.ts';
import { rounded } from './numbers.ts';
import { openDatabase } from './sleepers.ts';

const options = {
  engine: { type: 'string', default: 'embedded' },
  rows: { type: 'string', default: '200000' },
} as const;
const [companies, users, features] = [200, 4000, 40];

export const bench: Bench = {
  summary: 'a history from a CSV: rows a second, and memory',
  usage: '[--engine embedded|server] [--rows 200000]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const count = Number(values.rows);
    const folder = mkdtempSync(path.join(tmpdir(), 'revloop-bench-'));
    const file = path.join(folder, 'history.csv');
    const { length } = writeHistory(file, count);
    const clock = { now: () => new Date() };
    const log = openLog('warn');
    const seal = openSeal(`bench:${Buffer.alloc(32, 1).toString('base64')}`);
    const database = await openDatabase(values.engine === 'server' ? 'server' : 'embedded');
    const store = await openStore({ pool: { ...database.address, max: 6 }, seal, clock, log });
    try {
      const tenant = await store.doors.makeTenant('bench');
      const { source } = await openEventSources(store.db).add(tenant, 'history', clock.now());
      const asked = { file, source, repeats: false, dry: false };
      const once = async () => {
        global.gc?.();
        const before = process.memoryUsage().rss;
        let most = before;
        const watch = setInterval(() => {
          most = Math.max(most, process.memoryUsage().rss);
        }, 50);
        const began = performance.now();
        const account = await importEvents({ store, now: clock.now() }, asked, {
          refused: () => undefined,
          progress: ({ rows }) => stage.say(`${rows} rows`),
        });
        clearInterval(watch);
        const seconds = (performance.now() - began) / 1000;
        return {
          ...{ kept: account.kept, 'there already': account.twice, refused: account.refused },
          ...{ seconds: rounded(seconds, 1), 'rows/s': rounded(account.rows / seconds) },
          'memory, MB': `${rounded(before / 1e6)} to ${rounded(most / 1e6)}`,
        };
      };
      const first = await once();
      const again = await once();
      const bare = await yardstick(store.pool, file);
      return {
        tables: [
          {
            title: `${count} rows (${rounded(length / 1e6, 1)} MB) of ${companies} companies, ${values.engine}`,
            rows: [
              { what: 'imported', ...first },
              { what: 'the same file once more', ...again },
              {
                what: 'bare: read, insert, on conflict do nothing, 1,000 a transaction',
                'rows/s': rounded(bare),
              },
            ],
          },
        ],
        notes: ['each row is kept once, as a signal, and counted by feature, day and user'],
        details: { first, again, bare },
      };
    } finally {
      await store.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function writeHistory(file: string, count: number): Buffer {
  const began = Date.now() - 365 * 86_400_000;
  const rows = Array.from({ length: count }, (_, nr) => [
    ...[`e${nr}`, `Feature ${(nr * 7919) % features}`, `user-${(nr * 104_729) % users}`],
    ...[`acme-${((nr * 104_729) % users) % companies}`],
    new Date(began + (nr / count) * 364 * 86_400_000).toISOString(),
    `feature ${(nr * 7919) % features}`,
  ]);
  const text = Buffer.from(stringify([['id', 'event', 'user', 'group', 'time', 'feature'], ...rows]));
  writeFileSync(file, text);
  return text;
}

/** What a plain import would do: the same bytes read, the same rows once each, in one table with one index. */
async function yardstick(pool: pg.Pool, file: string): Promise<number> {
  await pool.query('create table bare_event (key text primary key, occurred_at timestamptz, data jsonb)');
  const began = performance.now();
  const { rows } = parse(readFileSync(file, 'utf8'));
  for (let at = 0; at < rows.length; at += 1000)
    await pool.query(
      `insert into bare_event select x ->> 0, (x ->> 4)::timestamptz,
         jsonb_build_object('name', x ->> 1, 'user', x ->> 2, 'company', x ->> 3, 'feature', x ->> 5)
       from jsonb_array_elements($1::jsonb) x on conflict do nothing`,
      [JSON.stringify(rows.slice(at, at + 1000))],
    );
  return rows.length / ((performance.now() - began) / 1000);
}
