// A process that needs Salesforce tokens, for a benchmark: callers that all hear a refusal at the same moment.
import { z } from 'zod';
import { salesforceOAuth } from '#clients/salesforce/oauth.ts';
import { type AccessTokens, openTokens } from '#clients/tokens.ts';
import { toConfig } from '#config.ts';
import { openLog } from '#log.ts';
import { type OpenStore, openStore } from '#store/open.ts';
import { openSeal } from '#store/seal.ts';
import { serveParent } from './child.ts';

const begin = z.object({
  pool: z.object({ host: z.string(), user: z.string(), database: z.string() }),
  sealKeys: z.string(),
  loginUrl: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  tenant: z.string(),
  connection: z.string(),
});
const message = z.union([
  z.object({ begin }),
  z.object({ race: z.object({ refused: z.string(), callers: z.number() }) }),
]);

type Begun = {
  readonly store: OpenStore;
  readonly tokens: AccessTokens;
  readonly who: { id: string; tenant: string };
};
let begun: Begun | null = null;

async function work(given: unknown): Promise<unknown> {
  const asked = message.parse(given);
  if ('begin' in asked) {
    const { pool, sealKeys, loginUrl, clientId, clientSecret, tenant, connection } = asked.begin;
    const [clock, log] = [{ now: () => new Date() }, openLog('error')];
    const store = await openStore({ pool, seal: openSeal(sealKeys), clock, log });
    const config = toConfig({
      SALESFORCE_LOGIN_URL: loginUrl,
      SALESFORCE_CLIENT_ID: clientId,
      SALESFORCE_CLIENT_SECRET: clientSecret,
    });
    const tokens = openTokens({ store, clock, log, once: true }, salesforceOAuth({ config, clock }).renew);
    begun = { store, tokens, who: { id: connection, tenant } };
    return {};
  }
  if (begun === null) throw new Error('it has not begun');
  const { tokens, who } = begun;
  const { refused, callers } = asked.race;
  return { tokens: await Promise.all(Array.from({ length: callers }, () => tokens.replace(who, refused))) };
}

serveParent(work, async () => begun?.store.close());
