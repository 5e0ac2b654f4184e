// A port for a server that is started later, and perhaps again after it was killed.
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

// Files that are tested at once take their ports from ranges of their own: a demo needs fourteen in a row, and a server
// that was killed wants its own back.
const each = 2_500;
const edge = 20;
// biome-ignore lint/style/noProcessEnv: Vitest tells a process by the environment alone which one of them it is
const first = 20_000 + each * (Number(process.env['VITEST_POOL_ID'] ?? 0) % 4);

/**
 * A port with somebody on it. It lies below the ports that the system gives to whoever asks for any and to connections
 * going out, so that its neighbours are free, and it stays free while a server is down.
 */
export async function takePort(): Promise<{ server: Server; port: number }> {
  for (;;) {
    const port = first + edge + Math.floor(Math.random() * (each - 2 * edge));
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
