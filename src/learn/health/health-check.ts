// A health check: how well the index foretold who would leave, on the tenant's own customers of the past.
import { z } from 'zod';
import { healthBands, part } from '#analyze/finding.ts';
import { partWeights } from '#analyze/health-weights.ts';

/** So many days ahead the index is to tell. */
export const horizonDays = 90;
/** Fewest who left, and who stayed, before anything is said. */
export const fewestFates = 10;

const count = z.int().min(0);
/** Area under the curve with its 95 % interval: the chance that one who leaves stood below one who stays. */
const area = z.strictObject({ auc: z.number(), low: z.number(), high: z.number() });
export type Area = z.infer<typeof area>;

export const bandShares = z.strictObject({
  healthy: count,
  watch: count,
  at_risk: count,
  /** Nothing was known of them. */
  none: count,
});

/** Weights of the parts as learned from those customers; `parts` is null where too few left or stayed for that. */
export const learnedWeights = z.strictObject({
  left: count,
  stayed: count,
  needed: count,
  parts: partWeights.nullable(),
  /** Something beats the preset on customers that were not learned from; otherwise the weights are the preset. */
  better: z.boolean(),
  /** Of the same moments, the area under the preset, and under weights fitted without the customer itself. */
  preset: area.nullable(),
  learned: area.nullable(),
});
export type LearnedWeights = z.infer<typeof learnedWeights>;

export const verdicts = ['too_few', 'nothing', 'reversed', 'tells'] as const;

/** The same for the customers of one segment, in short; of all where `segment` is null. */
export const segmentCheck = z.strictObject({
  segment: z.string().nullable(),
  customers: count,
  left: count,
  /** Of those who left, how many were green 30 days before. */
  green: count,
  red: z.strictObject({ times: count, left: count, stayed: count, open: count }),
  medianDays: count.nullable(),
  index: area.nullable(),
  verdict: z.enum(verdicts),
  weights: learnedWeights,
});
export type SegmentCheck = z.infer<typeof segmentCheck>;

export const healthCheck = z.strictObject({
  /** The days looked at. */
  from: z.iso.date(),
  to: z.iso.date(),
  customers: count,
  /** Leavings in that time, and customers that were seen to stay for a whole horizon and never left. */
  left: count,
  stayed: count,
  /** Of those who left, how they stood so many days before. */
  before: z.array(bandShares.extend({ days: count })),
  /** Times that a customer turned red, and what came of each within the horizon; `open`: nobody knows yet. */
  red: z.strictObject({ times: count, left: count, stayed: count, open: count }),
  /** Of those who left: how many were red when they did, and how many days it had been so. */
  early: z.strictObject({
    warned: count,
    unwarned: count,
    medianDays: count.nullable(),
    /** Days of each, in order. */
    days: z.array(count),
  }),
  /** Moments a month apart by the index of then, in steps of ten: how many, and after how many the customer left. */
  levels: z.array(z.strictObject({ from: count, moments: count, left: count })),
  bands: z.array(z.strictObject({ band: z.enum(healthBands), moments: count, left: count })),
  moments: count,
  /** Share of the moments for which the index was computed afterwards. */
  anew: z.number().min(0).max(1),
  index: area.nullable(),
  /** What each part alone tells; null where too little is known of it. */
  parts: z.array(z.strictObject({ code: part.shape.code, moments: count, area: area.nullable() })),
  verdict: z.enum(verdicts),
  /** By segment, and of all first; absent in checks of an older Revloop. */
  segments: z.array(segmentCheck).optional(),
  /** Customers that left while they were green 30 days before, the newest first. */
  missed: z.array(
    z.strictObject({
      subject: z.string(),
      name: z.string(),
      left: z.iso.date(),
      score: count.nullable(),
    }),
  ),
});
export type HealthCheck = z.infer<typeof healthCheck>;
