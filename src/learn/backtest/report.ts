// The report of a backtest: what a rule would have said, whom it would have caught, and how often in vain.
import { z } from 'zod';
import { foreseen } from './past-subject.ts';

const caught = z.object({
  subject: z.string(),
  name: z.string(),
  alertAt: z.iso.date(),
  outcomeAt: z.iso.date(),
  daysEarly: z.number().int(),
});
export type Caught = Readonly<z.infer<typeof caught>>;

/** `both`: subjects that this rule and the other one would have alerted about within a week of each other. */
const overlap = z.object({
  id: z.string(),
  title: z.string(),
  both: z.number().int(),
  onlyThis: z.number().int(),
  onlyOther: z.number().int(),
});

export const backtestReport = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  outcome: z.enum(foreseen),
  horizonDays: z.number().int(),
  subjects: z.number().int(),
  evaluations: z.number().int(),
  /** Share of the answers that were not known. */
  unknown: z.number(),
  alerts: z.number().int(),
  alertedSubjects: z.number().int(),
  alertsPerWeek: z.number(),
  /** Alerts of each week, the oldest first; the last one may be short. */
  weeks: z.array(z.number().int()),
  /** For how many the rule holds on the last day: those it would be about at once. */
  matchesNow: z.number().int(),
  outcomes: z.number().int(),
  caught: z.array(caught),
  missed: z.array(caught.pick({ subject: true, name: true, outcomeAt: true })),
  /** Subjects alerted whose horizon passed without the outcome, and those whose horizon is still open. */
  falseAlerts: z.number().int(),
  undecided: z.number().int(),
  /** Caught of caught and false; undecided ones are left out. `precisionSoFar` counts them as false. */
  precision: z.number().nullable(),
  precisionSoFar: z.number().nullable(),
  recall: z.number().nullable(),
  /** Of those caught: days from the alert to the outcome. */
  daysEarly: z.object({ median: z.number(), least: z.number(), most: z.number() }).nullable(),
  /** Of the outcomes: the share alerted at least 14 days before. */
  caughtTwoWeeksEarly: z.number().nullable(),
  overlap: z.array(overlap),
});
export type BacktestReport = z.infer<typeof backtestReport>;

/** What a journey would have asked of people and systems; `weeks`: the oldest first, the last one may be short. */
const journeyLoad = z.object({
  kind: z.enum(['alert', 'task', 'mail', 'chat', 'approval', 'field', 'hook']),
  total: z.number().int(),
  perWeek: z.number(),
  weeks: z.array(z.number().int()),
});
export type JourneyLoad = z.infer<typeof journeyLoad>;

/** `alerts` are those who would have come in, `held` of them with nothing done. */
export const journeyBacktest = backtestReport.extend({
  held: z.number().int(),
  onTheWay: z.number().int(),
  /** How the ways would have ended, by the status of the run. */
  ends: z.array(z.object({ status: z.string(), count: z.number().int() })),
  load: z.array(journeyLoad),
});
export type JourneyBacktest = z.infer<typeof journeyBacktest>;
