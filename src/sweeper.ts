// The sweeper: finds what a crash or a lost queue left behind, and wakes workers for it.
import type { Ports } from '#ports.ts';

/** A lost wake-up costs at most about this long. */
const everyMs = 3_000;

/** Sweeps until it is stopped; stopping waits for the sweep under way. */
export function startSweeper({
  store,
  queue,
  clock,
  log,
}: Pick<Ports, 'store' | 'queue' | 'clock' | 'log'>): {
  stop(): Promise<void>;
} {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> = Promise.resolve();
  const sweep = async () => {
    try {
      for (const work of await store.doors.waiting(clock.now())) await queue.wake(work);
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.message : String(error) }, 'a sweep failed');
    }
    if (!stopping.signal.aborted) timer = setTimeout(begin, everyMs);
  };
  const begin = () => {
    sweeping = sweep();
  };
  begin();
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await sweeping;
    },
  };
}
