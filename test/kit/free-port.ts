// A port for a server that is started later, and perhaps again after it was killed.
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * A port with somebody on it. It lies below the ports that the system gives to whoever asks for any and to connections
 * going out, so that its neighbours are free, and it stays free while a server is down.
 */
export async function takePort(): Promise<{ server: Server; port: number }> {
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

export async function freePort(): Promise<number> {
  const { server, port } = await takePort();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
