// Logs for tests: one that says nothing, and one that keeps its lines.
import type { Log } from '#ports.ts';

export function silentLog(): Log {
  const log: Log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
    child: () => log,
  };
  return log;
}

export type LogLine = {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly sentence: string;
};

/** Keeps every line, those of children too, with the children's fields mixed in. */
export function keepingLog(): { log: Log; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const make = (base: object): Log => {
    const at = (level: LogLine['level']) => (fields: object, sentence: string) => {
      lines.push({ level, fields: { ...base, ...fields }, sentence });
    };
    return {
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      child: (fields) => make({ ...base, ...fields }),
    };
  };
  return { log: make({}), lines };
}
