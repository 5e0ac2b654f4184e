// What `revloop start` promises on one machine with the embedded PostgreSQL: killed, started twice, and interrupted.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#kit/free-port.ts';
import { type RevloopProcess, startProcess } from '#kit/processes.ts';
import { until } from '#kit/until.ts';
import { alive } from '#store/embedded-owner.ts';

describe('a Revloop that brings its own PostgreSQL', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'revloop-start-'));
  const started: RevloopProcess[] = [];
  let port = 0;
  const begin = (env: Readonly<Record<string, string>> = {}) => {
    // Credentials are set, so that it is the server alone and not the demo.
    const one = startProcess({
      ...{ PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`, LOG_LEVEL: 'warn' },
      ...{ REVLOOP_DATA_DIR: folder, HUBSPOT_CLIENT_ID: 'id', HUBSPOT_CLIENT_SECRET: 'secret', ...env },
    });
    started.push(one);
    return one;
  };
  const postgresPid = () =>
    Number(readFileSync(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const healthy = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    return answer?.status === 200;
  };
  beforeAll(async () => {
    port = await freePort();
  });
  afterAll(async () => {
    for (const one of started) await one.end('SIGKILL', true);
    rmSync(folder, { recursive: true, force: true });
  });

  it('goes on with its data after it was killed', async () => {
    const first = begin();
    await first.says(/Listening/);
    await until(healthy, first.said);
    const database = postgresPid();
    await first.end('SIGKILL');
    const second = begin();
    await second.says(/Listening/);
    await until(healthy, second.said);
    expect(readFileSync(path.join(folder, 'encryption-keys'), 'utf8')).toMatch(/^own:/);
    // Never two on one data directory: it is the same one, taken over, or the first is gone.
    expect(postgresPid() === database || !alive(database)).toBe(true);
  });

  it('refuses to start a second time on the same data while it runs, and says why', async () => {
    const second = begin();
    expect(await second.ended).toBe(1);
    expect(second.said()).toMatch(/used by another running Revloop/);
    expect(await healthy()).toBe(true);
  });

  it('tells how far it is in the language of the machine', async () => {
    const second = begin({ LANG: 'zh_CN.UTF-8' });
    await second.ended;
    expect(second.said()).toMatch(/正在启动内置的 PostgreSQL/);
  });

  it('stops in order on Ctrl-C, PostgreSQL too', async () => {
    const running = started[1];
    const database = postgresPid();
    expect(await running?.end('SIGINT', true)).toBe(0);
    expect(alive(database)).toBe(false);
    expect(await healthy()).toBe(false);
  });
});
