// Salesforce requests of listing every lead of an org and of writing changed scores, at the port itself.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openSalesforce } from '#clients/salesforce/crm.ts';
import { toConfig } from '#config.ts';
import { openLog } from '#log.ts';
import type { CrmPage } from '#ports/crm.ts';
import type { Bench, Row } from './bench.ts';
import { startChild } from './child.ts';
import { ownCost } from './cost.ts';
import { rounded } from './numbers.ts';
import { clock, connectOrg, keys, openDatabase } from './org-connection.ts';

const options = {
  leads: { type: 'string', default: '100000' },
  changed: { type: 'string', default: '10000' },
} as const;
const begun = z.object({ url: z.string(), pubsubUrl: z.string(), orgId: z.string() });
const counted = z.object({
  calls: z.number(),
  byEndpoint: z.array(z.object({ method: z.string(), path: z.string(), count: z.number() })),
});

export const bench: Bench = {
  summary: 'Salesforce requests of listing all leads and writing changed scores, without the loop',
  usage: '[--leads 100000] [--changed 10000]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const [leads, changed] = [Number(values.leads), Number(values.changed)];
    const { store, close } = await openDatabase();
    const child = startChild('org-process.ts');
    try {
      const { url, orgId } = await child.ask(
        { begin: { redirectUri: 'http://127.0.0.1/none', ...keys } },
        begun,
      );
      await child.ask({ furnish: { leads, closed: 0, seed: 1 } }, z.unknown());
      stage.say(`${leads} leads are there`);
      const connection = await connectOrg(store, url, orgId);
      const config = toConfig({
        SALESFORCE_LOGIN_URL: url,
        SALESFORCE_CLIENT_ID: keys.clientId,
        SALESFORCE_CLIENT_SECRET: keys.clientSecret,
      });
      const crm = openSalesforce({ config, store, clock, log: openLog('error'), connection });
      const rows: Row[] = [];
      const round = async (what: string, fewest: number, subjects: number, work: () => Promise<void>) => {
        await calls(url);
        const began = performance.now();
        await work();
        const seconds = (performance.now() - began) / 1000;
        const made = await calls(url);
        rows.push({
          what,
          requests: made.calls,
          fewest,
          ratio: rounded(made.calls / fewest, 3),
          seconds: rounded(seconds, 1),
          'records/s': rounded(subjects / seconds),
          'memory MB, most so far': rounded(ownCost().mostRssMb),
          of: made.byEndpoint.map(({ method, path: at, count }) => `${count} ${method} ${at}`).join(', '),
        });
        stage.say(JSON.stringify(rows.at(-1)));
      };
      const ids: string[] = [];
      const fewestPages = leads > 2_000 ? 3 + Math.ceil((leads - 2_000) / 25_000) : 1;
      await round(`${leads} leads listed`, fewestPages, leads, async () => {
        const properties = [
          'LastName',
          'Company',
          'Email',
          'Title',
          'LeadSource',
          'Status',
          'NumberOfEmployees',
        ];
        for (let after: string | null = null; ; ) {
          const page: CrmPage = await crm.list('lead', {
            after,
            properties,
            linksTo: ['company', 'contact'],
          });
          ids.push(...page.records.map(({ id }) => id));
          if (page.waitMs !== undefined) await sleep(page.waitMs);
          if (page.next === null) break;
          after = page.next;
        }
      });
      if (new Set(ids).size !== leads || ids.length !== leads)
        throw new Error(`${ids.length} of ${leads} came`);
      await round(`${changed} scores written`, Math.ceil(changed / 200), changed, async () => {
        for (let at = 0; at < changed; at += crm.most.write) {
          const some = ids.slice(at, Math.min(changed, at + crm.most.write));
          const scored = {
            revloop_lead_score: '71',
            revloop_lead_grade: 'B',
            revloop_scored_at: new Date().toISOString(),
          };
          const ends = await crm.write(
            'lead',
            some.map((id) => ({ id, properties: scored })),
          );
          if (ends.some(({ ok }) => !ok)) throw new Error('a record was refused');
        }
      });
      await round(`${changed} changed leads read again`, Math.ceil(changed / 200), changed, async () => {
        for (let at = 0; at < changed; at += crm.most.read) {
          await crm.read('lead', ids.slice(at, Math.min(changed, at + crm.most.read)), [
            'LastName',
            'Status',
          ]);
        }
      });
      return {
        tables: [{ title: 'Requests at the port', rows }],
        notes: [
          'fewest to list: a page of 2,000, a job, a look at it, and results of 25,000 rows; batches of 200',
          'on top: describing the object once an hour',
        ],
        details: {},
      };
    } finally {
      await child.stop();
      await close();
    }
  },
};

async function calls(url: string): Promise<z.infer<typeof counted>> {
  const made = counted.parse(await (await fetch(`${url}/sandbox/calls`)).json());
  await fetch(`${url}/sandbox/calls`, { method: 'DELETE' });
  return made;
}
