// A segment: customers who behave alike, with the words that set them apart; and a version of all segments of a tenant.
import { z } from 'zod';

/** What customers are told apart by; texts: `segment.behaviour.<name>` and `segment.word.<name>.high` and `.low`. */
export const behaviours = [
  'users',
  'days',
  'breadth',
  'depth',
  'seats',
  'trend',
  'new',
  'tickets',
  'tickets_trend',
  'answer_hours',
  'contact',
  'age',
] as const;
export type Behaviour = (typeof behaviours)[number];

/** One word of a name: of this behaviour, more or less than the other customers. */
export const segmentWord = z.strictObject({ behaviour: z.enum(behaviours), high: z.boolean() });
export type SegmentWord = z.infer<typeof segmentWord>;

const known = z.number().nullable();

export const segment = z.strictObject({
  /** Made of its first name, and kept for life: rules name it. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/),
  /** What sets it apart, the strongest first. */
  words: z.array(segmentWord),
  size: z.number().int(),
  /** By behaviour, in the scaled space of its version; null is not known. */
  centroid: z.record(z.string(), known),
  /** By behaviour, the middle of what its customers do, in plain units; and that of all others. */
  typical: z.record(z.string(), z.strictObject({ here: known, others: known })),
});
export type Segment = z.infer<typeof segment>;

/** How a plain value becomes a coordinate: (f(value) - center) / scale, cut at 3. */
export const behaviourScale = z.strictObject({
  behaviour: z.enum(behaviours),
  center: z.number(),
  scale: z.number(),
  /** For how many of the customers it is known. */
  known: z.number(),
});
export type BehaviourScale = z.infer<typeof behaviourScale>;

/** One number of segments that was tried. */
export const triedCount = z.strictObject({
  count: z.number().int(),
  /** How well one half of the customers says where the other half belongs: 1 is always, by pairs (Tibshirani and Walther 2005). */
  strength: z.number(),
  /** How far apart the segments are: mean silhouette, and the highest of as many clouds without any segments. */
  apart: z.number(),
  chance: z.number(),
  least: z.number().int(),
});
export type TriedCount = z.infer<typeof triedCount>;

export const segmentVersion = z.strictObject({
  /** null: there are segments. */
  none: z.enum(['too_few', 'too_little_known', 'one_cloud']).nullable(),
  /** How many customers took part, and how many are not placed because too little is known of them. */
  customers: z.number().int(),
  unplaced: z.number().int(),
  /** Fewest customers that segments are looked for in. */
  needed: z.number().int(),
  scales: z.array(behaviourScale),
  segments: z.array(segment),
  tried: z.array(triedCount),
  /** For how many versions in a row what is kept was in doubt. */
  doubts: z.number().int(),
  /** Of those who were placed before too, how many are now in another segment. */
  moved: z.strictObject({ of: z.number().int(), count: z.number().int() }).nullable(),
  /** What the two directions of the plot mean: the behaviours that weigh most in them. */
  axes: z.array(z.array(segmentWord)),
});
export type SegmentVersion = z.infer<typeof segmentVersion>;

/** Where one customer is. `x` and `y`: its place in the plot. */
export type SegmentMember = {
  readonly subject: string;
  readonly segment: string;
  readonly since: Date;
  readonly x: number;
  readonly y: number;
};
