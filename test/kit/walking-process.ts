// A worker that walks the journeys of one tenant until it is killed; its days last a second each.
import { openStore } from '#store/open.ts';
import { openSeal } from '#store/seal.ts';
import { walkJourneys } from '#walk.ts';
import type { PostgresAddress } from './engine-address.ts';
import { silentLog } from './log.ts';

type Told = { address: PostgresAddress; keys: string; tenant: string; realStart: number; houseStart: number };

process.once('message', (told: Told) => void walk(told));

async function walk({ address, keys, tenant, realStart, houseStart }: Told): Promise<void> {
  const clock = { now: () => new Date(houseStart + (Date.now() - realStart) * 86_400) };
  const log = silentLog();
  const store = await openStore({ pool: { ...address, max: 3 }, seal: openSeal(keys), clock, log });
  process.send?.('walking');
  for (;;) {
    const { runs } = await walkJourneys(
      { store, queue: { wake: async () => undefined }, clock, log },
      tenant,
    );
    if (runs === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
