// The thresholds of the rules: what counts as news, as sure enough, and as over.

const day = 86_400_000;

/**
 * Points are of the 0-100 score. Grades and bands that are worth an alert are the tenant's own choice
 * (`settings.alerts`); these are the house's.
 */
export const thresholds = {
  /** Below this confidence nobody is interrupted; the advice is shown in the card only. */
  sureEnough: 0.4,
  /** A rise that makes a good lead news although it has not reached the grade. */
  bigRise: 25,
  /** A fall of health that is news in any band. */
  bigFall: 20,
  /** A fall of a once good lead that asks for nurturing. */
  coolingFall: 20,
  /** A fall of a deal's probability, in percent, that asks for a change. */
  dealFall: 15,
  /** So long after the planned day a deal is overdue, and so long without a word it is silent. */
  overdueMs: 2 * day,
  silentMs: 21 * day,
  /** At first sight a company's decline is news only if a part of its health lost so much in 28 days. */
  trendFall: -15,
  /** A story is over only so many points beyond the border: a score that wobbles around it does not flap. */
  margin: 5,
  /** A live story is told anew once the score has moved so far. */
  retell: 3,
  /** A part of health is the reason if it is so much worse than the next one. */
  clearlyWorst: 10,
  /** At first sight a lead is news only if it was made, or did something, since then. */
  freshMs: 2 * day,
  /** An open story that nobody answered is over after this. */
  oldMs: 30 * day,
  /** After somebody closed a story it does not begin again so soon; after it ended by itself, it begins silently. */
  coolDownMs: { not_useful: 30 * day, dismissed: 14 * day, done: 7 * day, expired: 3 * day },
} as const;

/** How far back `AdviceRows.closed` must look for the rules. */
export const coolDownDays = thresholds.coolDownMs.not_useful / day;
