// From an edit in the portal to the new score in the portal: webhook, intake, reading again, turn, write.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { z } from 'zod';
import type { Bench, Row, Stage } from './bench.ts';
import type { EngineName } from './engine.ts';
import { type House, openHouse } from './house.ts';
import { percentile, rounded } from './numbers.ts';
import type { Calls } from './sandbox.ts';
import type { Server } from './server.ts';
import { isQuiet, until } from './settled.ts';

const options = {
  engine: { type: 'string', default: 'embedded,server' },
  rates: { type: 'string', default: '50,200' },
  seconds: { type: 'string', default: '60' },
  closed: { type: 'string', default: '2000' },
  'no-limits': { type: 'boolean', default: false },
} as const;
const engines = z.array(z.enum(['embedded', 'server']));
const patience = 600;

export const bench: Bench = {
  summary: 'from an edit in the portal to the new score in the portal',
  usage: '[--engine embedded,server] [--rates 50,200] [--seconds 60] [--closed 2000] [--no-limits]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const rates = values.rates.split(',').map(Number);
    const seconds = Number(values.seconds);
    const total: Row[] = [];
    const parts: Row[] = [];
    const details: Record<string, unknown> = {};
    for (const engine of engines.parse(values.engine.split(','))) {
      const plan = { rates, seconds, closed: Number(values.closed), limitsOff: values['no-limits'] };
      for (const one of await measure(engine, plan, stage)) {
        total.push(one.total);
        parts.push(...one.parts);
        details[`${engine} ${one.total['events/s']}`] = one;
      }
    }
    return {
      tables: [
        { title: 'Milliseconds from the edit to the new value in the portal', rows: total },
        { title: 'Where the time goes, ms', rows: parts },
      ],
      notes: [
        `each edit is of another contact and changes its score; ${seconds} s at each rate`,
        `HubSpot's limit ${values['no-limits'] ? 'is off' : 'of 110 requests in 10 s is on; 99 of them are for background work'}`,
      ],
      details,
    };
  },
};

type Plan = {
  readonly rates: readonly number[];
  readonly seconds: number;
  readonly closed: number;
  readonly limitsOff: boolean;
};
type Measured = { readonly total: Row; readonly parts: Row[]; readonly calls: Calls };

const paced = z.object({
  edits: z.array(z.object({ id: z.string(), editedAt: z.number(), writtenAt: z.number().nullable() })),
  lastEditAt: z.number(),
});
type Edit = z.infer<typeof paced>['edits'][number];

async function measure(engine: EngineName, plan: Plan, stage: Stage): Promise<Measured[]> {
  const house = await openHouse(engine);
  try {
    const { sandbox } = house;
    await sandbox.limits({ off: true });
    const wanted = plan.rates.reduce((sum, rate) => sum + rate * plan.seconds, 0);
    const furnish = { contacts: plan.closed + wanted, closed: plan.closed, seed: 1 };
    const { open } = await sandbox.ask({ furnish }, z.object({ open: z.array(z.string()) }));
    const server = await house.open();
    await server.connect(sandbox.portalId);
    await until(server.pool, (now) => now.weights > 0 && isQuiet(now), patience);
    stage.say(`${engine}: ${furnish.contacts} contacts read, learned from and written`);
    await sandbox.limits({ off: plan.limitsOff });
    const measured: Measured[] = [];
    let from = 0;
    for (const rate of plan.rates) {
      const ids = open.slice(from, from + rate * plan.seconds);
      from += ids.length;
      measured.push(await measureRate(house, server, rate, ids));
      stage.say(`${engine}: ${JSON.stringify(measured.at(-1)?.total)}`);
    }
    return measured;
  } finally {
    await house.close();
  }
}

