// How unkind the simulated HubSpot is: delays, duplicates, losses, lag, failures and limits, from a seeded generator.
import { z } from 'zod';
import { LONGEST_LAG_MS } from './search-index.ts';

const rate = z.number().min(0).max(1);
const milliseconds = z.number().int().min(0);

export const chaosSettings = z.strictObject({
  seed: z.number().int().default(1),
  /** How long after the change an event is sent. */
  webhookDelayMs: z.strictObject({ min: milliseconds, max: milliseconds }).default({ min: 0, max: 0 }),
  duplicateRate: rate.default(0),
  outOfOrderRate: rate.default(0),
  /** How much later an event out of order is sent, at most. */
  outOfOrderMs: milliseconds.default(2_000),
  lossRate: rate.default(0),
  /** 1 is HubSpot's own pace of retries: ten over 24 hours. */
  retryTimeScale: z.number().positive().default(1),
  searchLagMs: milliseconds.max(LONGEST_LAG_MS).default(0),
  /** The share of API calls answered by 500, 502, 503 or 504. */
  failureRate: rate.default(0),
  /** Writes answer 423. */
  locked: z.boolean().default(false),
  /** Everything answers 477 with this Retry-After in seconds. */
  migrationRetryAfterSeconds: z.number().int().positive().nullable().default(null),
  /** Properties a record must have after a write (the rules admins configure), optionally only in a condition. */
  writeRules: z
    .array(
      z.strictObject({
        objectType: z.string(),
        property: z.string(),
        when: z.strictObject({ property: z.string(), value: z.string() }).optional(),
      }),
    )
    .default([]),
  /** Whether a bad value fails its own record of a batch update (207) or the whole batch (400). */
  batchFaults: z.enum(['record', 'batch']).default('record'),
  /** Whether a merged-away id in batch/read leads to the winner or is missing. */
  mergedInBatchRead: z.enum(['winner', 'missing']).default('winner'),
  /** Whether a merge gives the result a new id. */
  mergeMakesNewId: z.boolean().default(false),
  rotateRefreshTokens: z.boolean().default(false),
  accessTokenSeconds: z.number().int().positive().default(1_800),
  customPropertiesPerObject: z.number().int().positive().default(1_000),
  limits: z
    .strictObject({
      off: z.boolean().default(false),
      perTenSeconds: z.number().int().positive().default(110),
      searchesPerSecond: z.number().int().positive().default(5),
      perDay: z.number().int().positive().nullable().default(null),
    })
    .prefault({}),
});

type ChaosSettings = z.infer<typeof chaosSettings>;
export type ChaosInput = z.input<typeof chaosSettings>;

export type Chaos = {
  read(): ChaosSettings;
  /** Replaces the settings named in `patch`; a new seed begins its sequence again. */
  set(patch: Partial<ChaosInput>): ChaosSettings;
  /** The next number of the sequence, 0 up to but not including 1. */
  roll(): number;
};

/** Calm and with HubSpot's real limits, unless told otherwise. */
export function openChaos(initial: ChaosInput = {}): Chaos {
  let settings = chaosSettings.parse(initial);
  let next = generator(settings.seed);
  return {
    read: () => settings,
    set(patch) {
      const limits = { ...settings.limits, ...patch.limits };
      settings = chaosSettings.parse({ ...settings, ...patch, limits });
      if (patch.seed !== undefined) next = generator(settings.seed);
      return settings;
    },
    roll: () => next(),
  };
}

// mulberry32 (public domain, Tommy Ettinger).
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
