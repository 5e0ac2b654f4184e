// A running Revloop for a benchmark: its processes, its database, and a person who connects HubSpot in a browser.
import { createServer } from 'node:net';
import type pg from 'pg';
import { z } from 'zod';
import { openInstaller } from '#demo/installer.ts';
import { type Child, startChild } from './child.ts';
import { type Cost, cost } from './cost.ts';
import type { Engine } from './engine.ts';

export type Role = 'all' | 'web' | 'worker';
export type Server = {
  readonly url: string;
  readonly pool: pg.Pool;
  /** What the process of that role has used so far. */
  cost(role: Role): Promise<Cost>;
  /** Walks through the OAuth pages as an admin of the portal would. */
  connect(portalId: number): Promise<void>;
  stop(): Promise<void>;
};

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** `env`: what the platform's side of the configuration says. One process for each of `roles`. */
export async function startServer(
  engine: Engine,
  port: number,
  env: Readonly<Record<string, string>>,
  roles: readonly Role[] = ['all'],
): Promise<Server> {
  const processes = new Map<Role, Child>();
  const url = `http://127.0.0.1:${port}`;
  const config = {
    ...{ PORT: String(port), PUBLIC_URL: url, REVLOOP_DATA_DIR: engine.dataDir, LOG_LEVEL: 'info' },
    ...engine.env,
    ...env,
  };
  for (const role of roles) {
    const child = startChild('server-process.ts');
    processes.set(role, child);
    await child.ask({ start: { ...config, REVLOOP_ROLE: role } }, z.object({ url: z.string() }));
  }
  const pool = engine.pool();
  return {
    url,
    pool,
    async cost(role) {
      const child = processes.get(role);
      if (child === undefined) throw new Error(`there is no process for ${role}`);
      return child.ask({ cost: true }, cost);
    },
    async connect(portalId) {
      await openInstaller(url).connect('hubspot', {
        portal_id: String(portalId),
        user_id: '1',
        decision: 'approve',
      });
      // A tenant that lets us see what its people do.
      await pool.query(
        `update tenant set settings = settings || '{"collection": {"level": "person", "properties": ["*"]}}'`,
      );
    },
    async stop() {
      await pool.end();
      for (const child of [...processes.values()].reverse()) await child.stop();
    },
  };
}
