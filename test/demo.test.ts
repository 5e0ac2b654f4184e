// The demo as a person at a terminal has it: told which port is taken, and stopped in order whenever they like.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toConfig } from '#config.ts';
import { startDemo } from '#demo.ts';
import { freePort, takePort } from '#kit/free-port.ts';
import { silentLog } from '#kit/log.ts';
import { startProcess } from '#kit/processes.ts';
import { alive } from '#store/embedded-owner.ts';

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
  const port = await freePort();
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
});
