// Record ids as Salesforce makes them: 15 case-sensitive signs, and three more that say where the capitals are.

const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const blocks = [0, 1, 2] as const;
const places = [0, 1, 2, 3, 4] as const;

/** The 18-character form of a 15-character id. */
export function longId(short: string): string {
  const suffix = blocks.map((block) => {
    const bits = places.filter((place) => /[A-Z]/.test(short.charAt(block * 5 + place)));
    return signs.charAt(bits.reduce<number>((sum, place) => sum + 2 ** place, 0));
  });
  return short + suffix.join('');
}

/** The n-th id with this key prefix in the org with this number. */
export function makeId(prefix: string, org: number, n: number): string {
  return longId(`${prefix}${base62(org + 1_000, 3)}${base62(n, 15 - prefix.length - 3)}`);
}

/** The 18-character form of an id of either length; undefined where it is none. The long form may come in any case. */
export function idOf(text: string): string | undefined {
  if (!/^[0-9A-Za-z]+$/.test(text)) return undefined;
  if (text.length === 15) return longId(text);
  if (text.length !== 18) return undefined;
  const repaired = longId([...text.slice(0, 15)].map((sign, index) => cased(sign, index, text)).join(''));
  return repaired.toLowerCase() === text.toLowerCase() ? repaired : undefined;
}

export function prefixOf(id: string): string {
  return id.slice(0, 3);
}

function cased(sign: string, index: number, text: string): string {
  const bits = signs.indexOf(text.charAt(15 + Math.floor(index / 5)).toUpperCase());
  const capital = bits >= 0 && Math.floor(bits / 2 ** (index % 5)) % 2 === 1;
  return capital ? sign.toUpperCase() : sign.toLowerCase();
}

function base62(value: number, length: number): string {
  let left = value;
  let text = '';
  while (text.length < length) {
    text = digits.charAt(left % 62) + text;
    left = Math.floor(left / 62);
  }
  return text;
}
