// A simulated Salesforce in a process of its own, with one org that is filled and edited as a benchmark asks.
import { z } from 'zod';
import { seededRandom } from '#learn/random.ts';
import type { Org } from '#sandbox/salesforce/org.ts';
import { installPackage } from '#sandbox/salesforce/revloop-package.ts';
import { type Salesforce, startSalesforce } from '#sandbox/salesforce/server.ts';
import { serveParent } from './child.ts';
import { aLead, otherSource } from './synthetic-org-leads.ts';

const message = z.union([
  z.object({ begin: z.object({ redirectUri: z.string(), clientId: z.string(), clientSecret: z.string() }) }),
  z.object({ furnish: z.object({ leads: z.number(), closed: z.number(), seed: z.number() }) }),
  z.object({ edit: z.array(z.string()) }),
]);

let begun: { readonly salesforce: Salesforce; readonly org: Org } | null = null;

async function work(given: unknown): Promise<unknown> {
  const asked = message.parse(given);
  if ('begin' in asked) {
    const { redirectUri, clientId, clientSecret } = asked.begin;
    const salesforce = await startSalesforce();
    salesforce.apps.register({ name: 'Revloop', clientId, clientSecret, redirectUris: [redirectUri] });
    // Large enough for the run: what is measured is how many requests are made, not what happens when they run out.
    const org = salesforce.orgs.create({ name: 'Bench', edition: 'Unlimited', dailyCalls: 1_000_000 });
    installPackage(org, { namespace: '', clients: [clientId] });
    begun = { salesforce, org };
    return { url: salesforce.url, pubsubUrl: salesforce.pubsubUrl, orgId: org.orgId };
  }
  if (begun === null) throw new Error('it has not begun');
  const { org } = begun;
  if ('furnish' in asked) {
    const { leads, closed, seed } = asked.furnish;
    const random = seededRandom(seed);
    const open: string[] = [];
    for (let nr = 0; nr < leads; nr += 1) {
      const { values, won } = aLead(random, nr, nr < closed);
      const id = org.create('Lead', values);
      if (won) org.convert({ leadId: id });
      else if (nr >= closed) open.push(id);
    }
    return { open };
  }
  for (const id of asked.edit) {
    const source = org.read('Lead', id)?.values['LeadSource'];
    org.update('Lead', id, { LeadSource: otherSource(source) });
  }
  return { edited: asked.edit.length };
}

serveParent(work, async () => begun?.salesforce.close());
