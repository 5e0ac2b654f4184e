// Judges alerts about customers against what would have become of them: who was found in time, and how many were right.

/** `nr`: the day. `leavesIn`: days until that customer would have left; null when it would have stayed for 90 days. */
export type Alert = { readonly company: string; readonly nr: number; readonly leavesIn: number | null };
export type Churner = { readonly company: string; readonly nr: number; readonly why: string };

/** An alert is in time from so many days before the customer would have left, and not too early to be about that. */
export const inTime = { least: 14, most: 90 } as const;

export function foundOf(alerts: readonly Alert[], churners: readonly Churner[]) {
  const found = churners.flatMap(({ company, nr }) => {
    const early = alerts
      .filter((one) => one.company === company && nr - one.nr >= inTime.least && nr - one.nr <= inTime.most)
      .map((one) => nr - one.nr);
    return early.length === 0 ? [] : [Math.max(...early)];
  });
  return { of: churners.length, found: found.length, early: found.sort((a, b) => a - b) };
}

export const rightOf = (alerts: readonly Alert[]) =>
  alerts.filter(({ leavesIn }) => leavesIn !== null).length;
