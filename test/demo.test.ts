// The demo tells which port is taken: its sandbox listens beside the server.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toConfig } from '#config.ts';
import { startDemo } from '#demo.ts';
import { silentLog } from '#kit/log.ts';

/** Below the ports that the system gives to whoever asks for any, so that its neighbours are free. */
async function takePort(): Promise<{ server: Server; port: number }> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const listening = once(server, 'listening').then(
      () => true,
      () => false,
    );
    server.listen(port, '127.0.0.1');
    if (await listening) return { server, port };
  }
}

test.each([
  ['HubSpot', 11],
  ['Slack', 12],
  ['Salesforce', 13],
])(
  'names the port of the simulated %s that another program has, %d above the server’s own',
  async (_, above) => {
    const { server, port: taken } = await takePort();
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
