// The console is built when the server starts, unless it is there already; until then its page tells how far it is.
import path from 'node:path';
import type { ConsoleState } from '#http/deps.ts';
import type { Ports } from '#ports.ts';
import { buildConsole } from '#scripts/build.ts';

const out = path.join(import.meta.dirname, '..', '.out', 'console');

/** Begins to build; returns how it stands, at any time. */
export function startConsoleBuild({ clock, log }: Pick<Ports, 'clock' | 'log'>): () => ConsoleState {
  const since = clock.now();
  let state: ConsoleState = { state: 'building', since, step: '' };
  buildConsole({
    out,
    log: (step) => {
      state = { state: 'building', since, step };
    },
  }).then(
    () => {
      state = { state: 'ready', directory: out };
    },
    (error: unknown) => {
      const problem = error instanceof Error ? error.message : String(error);
      log.error({ err: error }, 'the console could not be built');
      state = { state: 'failed', problem };
    },
  );
  return () => state;
}
