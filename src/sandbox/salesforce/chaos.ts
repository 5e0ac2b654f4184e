// How unkind the simulated Salesforce is: failures, slow answers, lost answers, locks, late commits, stuck jobs.
import { z } from 'zod';

const rate = z.number().min(0).max(1);
const milliseconds = z.number().int().min(0);

const jobFate = z.enum(['complete', 'fail', 'stuck']);

export const chaosSettings = z.strictObject({
  seed: z.number().int().default(1),
  /** The share of API calls answered by 500, 502, 503 or 504, without any effect. */
  failureRate: rate.default(0),
  /** The share of API calls whose effect stays and whose answer is lost. */
  lostAnswerRate: rate.default(0),
  /** The share of token answers that are lost: the refresh token is spent, and nobody has the new one. */
  lostTokenRate: rate.default(0),
  /** How long every answer takes at least. */
  slowMs: milliseconds.default(0),
  /** The share of API calls that find their access token ended. */
  sessionEndRate: rate.default(0),
  /** The share of records of a write that cannot be locked. */
  lockRate: rate.default(0),
  /** Parents that somebody else holds: their children cannot be written. */
  lockedParents: z.array(z.string()).default([]),
  /** Everything that writes answers 503: the org is being moved. */
  readOnly: z.boolean().default(false),
  /** The share of people's changes that are committed `lateCommitMs` after the stamp they carry. */
  lateCommitRate: rate.default(0),
  lateCommitMs: milliseconds.default(30_000),
  /** What becomes of bulk jobs, and how long they take. */
  bulkJobs: jobFate.default('complete'),
  bulkJobMs: milliseconds.default(200),
  /** How unkind the Pub/Sub API is. */
  streams: z
    .strictObject({
      /** The stream breaks in place of an answer, or right after it. */
      cutRate: rate.default(0),
      duplicateRate: rate.default(0),
      delayMs: z.strictObject({ min: milliseconds, max: milliseconds }).default({ min: 0, max: 0 }),
      /** The most events in one answer. */
      together: z.number().int().min(1).max(100).default(100),
    })
    .prefault({}),
  /** How long an access token works. */
  sessionSeconds: z.number().int().positive().default(7_200),
  /** How long a refresh token that nobody uses works: 30 days. */
  idleSeconds: z
    .number()
    .int()
    .positive()
    .default(30 * 86_400),
});

export type ChaosSettings = z.infer<typeof chaosSettings>;
export type ChaosInput = z.input<typeof chaosSettings>;

export type Chaos = {
  read(): ChaosSettings;
  /** Replaces the settings named in `patch`; a new seed begins its sequence again. */
  set(patch: Partial<ChaosInput>): ChaosSettings;
  /** The next number of the sequence, 0 up to but not including 1. */
  roll(): number;
  /** Whether what happens at this rate happens now. */
  strikes(rate: number): boolean;
};

/** Calm, unless told otherwise. */
export function openChaos(initial: ChaosInput = {}): Chaos {
  let settings = chaosSettings.parse(initial);
  let next = generator(settings.seed);
  return {
    read: () => settings,
    set(patch) {
      settings = chaosSettings.parse({ ...settings, ...patch });
      if (patch.seed !== undefined) next = generator(settings.seed);
      return settings;
    },
    roll: () => next(),
    strikes: (share) => share > 0 && next() < share,
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
