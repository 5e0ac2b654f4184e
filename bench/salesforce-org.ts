// A simulated Salesforce org of a benchmark: leads, our package, and a person who lets Revloop in.
import { randomBytes } from 'node:crypto';
import { salesforceInstall, salesforceLogins } from '#clients/salesforce/install.ts';
import { toConfig } from '#config.ts';
import { salesforceGrants } from '#http/oauth/salesforce-grants.ts';
import { installPackage } from '#sandbox/salesforce/revloop-package.ts';
import { startSalesforce } from '#sandbox/salesforce/server.ts';

const keys = { clientId: '3MVG9bench', clientSecret: 'secret-of-the-bench' };
const redirectUri = 'http://localhost:8080/oauth/salesforce/callback';

export type BenchOrg = Awaited<ReturnType<typeof openBenchOrg>>;

export async function openBenchOrg(leads: number) {
  const server = await startSalesforce();
  server.apps.register({ ...keys, name: 'Revloop', redirectUris: [redirectUri] });
  const org = server.orgs.create({ name: 'Bench' });
  installPackage(org, { namespace: '', clients: [keys.clientId] });
  const ids = Array.from({ length: leads }, (_, nr) =>
    org.create('Lead', { LastName: `Lead ${nr}`, Company: `Company ${nr}`, Title: 'before' }),
  );
  const env = {
    SALESFORCE_LOGIN_URL: server.url,
    SALESFORCE_PUBSUB_URL: server.pubsubUrl,
    SALESFORCE_CLIENT_ID: keys.clientId,
    SALESFORCE_CLIENT_SECRET: keys.clientSecret,
  };
  return {
    env,
    /** Consents as the org's admin would. */
    async grant() {
      const config = toConfig(env);
      const [install, verifier] = [salesforceInstall({ config }), randomBytes(48).toString('base64url')];
      const url = new URL(
        install.authorizeUrl({ redirectUri, verifier, loginUrl: server.url, state: 'bench' }),
      );
      const form = new URLSearchParams([...url.searchParams, ['org_id', org.orgId], ['username', '']]);
      const answer = await fetch(`${url.origin}${url.pathname}`, {
        method: 'POST',
        body: form,
        redirect: 'manual',
      });
      const code = new URL(answer.headers.get('location') ?? 'about:blank').searchParams.get('code') ?? '';
      const grants = salesforceGrants(install, salesforceLogins(config));
      return grants.exchange({ code, verifier, redirectUri, loginUrl: server.url });
    },
    edit: (nr: number, title: string) => org.update('Lead', ids[nr] ?? '', { Title: title }),
    cut: (connections: boolean) => server.pubsub.cut(connections),
    /** From now on streams break, and events come twice and late. */
    unkind: () =>
      void server.chaos.set({
        streams: { cutRate: 0.1, duplicateRate: 0.3, together: 25, delayMs: { min: 0, max: 40 } },
      }),
    titles: () => ids.map((id) => [id, org.read('Lead', id)?.values['Title'] ?? null] as const),
    close: () => server.close(),
  };
}
