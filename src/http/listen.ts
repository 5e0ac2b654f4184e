// Listens, and stops without cutting anybody off: no new requests, those under way end, then the socket closes.
import { createServer, type RequestListener } from 'node:http';
import { fail } from '#errors.ts';
import type { Log } from '#ports.ts';

export type Listening = {
  readonly port: number;
  /** Waits for requests under way, at most `graceMs`. */
  close(graceMs?: number): Promise<void>;
};

/** Errors: PORT_BUSY. Port 0 takes a free one. */
export async function listen(
  app: RequestListener,
  { port, host, log }: { port: number; host?: string; log: Log },
): Promise<Listening> {
  const server = createServer(app);
  // HubSpot keeps connections open; a limit below the proxies' usual 60 s would cut them off in mid-request.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  }).catch((cause: Error) => fail('PORT_BUSY', { port, problem: cause.message }, { cause }));
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  log.info({ port: bound }, 'listening');
  return {
    port: bound,
    async close(graceMs = 10_000) {
      const late = setTimeout(() => server.closeAllConnections(), graceMs);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      clearTimeout(late);
    },
  };
}
