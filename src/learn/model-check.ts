// A model check: what one look at live weights found: kept promises, drift, and whether learning anew would pay.
import { z } from 'zod';
import { target } from '#analyze/target.ts';
import { trainReasons } from './when-to-train.ts';

const level = z.enum(['calm', 'watch', 'drift']);
const shift = { psi: z.number(), noise: z.number(), level } as const;
const share = z.strictObject({ before: z.number(), now: z.number(), level });

export const checkBody = z.strictObject({
  drift: z.strictObject({
    rows: z.int(),
    level,
    score: z.strictObject(shift).nullable(),
    /** Those that moved most come first. */
    features: z.array(z.strictObject({ name: z.string(), label: z.string(), ...shift, missing: share })),
  }),
  promises: z.strictObject({
    rows: z.int(),
    promised: z.number(),
    happened: z.number(),
    logLoss: z.number(),
    baseLogLoss: z.number(),
    ece: z.number(),
    eceFloor: z.number(),
    apart: z.number(),
    sharp: z.number(),
    table: z.array(z.strictObject({ rows: z.int(), predicted: z.number(), observed: z.number() })),
    verdict: z.enum(['too_few', 'kept', 'too_high', 'too_low', 'too_sure', 'too_timid']),
  }),
  /** Share won among the records learned from, and among those that closed since. */
  baseRate: share.extend({ rows: z.int() }),
  /** How many closed records there are that were not learned from. */
  since: z.int(),
  train: z.array(z.enum(trainReasons)),
});

export const modelCheck = z.strictObject({
  target,
  /** The tenant's own date. */
  night: z.iso.date(),
  version: z.int(),
  at: z.date(),
  body: checkBody,
});
export type ModelCheck = z.infer<typeof modelCheck>;
