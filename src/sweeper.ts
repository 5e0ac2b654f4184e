// The sweeper: finds what a crash or a lost queue left behind and wakes workers for it; and removes what is over.
import type { Ports } from '#ports.ts';

/** A lost wake-up costs at most about this long. */
const everyMs = 3_000;
const tidyMs = 60 * 60_000;

/**
 * Sweeps until it is stopped; stopping waits for the sweep under way. `tidy` is called at the start and once an hour, and
 * tells how much it removed of what.
 */
export function startSweeper(
  { store, queue, clock, log }: Pick<Ports, 'store' | 'queue' | 'clock' | 'log'>,
  tidy: (now: Date) => Promise<Readonly<Record<string, number>>>,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> = Promise.resolve();
  let tidied = Number.NEGATIVE_INFINITY;
  const tidyUp = async (now: Date) => {
    if (now.getTime() - tidied < tidyMs) return;
    // Before it is done: what fails is tried again in an hour, not every few seconds.
    tidied = now.getTime();
    const removed = await tidy(now);
    if (Object.values(removed).some((count) => count > 0)) log.info({ removed }, 'what was over is removed');
  };
  const sweep = async () => {
    try {
      for (const work of await store.doors.waiting(clock.now())) await queue.wake(work);
      await tidyUp(clock.now());
      await store.doors.keepStatistics();
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
