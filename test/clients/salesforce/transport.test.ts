// One request by jsforce: whatever becomes of the connection, it ends as an answer or as none.
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { send } from '#clients/salesforce/transport.ts';

describe('one request by jsforce', () => {
  it('survives an answer that breaks off, and one that never ends', async () => {
    const server = createServer((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"a":');
      if (request.url === '/cut') setTimeout(() => response.destroy(), 20);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const about = {
      method: 'GET' as const,
      accessToken: 't',
      instanceUrl: `http://127.0.0.1:${port}`,
      timeoutMs: 30_000,
    };
    expect(await send({ ...about, path: '/cut' })).toMatchObject({ status: 0, arrived: true });
    expect(await send({ ...about, path: '/hang', timeoutMs: 1_500 })).toMatchObject({
      status: 0,
      arrived: true,
      text: 'no answer within 1500 ms',
    });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await send({ ...about, path: '/gone' })).toMatchObject({ status: 0, arrived: false });
  });

  it('takes a packed answer that is cut short, or damaged, for none instead of for an empty one', async () => {
    const packed = gzipSync(JSON.stringify({ rows: 'x'.repeat(10_000) }));
    const bodies: Record<string, Buffer> = {
      '/whole': packed,
      '/short': packed.subarray(0, 30),
      '/damaged': Buffer.from('this is not packed'),
    };
    const server = createServer((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(bodies[request.url ?? '']);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const about = { method: 'GET' as const, accessToken: 't', timeoutMs: 30_000 };
    const instanceUrl = `http://127.0.0.1:${port}`;
    const statuses = [];
    for (const path of Object.keys(bodies))
      statuses.push((await send({ ...about, instanceUrl, path })).status);
    expect(statuses).toEqual([200, 0, 0]);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
