// The yardstick of intake: a bare Express handler that checks the same signature or key and commits the same bytes.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import express from 'express';
import pg from 'pg';
import { z } from 'zod';
import { serveParent } from './child.ts';

const message = z.object({
  start: z.object({ port: z.number(), secret: z.string(), pool: z.record(z.string(), z.string()) }),
});
let server: Server | null = null;
let pool: pg.Pool | null = null;

async function work(given: unknown): Promise<unknown> {
  const { port, secret, pool: address } = message.parse(given).start;
  const rows = new pg.Pool({ ...address, max: 16 });
  pool = rows;
  await rows.query(
    'create table bare_delivery (id bigint generated always as identity primary key, body bytea not null)',
  );
  const app = express();
  app.post(
    '/webhooks/hubspot',
    express.raw({ type: () => true, limit: '1mb' }),
    async (request, response) => {
      const body: unknown = request.body;
      const timestamp = request.get('x-hubspot-request-timestamp') ?? '';
      const source = createHmac('sha256', secret);
      source.update(`POSThttp://127.0.0.1:${port}${request.originalUrl}`);
      source.update(Buffer.isBuffer(body) ? body : '');
      const ours = source.update(timestamp).digest();
      const theirs = Buffer.from(request.get('x-hubspot-signature-v3') ?? '', 'base64');
      if (theirs.length !== ours.length || !timingSafeEqual(ours, theirs)) {
        response.status(401).end();
        return;
      }
      await rows.query('insert into bare_delivery (body) values ($1)', [body]);
      response.status(200).end();
    },
  );
  // Product events: the write key as SHA-256, as it would lie in a table.
  const key = createHash('sha256').update(secret).digest();
  app.post('/v1/batch', express.raw({ type: () => true, limit: '1mb' }), async (request, response) => {
    const body: unknown = request.body;
    const [user = ''] = Buffer.from((request.get('authorization') ?? '').slice(6), 'base64')
      .toString()
      .split(':');
    if (!timingSafeEqual(createHash('sha256').update(user).digest(), key)) {
      response.status(401).end();
      return;
    }
    await rows.query('insert into bare_delivery (body) values ($1)', [body]);
    response.json({ success: true });
  });
  const listening = createServer(app);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve));
  return {};
}

serveParent(work, async () => {
  server?.closeAllConnections();
  server?.close();
  await pool?.end();
});
