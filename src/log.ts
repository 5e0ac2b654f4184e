// The log: one JSON line each, an object first and then a sentence, with secrets and addresses of people taken out.
import { type Level, type Logger, pino } from 'pino';
import type { Log } from '#ports.ts';

/** Names of fields whose value must never be written, wherever they stand. */
const secretName =
  /^(?:.*(?:token|secret|password|authorization|cookie|signature)|api_?key|write_?key|email)$/i;
/** Tokens as the platforms make them, our own keys, and bearer headers. */
const secretText =
  /\b(?:xox[abeprs]-[\w-]+|xapp-[\w-]+|rvl_[\w-]{20,}|wk_[\w-]{20,}|pat-[a-z]{2}\d?-[\w-]{20,}|(?:Bearer|Basic)\s+[\w.~+/=-]+)/gi;
const address = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const mask = '[hidden]';

/** `write` takes each line, with its newline; without it lines go to standard output. */
export function openLog(
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent',
  write?: (line: string) => void,
): Log {
  const options = { level: level satisfies Level | 'silent', base: null };
  const logger = write === undefined ? pino(options) : pino(options, { write });
  return toLog(logger);
}

function toLog(logger: Logger): Log {
  return {
    debug: (fields, sentence) => logger.debug(clean(fields), hide(sentence)),
    info: (fields, sentence) => logger.info(clean(fields), hide(sentence)),
    warn: (fields, sentence) => logger.warn(clean(fields), hide(sentence)),
    error: (fields, sentence) => logger.error(clean(fields), hide(sentence)),
    child: (fields) => toLog(logger.child(clean(fields))),
  };
}

function clean(fields: object): object {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cleaned(name, value, 0)]));
}

function cleaned(name: string, value: unknown, depth: number): unknown {
  if (secretName.test(name)) return mask;
  if (typeof value === 'string') return hide(value);
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (Buffer.isBuffer(value)) return `${value.length} bytes`;
  if (depth > 5) return '[deep]';
  if (Array.isArray(value)) return value.map((one) => cleaned('', one, depth + 1));
  if (value instanceof Error) return errorFields(value, depth);
  return Object.fromEntries(
    Object.entries(value).map(([inner, one]) => [inner, cleaned(inner, one, depth + 1)]),
  );
}

function errorFields(error: Error, depth: number): object {
  return {
    type: error.name,
    message: hide(error.message),
    stack: hide(error.stack ?? ''),
    ...('code' in error ? { code: String(error.code) } : {}),
    ...(error.cause instanceof Error ? { cause: cleaned('cause', error.cause, depth + 1) } : {}),
  };
}

function hide(text: string): string {
  return text.replace(secretText, mask).replace(address, '[e-mail]');
}
