// How many webhook events a second are verified and committed, against a bare handler in the same run.
import { createHmac } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { poolOf, runningSocket } from '#store/embedded.ts';
import type { Bench, Row, Stage } from './bench.ts';
import { type Child, startChild } from './child.ts';
import type { EngineName } from './engine.ts';
import { type House, openHouse } from './house.ts';
import { median, percentile, rounded } from './numbers.ts';
import { freePort } from './server.ts';
import { volley } from './volley.ts';

const options = {
  engine: { type: 'string', default: 'embedded,server' },
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: '4' },
  at: { type: 'string', default: '16' },
} as const;
const engines = z.array(z.enum(['embedded', 'server']));
const eventsARequest = 100;

export const bench: Bench = {
  summary: 'webhook events verified and committed a second, against a bare Express handler',
  usage: '[--engine embedded,server] [--rounds 5] [--seconds 4] [--at 16]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const plan = { rounds: Number(values.rounds), seconds: Number(values.seconds), at: Number(values.at) };
    const rows: Row[] = [];
    const details: Record<string, unknown> = {};
    for (const engine of engines.parse(values.engine.split(','))) {
      const measured = await measure(engine, plan, stage);
      details[engine] = measured;
      const ratio = median(measured.rounds.map(({ ours, bare }) => ours.eventsASecond / bare.eventsASecond));
      for (const who of ['ours', 'bare'] as const) {
        const of = (name: keyof Shot) => median(measured.rounds.map((round) => round[who][name]));
        rows.push({
          engine,
          who: who === 'ours' ? 'Revloop' : 'bare handler',
          'events/s': rounded(of('eventsASecond')),
          'ratio, median of rounds': who === 'ours' ? rounded(ratio, 2) : 1,
          'p50 ms': rounded(of('p50'), 1),
          'p99 ms': rounded(of('p99'), 1),
        });
      }
    }
    return {
      tables: [{ title: `${eventsARequest} events a request, ${plan.at} requests at a time`, rows }],
      notes: [
        `${plan.rounds} rounds of ${plan.seconds} s each, in turn; medians of the rounds`,
        'each handler is a process of its own, the load comes from a third, the database is the same',
      ],
      details,
    };
  },
};

type Plan = { readonly rounds: number; readonly seconds: number; readonly at: number };
type Shot = { readonly eventsASecond: number; readonly p50: number; readonly p99: number };
type Round = { readonly ours: Shot; readonly bare: Shot };

async function measure(name: EngineName, plan: Plan, stage: Stage): Promise<{ rounds: Round[] }> {
  const house = await openHouse(name);
  const bare = startChild('bare-process.ts');
  try {
    const server = await house.open(['web']);
    await server.connect(house.sandbox.portalId);
    const secret = house.sandbox.env['HUBSPOT_CLIENT_SECRET'] ?? '';
    const bareUrl = await startBare(bare, house, secret);
    const body = Buffer.from(JSON.stringify(events(house)));
    const shoot = async (url: string, seconds: number): Promise<Shot> => {
      const uri = `${url}/webhooks/hubspot`;
      const { answered, refused, ms } = await volley(
        { url: uri, body, headers: signed(uri, body, secret) },
        seconds,
        plan.at,
      );
      if (refused > 0) throw new Error(`${url} refused ${refused} requests`);
      const eventsASecond = (answered * eventsARequest) / seconds;
      return { eventsASecond, p50: percentile(ms, 0.5), p99: percentile(ms, 0.99) };
    };
    // The first shots compile and open connections.
    await shoot(server.url, 2);
    await shoot(bareUrl, 2);
    const rounds: Round[] = [];
    for (let round = 0; round < plan.rounds; round += 1) {
      const first = round % 2 === 0;
      const early = first ? await shoot(server.url, plan.seconds) : null;
      const yardstick = await shoot(bareUrl, plan.seconds);
      const ours = early ?? (await shoot(server.url, plan.seconds));
      rounds.push({ ours, bare: yardstick });
      const ratio = rounded(ours.eventsASecond / yardstick.eventsASecond, 2);
      stage.say(
        `${name}: ${rounded(ours.eventsASecond)} against ${rounded(yardstick.eventsASecond)}, ${ratio}`,
      );
    }
    return { rounds };
  } finally {
    await bare.stop();
    await house.close();
  }
}

async function startBare(bare: Child, { engine }: House, secret: string): Promise<string> {
  const port = await freePort();
  const { DATABASE_URL } = engine.env;
  const pool =
    DATABASE_URL === undefined
      ? poolOf(runningSocket(engine.dataDir) ?? '', 'revloop')
      : { connectionString: DATABASE_URL };
  await bare.ask({ start: { port, secret, pool } }, z.unknown());
  return `http://127.0.0.1:${port}`;
}

function events({ sandbox }: House): object[] {
  return Array.from({ length: eventsARequest }, (_, nr) => ({
    eventId: 3_000_000_000 + nr,
    subscriptionId: 4_711_000,
    portalId: sandbox.portalId,
    appId: Number(sandbox.env['HUBSPOT_APP_ID']),
    occurredAt: 1_790_000_000_000 + nr,
    subscriptionType: 'object.propertyChange',
    objectTypeId: '0-1',
    attemptNumber: 0,
    objectId: 9_000_000 + nr,
    propertyName: 'hs_analytics_source',
    propertyValue: 'OFFLINE',
    changeSource: 'CRM_UI',
    sourceId: 'userId:1',
  }));
}

function signed(uri: string, body: Buffer, secret: string): Record<string, string> {
  const timestamp = String(Date.now());
  const signature = createHmac('sha256', secret).update(`POST${uri}`).update(body).update(timestamp);
  return {
    'content-type': 'application/json',
    'x-hubspot-signature-v3': signature.digest('base64'),
    'x-hubspot-request-timestamp': timestamp,
  };
}