async function measureRate(
  { sandbox, engine }: House,
  server: Server,
  rate: number,
  ids: readonly string[],
): Promise<Measured> {
  await until(server.pool, isQuiet, patience);
  // So that what came before has left HubSpot's window of ten seconds.
  await sleep(11_000);
  await sandbox.calls();
  const before = [await server.cost('all'), await sandbox.cost()] as const;
  const pace = { ids, perSecond: rate, patience: 120 };
  const { edits, lastEditAt } = await sandbox.ask({ pace }, paced);
  const calls = await sandbox.calls();
  const after = [await server.cost('all'), await sandbox.cost()] as const;
  const first = edits[0]?.editedAt ?? lastEditAt;
  const held = edits.length / ((lastEditAt - first) / 1000);
  const ms = edits.flatMap((one) => (one.writtenAt === null ? [] : [one.writtenAt - one.editedAt]));
  const names = { engine: engine.name, 'events/s': rate };
  const made = (path: string) =>
    calls.calls.filter((one) => one.path.endsWith(path)).reduce((sum, one) => sum + one.count, 0);
  return {
    total: {
      ...names,
      'reached events/s': rounded(held, 1),
      edits: edits.length,
      'never written': edits.length - ms.length,
      ...spread(ms),
      'batch reads': made('batch/read'),
      'batch writes': made('batch/update'),
      'refused by the limit': calls.calls
        .filter((one) => one.status === 429)
        .reduce((sum, one) => sum + one.count, 0),
      'its CPU s': rounded(after[0].cpuSeconds - before[0].cpuSeconds, 1),
      "HubSpot's CPU s": rounded(after[1].cpuSeconds - before[1].cpuSeconds, 1),
    },
    parts: await partsOf(server.pool, edits, names),
    calls,
  };
}

function spread(ms: readonly number[]): Row {
  return {
    p50: rounded(percentile(ms, 0.5)),
    p95: rounded(percentile(ms, 0.95)),
    p99: rounded(percentile(ms, 0.99)),
    most: rounded(percentile(ms, 1)),
  };
}

const event = z.array(z.object({ objectId: z.coerce.string(), propertyName: z.string().optional() }));
const deliveryRow = z.object({ body: z.instanceof(Buffer), received: z.coerce.number() });
const actionRow = z.object({ id: z.string(), planned: z.coerce.number(), done: z.coerce.number() });

/** All clocks are the machine's: what the rows say of when something was committed divides the way into stages. */
async function partsOf(pool: pg.Pool, edits: readonly Edit[], names: Row): Promise<Row[]> {
  const since = new Date(edits[0]?.editedAt ?? 0);
  const received = new Map<string, number>();
  const deliveries = await pool.query(
    `select body, extract(epoch from received_at) * 1000 as received from delivery where received_at >= $1`,
    [since],
  );
  for (const row of deliveries.rows) {
    const delivery = deliveryRow.parse(row);
    for (const { objectId, propertyName } of event.parse(JSON.parse(delivery.body.toString())))
      if (propertyName === 'hs_analytics_source' && !received.has(objectId))
        received.set(objectId, delivery.received);
  }
  const actions = await pool.query(
    `select external_id as id, extract(epoch from created_at) * 1000 as planned,
      extract(epoch from done_at) * 1000 as done
     from action where kind = 'crm.write' and state = 'done' and created_at >= $1 order by id`,
    [since],
  );
  const acted = new Map(
    z
      .array(actionRow)
      .parse(actions.rows)
      .map((row) => [row.id, row]),
  );
  const ways = edits.flatMap(({ id, editedAt, writtenAt }) => {
    const kept = received.get(id);
    const planned = acted.get(id)?.planned;
    if (kept === undefined || planned === undefined || writtenAt === null) return [];
    return [{ kept: kept - editedAt, planned: planned - kept, written: writtenAt - planned }];
  });
  const stages = [
    ['edit to delivery kept', 'kept'],
    ['kept to turn (intake, read again)', 'planned'],
    ['turn to written', 'written'],
  ] as const;
  return stages.map(([stage, name]) => ({ ...names, stage, ...spread(ways.map((way) => way[name])) }));
}
