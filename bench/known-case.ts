// The known case: does the default journey find those who leave, in time, and is its measured uplift the planted one?
import { parseArgs } from 'node:util';
import { openLog } from '#log.ts';
import { type KnownCase, type Played, plantedOf } from '#sandbox/forward/case-truth.ts';
import { playKnownCase } from '#sandbox/forward/known-case.ts';
import { replayKnownCase } from '#sandbox/forward/replayed-case.ts';
import { openStore } from '#store/open.ts';
import { openSeal } from '#store/seal.ts';
import { type BarChart, drawTo } from './bar-chart.ts';
import type { Bench, Row } from './bench.ts';
import { drawnAnew } from './drawn-anew.ts';
import { foundOf, rightOf } from './judge-alerts.ts';
import { byChance, yardstickAlerts } from './known-yardsticks.ts';
import { rounded } from './numbers.ts';
import { openDatabase } from './sleepers.ts';

const options = {
  seeds: { type: 'string', default: '7,11' },
  customers: { type: 'string', default: '500' },
  days: { type: 'string', default: '180' },
  step: { type: 'string', default: '1' },
  heals: { type: 'string', default: '0.6' },
  acts: { type: 'string', default: '0.85' },
  worlds: { type: 'string', default: 'effect,none' },
  living: { type: 'boolean', default: false },
  figure: { type: 'string' },
} as const;

export const bench: Bench = {
  summary: 'the demo company run forward: who is found in time, and whether the uplift is the planted one',
  usage:
    '[--seeds 7,11] [--customers 500] [--days 180] [--step 1] [--heals 0.6] [--acts 0.85] [--worlds effect,none] [--living] [--figure file.svg]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const customers = Number(values.customers);
    const [rows, beside]: [Row[], Row[]] = [[], []];
    const details: Record<string, unknown> = {};
    for (const seed of values.seeds.split(',').map(Number))
      for (const world of values.worlds.split(',')) {
        const plan = {
          ...{ seed, start: new Date('2027-10-04T00:00:00Z'), days: Number(values.days) },
          ...{ step: Number(values.step), acts: Number(values.acts) },
          heals: world === 'none' ? 0 : Number(values.heals),
          size: { closed: customers * 8, open: 20, customers, prospects: 20 },
        };
        const began = performance.now();
        const say = (line: string) =>
          stage.say(`seed ${seed}, ${world}: ${line}, ${rounded((performance.now() - began) / 1000)} s`);
        const played = values.living ? await liveThrough(plan, say) : replayKnownCase(plan, undefined, say);
        rows.push(rowOf(seed, world, played));
        beside.push(...besideOf(seed, world, plan, played));
        details[`${seed}/${world}`] = { ...judged(played), played };
        stage.say(JSON.stringify(rows.at(-1)));
      }
    drawTo(values.figure, chartOf(beside));
    return {
      tables: [
        { title: `${customers} companies that were won, ${values.days} days`, rows },
        { title: 'Beside it: simple rules on the same days, and as many alerts by chance', rows: beside },
      ],
      notes: [
        'found: came into the journey 14 to 90 days before it would have left if nobody had helped',
        'precision: of all who came in, those who would have left within 90 days',
        'uplift: still a customer that uses the product after 90 days; treated less held out, Newcombe 95 %',
        'covered: of 2,000 draws of lots anew among the treated, of whom both outcomes are known, how many intervals hold the planted uplift',
        'planted: of the treated, those who reached that less those of them who would have reached it at the same moment without help',
      ],
      details,
    };
  },
};

/** By turns and walks on a database of its own. */
async function liveThrough(plan: KnownCase, say: (line: string) => void): Promise<Played> {
  const database = await openDatabase('embedded');
  const time = { now: new Date() };
  const seal = openSeal(`bench:${Buffer.alloc(32, 1).toString('base64')}`);
  const log = openLog('silent');
  const clock = { now: () => time.now };
  const store = await openStore({ pool: { ...database.address, max: 6 }, seal, clock, log });
  try {
    return await playKnownCase({ store, log, time }, plan, say);
  } finally {
    await store.close();
    await database.close();
  }
}

export function judged({ entries, churners, uplift }: Played) {
  return {
    all: foundOf(entries, churners),
    slipped: foundOf(
      entries,
      churners.filter(({ why }) => why === 'slipped'),
    ),
    alerts: entries.length,
    right: rightOf(entries),
    planted: plantedOf(entries),
    uplift,
  };
}

const percent = (value: number) => Math.round(value * 1000) / 10;

function rowOf(seed: number, world: string, played: Played): Row {
  const { all, slipped, alerts, right, planted, uplift } = judged(played);
  const [low, high] = uplift.interval ?? [Number.NaN, Number.NaN];
  const middle = all.early[all.early.length >> 1] ?? null;
  return {
    ...{ seed, world, customers: played.customers, left: all.of },
    'found, %': percent(all.found / all.of),
    'of those who slipped, %': percent(slipped.found / slipped.of),
    'days early': middle === null ? null : rounded(middle),
    alerts,
    'precision, %': percent(right / alerts),
    'planted, points': percent(planted),
    'measured, points': percent(uplift.difference ?? Number.NaN),
    interval: `${percent(low)} to ${percent(high)}`,
    'held out': uplift.held.reached + uplift.held.missed,
    'covered, %': percent(drawnAnew(played.entries)),
    verdict: uplift.verdict,
  };
}

/** The journey and the yardsticks, by the same measure; in the world without an effect they are the same once more. */
function besideOf(seed: number, world: string, plan: Parameters<typeof yardstickAlerts>[0], played: Played) {
  if (world === 'none') return [];
  const { entries, churners } = played;
  const chance = byChance(plan, churners, entries.length);
  const row = (by: string, alerts: number, found: number, right: number): Row => ({
    ...{ seed, by, alerts, 'found, %': percent(found), 'precision, %': percent(right) },
  });
  return [
    ...[['the journey', entries] as const, ...yardstickAlerts(plan)].map(([by, alerts]) => {
      const { of, found } = foundOf(alerts, churners);
      return row(by, alerts.length, found / of, rightOf(alerts) / Math.max(1, alerts.length));
    }),
    row('as many by chance', entries.length, chance.found, chance.right),
  ];
}

function chartOf(rows: readonly Row[]): BarChart {
  const number = (value: unknown) => (typeof value === 'number' ? value : null);
  return {
    title: 'Customers who leave: found 14 to 90 days before, and alerts that are right',
    series: ['found, %', 'precision, %'],
    rows: rows.map((row) => ({
      name: `${row['by']} (seed ${row['seed']})`,
      values: [number(row['found, %']), number(row['precision, %'])],
    })),
    ...{
      most: 100,
      aims: [
        { series: 0, value: 70 },
        { series: 1, value: 40 },
      ],
    },
  };
}
