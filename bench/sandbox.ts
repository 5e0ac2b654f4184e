// The sandbox's HubSpot for a benchmark: an empty portal in a process of its own, its limits and its call counts.
import { z } from 'zod';
import { startChild } from './child.ts';
import { type Cost, cost } from './cost.ts';

export type Calls = {
  readonly total: number;
  readonly calls: readonly {
    readonly method: string;
    readonly path: string;
    readonly status: number;
    readonly count: number;
  }[];
};
export type BenchSandbox = {
  readonly url: string;
  readonly portalId: number;
  /** What the server's configuration says of it. */
  readonly env: Readonly<Record<string, string>>;
  ask<T>(message: object, shape: z.ZodType<T>): Promise<T>;
  limits(settings: { readonly off: boolean }): Promise<void>;
  /** Calls since the last time. */
  calls(): Promise<Calls>;
  /** Asks HubSpot's API as an app of the portal's own would. */
  api(path: string, body: object): Promise<unknown>;
  cost(): Promise<Cost>;
  stop(): Promise<void>;
};

const begun = z.object({
  hubspotUrl: z.string(),
  portalId: z.number(),
  credentials: z.object({
    hubspot: z.object({ appId: z.number(), clientId: z.string(), clientSecret: z.string() }),
  }),
});
const counted = z.object({
  total: z.number(),
  calls: z.array(z.object({ method: z.string(), path: z.string(), status: z.number(), count: z.number() })),
});
const reader = { appId: 990_001, clientId: 'bench-reader', clientSecret: 'bench-reader-secret' };

/** `server`: where Revloop will answer. */
export async function startBenchSandbox(dataDir: string, server: string): Promise<BenchSandbox> {
  const child = startChild('sandbox-process.ts');
  const { hubspotUrl: url, portalId, credentials } = await child.ask({ begin: { dataDir, server } }, begun);
  const { hubspot } = credentials;
  let token: string | null = null;
  const post = async (path: string, body: object, method = 'POST', headers = {}): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const readerToken = async (): Promise<string> => {
    await post('/sandbox/apps', { ...reader, name: 'Bench reader', requiredScopes: ['oauth'] });
    const scopes = ['oauth', 'crm.objects.contacts.read'];
    const answer = await post(`/sandbox/portals/${portalId}/install`, { appId: reader.appId, scopes });
    return z.object({ access_token: z.string() }).parse(answer).access_token;
  };
  return {
    url,
    portalId,
    env: {
      HUBSPOT_API_URL: url,
      HUBSPOT_APP_URL: url,
      HUBSPOT_APP_ID: String(hubspot.appId),
      HUBSPOT_CLIENT_ID: hubspot.clientId,
      HUBSPOT_CLIENT_SECRET: hubspot.clientSecret,
    },
    ask: (message, shape) => child.ask(message, shape),
    async limits(settings) {
      await post('/sandbox/chaos', { limits: settings }, 'PUT');
    },
    async calls() {
      const answer = counted.parse(await (await fetch(`${url}/sandbox/calls`)).json());
      await fetch(`${url}/sandbox/calls`, { method: 'DELETE' });
      return answer;
    },
    async api(path, body) {
      token ??= await readerToken();
      return post(path, body, 'POST', { authorization: `Bearer ${token}` });
    },
    cost: () => child.ask({ cost: true }, cost),
    stop: () => child.stop(),
  };
}
