// When to train: whether learning anew would pay, and why.

export const trainReasons = [
  'first',
  'choices',
  'histories',
  'drift',
  'calibration',
  'records',
  'age',
  'asked',
] as const;
export type TrainReason = (typeof trainReasons)[number];

export type Grounds = {
  /** Closed records that the live weights were learned from, and those that closed since. */
  readonly learned: number;
  readonly since: number;
  readonly ageDays: number;
  /** How many had closed since when learning was last tried in vain; null where it was not. */
  readonly triedAt: number | null;
  readonly drift: boolean;
  readonly calibration: boolean;
  readonly asked: boolean;
};

/** A tenth more records than before is worth a try. */
const share = 0.1;
/** With fewer new ones the same would come out again, whatever the drift. */
const least = 20;
const oldDays = 30;

/** Empty: the weights stay as they are. Without new closed records there is nothing to learn, whatever moved. */
export function reasonsToTrain(grounds: Grounds): TrainReason[] {
  const { learned, since, ageDays, triedAt, drift, calibration, asked } = grounds;
  if (asked) return ['asked'];
  // What was tried in vain is tried again when there is something new to learn from.
  const fresh = since - (triedAt ?? 0);
  if (fresh < least) return [];
  return [
    ...(drift ? (['drift'] as const) : []),
    ...(calibration ? (['calibration'] as const) : []),
    ...(fresh >= Math.max(least, share * learned) ? (['records'] as const) : []),
    ...(ageDays >= oldDays ? (['age'] as const) : []),
  ];
}
