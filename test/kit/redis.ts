// A Redis database of its own for a test, so that it can be flushed whole while others work beside it.
import { Redis } from 'ioredis';

export type TestRedis = { readonly url: string; flush(): Promise<void>; close(): Promise<void> };

const heldS = 900;

/** Takes one of the server's databases 1 to 15 that no other test has, empty. Give it back by `close`. */
export async function freshRedis(server: string): Promise<TestRedis> {
  const holder = new Redis(server);
  for (let tries = 0; tries < 600; tries += 1) {
    for (let number = 1; number <= 15; number += 1) {
      const name = `revloop-test-database-${number}`;
      if ((await holder.set(name, String(process.pid), 'EX', heldS, 'NX')) === null) continue;
      const url = new URL(server);
      url.pathname = `/${number}`;
      const own = new Redis(url.href);
      await own.flushdb();
      return {
        url: url.href,
        flush: async () => void (await own.flushdb()),
        async close() {
          await own.flushdb();
          await holder.del(name);
          own.disconnect();
          holder.disconnect();
        },
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('every database of the Redis server is in use');
}
