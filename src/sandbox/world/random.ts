// Chance with a seed: the same seed gives the same demo company, number by number.

export type Random = {
  /** In [0, 1). */
  readonly next: () => number;
  readonly between: (low: number, high: number) => number;
  /** A whole number from `low` to `high`, both included. */
  readonly whole: (low: number, high: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly [T, ...T[]] | readonly T[]) => T;
  /** Picks a key by its weight. */
  readonly weighted: <K extends string>(weights: Readonly<Partial<Record<K, number>>>) => K;
  readonly normal: (mean: number, deviation: number) => number;
  /** Median and spread (log scale) of a long-tailed positive amount. */
  readonly skewed: (median: number, spread: number) => number;
  readonly poisson: (mean: number) => number;
  /** An independent stream for one purpose, so that a change in one place leaves the others alone. */
  readonly stream: (purpose: string) => Random;
};

// sfc32 and the seeding of it by cyrb128 are in the public domain (PracRand; bryc).
function mix(text: string): readonly [number, number, number, number] {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0];
}

/** Any text or number makes a seed. */
export function seededRandom(seed: string | number): Random {
  let [a, b, c, d] = mix(String(seed));
  const next = () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let warm = 0; warm < 12; warm += 1) next();
  return toRandom(next, String(seed));
}

function toRandom(next: () => number, name: string): Random {
  const between = (low: number, high: number) => low + next() * (high - low);
  const normal = (mean: number, deviation: number) => {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * next());
  };
  return {
    next,
    between,
    normal,
    whole: (low, high) => Math.floor(between(low, high + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    weighted: (weights) => {
      const keys = keysOf(weights);
      const total = keys.reduce((sum, key) => sum + (weights[key] ?? 0), 0);
      let left = next() * total;
      const found = keys.find((key) => {
        left -= weights[key] ?? 0;
        return left < 0;
      });
      const last = found ?? keys.at(-1);
      if (last === undefined) throw new Error('nothing to pick from');
      return last;
    },
    skewed: (median, spread) => median * Math.exp(normal(0, spread)),
    poisson: (mean) => {
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = next(); product > limit; product *= next()) count += 1;
      return count;
    },
    stream: (purpose) => seededRandom(`${name}/${purpose}`),
  };
}

export function keysOf<K extends string>(record: Readonly<Partial<Record<K, unknown>>>): K[] {
  const keys: K[] = [];
  for (const key in record) keys.push(key);
  return keys;
}
