// Wake-ups for later: timers of this process, one for each work; the sweeper finds what is due when it dies.
import type { Work } from '#ports.ts';
import { workName } from './work-name.ts';

/** Node's longest timer; what is due later is found by the sweeper. */
const longestMs = 2 ** 31 - 1;

export type Alarms = {
  /** Of two for the same work the earlier one stays. */
  set(work: Work, delayMs: number): void;
  clear(): void;
};

/**
 * The queue's own delayed jobs are not used: on PostgreSQL every worker promotes all that are due in one statement
 * without an order, so that two workers wait for each other (40P01) and the work just done counts as failed.
 */
export function openAlarms(ring: (work: Work) => Promise<void>): Alarms {
  const set = new Map<string, { readonly timer: NodeJS.Timeout; readonly at: number }>();
  return {
    set(work, delayMs) {
      const name = workName(work);
      const at = performance.now() + delayMs;
      const before = set.get(name);
      if (before !== undefined && before.at <= at) return;
      clearTimeout(before?.timer);
      const timer = setTimeout(
        () => {
          set.delete(name);
          void ring(work);
        },
        Math.min(delayMs, longestMs),
      );
      set.set(name, { timer: timer.unref(), at });
    },
    clear() {
      for (const { timer } of set.values()) clearTimeout(timer);
      set.clear();
    },
  };
}
