// Salesforce's requests, counted by the simulated org.
import { z } from 'zod';
import { openInstaller } from '#demo/installer.ts';
import { type Called, countOf } from './called.ts';
import { startChild } from './child.ts';
import { type EngineName, openEngine } from './engine.ts';
import { grantOf, keys } from './org-connection.ts';
import { freePort, type Server, startServer } from './server.ts';

/** Salesforce's largest page of a question and batch; rows that we take of a job's results at once. */
const page = 2_000;
const batch = 200;
const results = 25_000;
const begun = z.object({ url: z.string(), pubsubUrl: z.string(), orgId: z.string() });
const counted = z.object({
  calls: z.number(),
  byEndpoint: z.array(
    z.object({ method: z.string(), path: z.string(), status: z.number(), count: z.number() }),
  ),
});

/** The org itself beside it, for who fills it otherwise. */
export type CalledOrg = Called & {
  readonly url: string;
  readonly orgId: string;
  /** Of a second program, as a person's own. */
  token(): Promise<string>;
};

export async function openSalesforceCalled(name: EngineName): Promise<CalledOrg> {
  const engine = await openEngine(name);
  const port = await freePort();
  const child = startChild('org-process.ts');
  const redirectUri = `http://127.0.0.1:${port}/oauth/salesforce/callback`;
  const { url, pubsubUrl, orgId } = await child.ask({ begin: { redirectUri, ...keys } }, begun);
  let running: Server | null = null;
  return {
    ...{ people: 'leads', url, orgId },
    token: async () => (await grantOf(url, orgId)).access_token,
    async furnish(leads, closed) {
      const { open } = await child.ask(
        { furnish: { leads, closed, seed: 1 } },
        z.object({ open: z.array(z.string()) }),
      );
      return open;
    },
    async open() {
      running = await startServer(engine, port, {
        SALESFORCE_LOGIN_URL: url,
        SALESFORCE_PUBSUB_URL: pubsubUrl,
        SALESFORCE_CLIENT_ID: keys.clientId,
        SALESFORCE_CLIENT_SECRET: keys.clientSecret,
      });
      return running;
    },
    connect: (server) =>
      openInstaller(server.url).connect('salesforce', { org_id: orgId, decision: 'approve' }),
    async edit(ids) {
      await child.ask({ edit: ids }, z.object({ edited: z.number() }));
    },
    async calls() {
      const { calls: total, byEndpoint } = counted.parse(await (await fetch(`${url}/sandbox/calls`)).json());
      await fetch(`${url}/sandbox/calls`, { method: 'DELETE' });
      return { total, calls: byEndpoint };
    },
    sorted(calls) {
      const jobs = countOf(calls, (path) => path.startsWith('/jobs/'));
      const reads = countOf(calls, (path) => path.startsWith('/composite/sobjects/'));
      const writes = countOf(calls, (path, method) => path === '/composite/sobjects' && method === 'PATCH');
      const questions = countOf(calls, (path) => ['/query', '/queryAll', '/composite'].includes(path));
      const others = calls.total - jobs - reads - writes - questions;
      return { requests: calls.total, jobs, reads, writes, questions, others };
    },
    fewest(people, changed) {
      const jobs = people > page ? 2 + Math.ceil((people - page) / results) : 0;
      const batches = (count: number) => Math.ceil(count / batch);
      return { reading: 1 + jobs, writing: batches(people), changing: 2 * batches(changed) };
    },
    notes: [
      'fewest: one page of 2,000, one job looked at once, results of 25,000 rows; batches of 200',
      'questions: pages of what is not read by a job, and the look for changes every five minutes, ten minutes back',
      'others: describing objects, and a look at a job that is not ready',
    ],
    async close() {
      await running?.stop();
      await child.stop();
      await engine.close();
    },
  };
}
