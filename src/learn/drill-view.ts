// The report of a drill: who was right where, how far judges agree, what the best mix is, and what each should learn.
import { z } from 'zod';
import { drillFact } from './drill.ts';

const range = z.tuple([z.number(), z.number()]);
/** `machine`, `people` (all judges together) or a judge by name. */
const who = z.string();

/** Of whoever judged: on the known cases that it judged. `against`: log loss less the machine's on the same cases; below 0 is better. */
export const standingOfJudge = z.strictObject({
  who,
  cases: z.int(),
  brier: z.number(),
  brierRange: range,
  logLoss: z.number(),
  logLossRange: range,
  auc: z.number().nullable(),
  aucRange: range.nullable(),
  predicted: z.number(),
  happened: z.number(),
  against: z
    .strictObject({ gain: z.number(), range, verdict: z.enum(['better', 'worse', 'level']) })
    .nullable(),
});

/** texts: `console.drill.lesson.<code>`; `label` and `level` name a group where it is about one. */
export const lesson = z.strictObject({
  code: z.enum([
    'too_hopeful',
    'too_doubtful',
    'people_know_more',
    'machine_knows_more',
    'mix_is_best',
    'uncovered',
    'agree_little',
  ]),
  who,
  label: z.string().nullable(),
  level: z.string().nullable(),
  rows: z.int(),
  predicted: z.number().nullable(),
  happened: z.number().nullable(),
  /** What people wrote. */
  words: z.array(z.string()),
});

export const drillReport = z.strictObject({
  /** Cases; those that somebody judged; of these those whose outcome is known; and how many of them came true. */
  cases: z.int(),
  judged: z.int(),
  known: z.int(),
  won: z.int(),
  /** How many known cases are missing before anything is said; 0 where there are enough. */
  needed: z.int(),
  judges: z.array(standingOfJudge),
  calibration: z.array(
    z.strictObject({
      who,
      bins: z.array(z.strictObject({ predicted: z.number(), observed: z.number(), rows: z.int() })),
    }),
  ),
  agreement: z
    .strictObject({ pairs: z.int(), correlation: z.number().nullable(), distance: z.number() })
    .nullable(),
  /** `share` of people in the mix of log-odds that foretells best; its log loss is of cases that did not choose it. */
  mix: z
    .strictObject({ share: z.number(), logLoss: z.number(), overBest: z.number(), overBestRange: range })
    .nullable(),
  lessons: z.array(lesson),
  /** Features that pulled the machine the wrong way where people were right: to be looked at for leaks and faults. */
  review: z.array(
    z.strictObject({ feature: z.string(), label: z.string(), cases: z.int(), points: z.number() }),
  ),
  /** Where they were furthest apart. */
  apart: z.array(
    z.strictObject({
      place: z.int(),
      people: z.number(),
      machine: z.number(),
      outcome: z.enum(['won', 'lost']),
      facts: z.array(drillFact),
      words: z.array(z.string()),
    }),
  ),
});
export type DrillReport = z.infer<typeof drillReport>;
export type DrillLesson = z.infer<typeof lesson>;
