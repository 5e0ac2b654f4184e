// A database of a benchmark's own, and an org that is connected in it without its pages.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { openLog } from '#log.ts';
import type { Connection } from '#sense/connection.ts';
import { startEmbedded } from '#store/embedded.ts';
import { type OpenStore, openStore } from '#store/open.ts';
import { openSeal } from '#store/seal.ts';

export const keys = { clientId: 'bench-client', clientSecret: 'bench-secret' } as const;
export const sealKeys = `bench:${Buffer.alloc(32, 7).toString('base64')}`;
export const clock = { now: () => new Date() } as const;

export type BenchDatabase = {
  readonly pool: { readonly host: string; readonly user: string; readonly database: string };
  readonly store: OpenStore;
  close(): Promise<void>;
};

export async function openDatabase(): Promise<BenchDatabase> {
  const directory = mkdtempSync(path.join(tmpdir(), 'revloop-bench-'));
  const log = openLog('error');
  const postgres = await startEmbedded({ directory, log });
  await postgres.makeDatabase('revloop');
  const pool = postgres.pool('revloop');
  const store = await openStore({ pool, seal: openSeal(sealKeys), clock, log });
  return {
    ...{ pool, store },
    async close() {
      await store.close();
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const granted = z.object({ access_token: z.string(), refresh_token: z.string() });

/** What the org at `url` grants to the app of `keys`. */
export async function grantOf(url: string, orgId: string): Promise<z.infer<typeof granted>> {
  const answer = await fetch(`${url}/sandbox/orgs/${orgId}/grant`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientId: keys.clientId }),
  });
  return granted.parse(await answer.json());
}

export async function connectOrg(store: OpenStore, url: string, orgId: string): Promise<Connection> {
  const grant = await grantOf(url, orgId);
  const tenant = await store.doors.makeTenant('bench');
  return store.asTenant(tenant, ({ connections }) =>
    connections.save({
      platform: 'salesforce',
      externalId: orgId,
      account: { loginUrl: url, instanceUrl: url },
      scopes: ['api', 'refresh_token'],
      tokens: {
        accessToken: grant.access_token,
        refreshToken: grant.refresh_token,
        instanceUrl: url,
        expiresAt: null,
        renewAt: new Date(Date.now() + 36_000_000),
      },
    }),
  );
}
