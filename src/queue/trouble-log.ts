// Trouble that comes again with every try, told once a minute: whoever reads the log must still see the rest.
import type { Clock, Log } from '#ports.ts';

const everyMs = 60_000;

/** Warns as `log.warn` does, a sentence at most once a minute; `times` is how often it was so since the last line. */
export function openTroubleLog(log: Pick<Log, 'warn'>, clock: Clock): Log['warn'] {
  const told = new Map<string, { at: number; times: number }>();
  return (fields, sentence) => {
    const now = clock.now().getTime();
    const before = told.get(sentence) ?? { at: Number.NEGATIVE_INFINITY, times: 0 };
    const times = before.times + 1;
    const isQuiet = now - before.at < everyMs;
    told.set(sentence, isQuiet ? { at: before.at, times } : { at: now, times: 0 });
    if (!isQuiet) log.warn({ ...fields, times }, sentence);
  };
}
