// The demo tells which port is taken: its sandbox listens beside the server.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toConfig } from '#config.ts';
import { startDemo } from '#demo.ts';
import { silentLog } from '#kit/log.ts';

test.each([
  ['HubSpot', 11],
  ['Slack', 12],
])(
  'names the port of the simulated %s that another program has, %d above the server’s own',
  async (_, above) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const taken = typeof address === 'object' && address !== null ? address.port : 0;
    const folder = mkdtempSync(path.join(tmpdir(), 'revloop-demo-'));
    onTestFinished(() => {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const config = toConfig({ PORT: String(taken - above), REVLOOP_DATA_DIR: folder });
    const demo = startDemo({ config, log: silentLog(), say: () => undefined });
    await expect(demo).rejects.toMatchObject({ code: 'PORT_BUSY', params: { port: taken } });
  },
);
