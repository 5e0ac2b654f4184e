// The pulse of a living company: something happens every so many seconds, never two things at once.
import type { Random } from './random.ts';

export type Pulse = { readonly start: () => void; readonly stop: () => Promise<void> };

/** `seconds` is the mean time between two steps. Stopping waits for the step under way. */
export function pulse(needs: {
  readonly step: () => Promise<unknown>;
  readonly random: Random;
  readonly seconds: number;
}): Pulse {
  const { step, random, seconds } = needs;
  const run: { timer: NodeJS.Timeout | undefined; under: Promise<unknown>; stopped: boolean } = {
    ...{ timer: undefined, under: Promise.resolve(), stopped: true },
  };
  const next = () => {
    if (run.stopped) return;
    run.timer = setTimeout(
      () => {
        run.under = step().then(next);
      },
      random.between(0.5, 1.5) * seconds * 1000,
    );
  };
  return {
    start: () => {
      if (!run.stopped) return;
      run.stopped = false;
      next();
    },
    stop: async () => {
      run.stopped = true;
      clearTimeout(run.timer);
      await run.under;
    },
  };
}
