// Two processes that need a new Salesforce token at the same moment, again and again: how often a refresh token is reused.
import { parseArgs } from 'node:util';
import { OAuth2 } from 'jsforce/lib/oauth2.js';
import { z } from 'zod';
import { oauthCounts } from '#sandbox/salesforce/oauth-counts.ts';
import { installPackage } from '#sandbox/salesforce/revloop-package.ts';
import { type Salesforce, startSalesforce } from '#sandbox/salesforce/server.ts';
import type { Bench, Row } from './bench.ts';
import { startChild } from './child.ts';
import { percentile, rounded, secondsSince } from './numbers.ts';
import { connectOrg, grantOf, keys, openDatabase, sealKeys } from './org-connection.ts';

const options = {
  rounds: { type: 'string', default: '1000' },
  processes: { type: 'string', default: '2' },
  callers: { type: 'string', default: '3' },
} as const;
const raced = z.object({ tokens: z.array(z.string()) });

export const bench: Bench = {
  summary: 'Refresh tokens of Salesforce: reuses when processes need a new one at once',
  usage: '[--rounds 1000] [--processes 2] [--callers 3]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const [rounds, processes, callers] = [values.rounds, values.processes, values.callers].map(Number);
    const plan = { rounds: rounds ?? 0, processes: processes ?? 0, callers: callers ?? 0 };
    const salesforce = await startSalesforce();
    salesforce.apps.register({ ...keys, name: 'Bench' });
    try {
      const ours = await race(salesforce, plan, stage.say);
      return {
        tables: [{ title: `${plan.rounds} races`, rows: [ours, await yardstick(salesforce, plan)] }],
        notes: [
          'a reuse ends the connection at Salesforce; yardstick: jsforce renews in each process as it does by itself',
          'races: how many a connection lived through',
        ],
        details: plan,
      };
    } finally {
      await salesforce.close();
    }
  },
};

type Plan = { readonly rounds: number; readonly processes: number; readonly callers: number };

function newOrg(salesforce: Salesforce, name: string): string {
  const org = salesforce.orgs.create({ name });
  installPackage(org, { namespace: '', clients: [keys.clientId] });
  return org.orgId;
}

/** Each process has its own pool and its own memory; only the database is shared. */
async function race(salesforce: Salesforce, plan: Plan, say: (line: string) => void): Promise<Row> {
  const { pool, store, close } = await openDatabase();
  const orgId = newOrg(salesforce, 'Raced');
  const { id, tenant } = await connectOrg(store, salesforce.url, orgId);
  const first = await store.asTenant(tenant, ({ connections }) => connections.tokens(id));
  const children = Array.from({ length: plan.processes }, () => startChild('token-process.ts'));
  try {
    const begin = { pool, sealKeys, loginUrl: salesforce.url, ...keys, tenant, connection: id };
    for (const child of children) await child.ask({ begin }, z.unknown());
    const times: number[] = [];
    const torn = { count: 0 };
    const began = performance.now();
    let refused = first?.accessToken ?? '';
    for (let round = 1; round <= plan.rounds; round += 1) {
      const from = performance.now();
      const ask = { race: { refused, callers: plan.callers } };
      const ends = await Promise.all(children.map((child) => child.ask(ask, raced)));
      times.push(performance.now() - from);
      const got = new Set(ends.flatMap((end) => end.tokens));
      if (got.size !== 1) torn.count += 1;
      refused = [...got][0] ?? refused;
      if (round % 100 === 0) say(`${round} races`);
    }
    const counts = oauthCounts(salesforce.orgs, orgId);
    return {
      who: `Revloop, ${plan.processes} processes with ${plan.callers} callers each`,
      races: plan.rounds,
      renewals: counts.refreshes,
      reuses: counts.reuses,
      'races with two tokens': torn.count,
      'p50 ms': rounded(percentile(times, 0.5), 1),
      'p99 ms': rounded(percentile(times, 0.99), 1),
      seconds: secondsSince(began),
    };
  } finally {
    for (const child of children) await child.stop();
    await close();
  }
}

/** What happens without a refresher that all share: each process sends the refresh token that it has. */
async function yardstick(salesforce: Salesforce, plan: Plan): Promise<Row> {
  const orgId = newOrg(salesforce, 'Yardstick');
  const tokens = await grantOf(salesforce.url, orgId);
  const began = performance.now();
  let current = tokens.refresh_token;
  let races = 0;
  for (let alive = true; alive && races < plan.rounds; races += 1) {
    const asked = Array.from({ length: plan.processes }, () =>
      new OAuth2({ loginUrl: salesforce.url, ...keys }).refreshToken(current),
    );
    const ends = await Promise.allSettled(asked);
    alive = ends.every(({ status }) => status === 'fulfilled');
    for (const end of ends) if (end.status === 'fulfilled') current = end.value.refresh_token ?? current;
  }
  const counts = oauthCounts(salesforce.orgs, orgId);
  return {
    who: 'jsforce in each process',
    races: races - 1,
    renewals: counts.refreshes,
    reuses: counts.reuses,
    'races with two tokens': null,
    'p50 ms': null,
    'p99 ms': null,
    seconds: secondsSince(began),
  };
}
