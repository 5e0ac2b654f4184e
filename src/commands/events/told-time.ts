// A time as people and programs write it down; what can be read in two ways is not guessed at.

export type DayOrder = 'dmy' | 'mdy';
export type ToldTime = { readonly at: Date } | { readonly problem: 'time' | 'order' };

const clock = String.raw`(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)?\s*([AaPp][Mm])?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?`;
const yearFirst = new RegExp(String.raw`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?${clock}$`);
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${clock}$`);
const number = /^\d{9,10}(?:\.\d+)?$|^\d{12,13}$|^\d{15,16}$/;

/** Without a zone it is UTC. `03/04/2025` needs an order; `13/04/2025` and `13.04.2025` do not. */
export function toldTime(given: string, order: DayOrder | undefined): ToldTime {
  const text = given.trim();
  if (number.test(text)) return { at: new Date(inMilliseconds(text)) };
  const first = yearFirst.exec(text);
  if (first !== null) return made(first[1], first[2], first[3], first.slice(4));
  const last = yearLast.exec(text);
  if (last === null) return { problem: 'time' };
  const [, one = '', mark, two = '', year, ...rest] = last;
  const told = mark === '.' ? 'dmy' : (order ?? (Number(one) > 12 ? 'dmy' : Number(two) > 12 ? 'mdy' : null));
  if (told === null) return { problem: 'order' };
  return told === 'dmy' ? made(year, two, one, rest) : made(year, one, two, rest);
}

/** Seconds, milliseconds or microseconds since 1970, by how many digits there are. */
function inMilliseconds(text: string): number {
  const whole = text.split('.')[0]?.length ?? 0;
  if (whole <= 10) return Math.round(Number(text) * 1000);
  return whole <= 13 ? Number(text) : Math.floor(Number(text) / 1000);
}

type Part = string | undefined;

function made(
  year: Part,
  month: Part,
  day: Part,
  [hour, minute, second, part, half, zone]: readonly Part[],
): ToldTime {
  const hours = half === undefined ? Number(hour ?? 0) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const [mi, s] = [Number(minute ?? 0), Number(second ?? 0)];
  const at = Date.UTC(y, m - 1, d, hours, mi, s, Math.floor(Number(`0.${part ?? '0'}`) * 1000));
  const back = new Date(at);
  // The 31st of June is no day, and is not made the first of July.
  const same = back.getUTCMonth() === m - 1 && back.getUTCDate() === d && hours < 24 && mi < 60 && s < 60;
  return same ? { at: new Date(at - offsetOf(zone)) } : { problem: 'time' };
}

function offsetOf(zone: Part): number {
  const found = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '');
  if (found === null) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
  return (found[1] === '-' ? -1 : 1) * minutes * 60_000;
}
