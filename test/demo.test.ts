// The demo as a person at a terminal has it: told which port is taken, and stopped in order whenever they like.
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toConfig } from '#config.ts';
import { startDemo } from '#demo.ts';
import { silentLog } from '#kit/log.ts';
import { startProcess } from '#kit/processes.ts';
import { alive } from '#store/embedded-owner.ts';

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

test('says which port is the highest that leaves room for the ports of the simulated platforms', async () => {
  const demo = (PORT: string) =>
    startDemo({ config: toConfig({ PORT }), log: silentLog(), say: () => undefined });
  await expect(demo('65530')).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    params: { name: 'PORT', problem: expect.stringContaining('write 65521 at most') },
  });
});

test('stops in order on Ctrl-C while the first scores are awaited', async () => {
  const { server, port } = await takePort();
  await new Promise((resolve) => server.close(resolve));
  const folder = mkdtempSync(path.join(tmpdir(), 'revloop-demo-'));
  const demo = startProcess({ PORT: String(port), REVLOOP_DATA_DIR: folder, LOG_LEVEL: 'error' });
  onTestFinished(async () => {
    await demo.end('SIGKILL', true);
    rmSync(folder, { recursive: true, force: true });
  });
  await demo.says(/console\/enter/);
  const pid = readFileSync(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0];
  expect(await demo.end('SIGINT', true)).toBe(0);
  expect(demo.said()).toMatch(/Stopping/);
  expect(alive(Number(pid))).toBe(false);
}, 240_000);
