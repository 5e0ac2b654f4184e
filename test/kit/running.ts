// A running Revloop in this process, whole, with the world around it; for tests of the loop.
import { toConfig } from '#config.ts';
import { start } from '#main.ts';
import type { ChaosInput } from '#sandbox/hubspot/chaos.ts';
import type { EngineAddress } from './engine-address.ts';
import { keepingLog } from './log.ts';
import { openWorld } from './running-world.ts';
import { openWatch } from './watch.ts';

export type Running = Awaited<ReturnType<typeof openRunning>>;

/** Web and worker, as `npm start` with credentials would start them. `lines` is its log. */
export async function openRunning(input: { engine: EngineAddress; chaos?: ChaosInput }) {
  const world = await openWorld(input);
  const { log, lines } = keepingLog();
  const running = await start(toConfig(world.env), log, () => undefined).catch(async (error: unknown) => {
    await world.close();
    throw error;
  });
  return {
    ...world,
    ...openWatch(world),
    ports: running.ports,
    lines,
    async close() {
      await running.stop();
      await world.close();
    },
  };
}
