// A look at live weights: whether their promises were kept, whether the world moved, and whether learning anew would pay.
import { hash } from 'node:crypto';
import type { Weights } from '#analyze/weights.ts';
import type { ClosedRecord } from './closed-records.ts';
import { driftOf } from './drift.ts';
import type { ModelCheck } from './model-check.ts';
import { judgePromises, type Kept } from './promises.ts';
import { shareShift } from './shift.ts';
import { reasonsToTrain } from './when-to-train.ts';

/** The share won must have moved so that chance does it once in a thousand nights. */
const rareShare = 0.001;
const day = 86_400_000;

/** When the newest record closed that the weights were learned from (ms). */
export function seenUntil({ history }: Pick<Weights, 'history'>): number {
  return history.to === null ? Number.NEGATIVE_INFINITY : Date.parse(history.to);
}

const closedAt = ({ at, closedAt: closed = at }: ClosedRecord) => closed;
const groupOf = ({ id, group = id }: ClosedRecord) => group;

/** Those that the weights have not seen. */
export function freshOf(weights: Pick<Weights, 'history'>, records: readonly ClosedRecord[]): ClosedRecord[] {
  const border = seenUntil(weights);
  return records.filter((one) => closedAt(one) > border);
}

/**
 * Of each fresh subject one picture, drawn by its own name: what was promised at that moment is asked of the history. The
 * last promise before the end would not do: a won deal says so in its last days, and weights were never learned from those.
 */
export function askedOf(fresh: readonly ClosedRecord[]): ClosedRecord[] {
  const pictures = Map.groupBy(fresh, groupOf);
  return [...pictures].flatMap(([group, all]) => {
    const place = hash('sha256', `promise ${group}`, 'buffer').readUInt32BE() % all.length;
    return all.toSorted((a, b) => a.at - b.at).slice(place, place + 1);
  });
}

export type Seen = {
  readonly weights: Weights;
  readonly fresh: readonly ClosedRecord[];
  /** What these very weights promised of the records of `askedOf`. */
  readonly promised: readonly Kept[];
  readonly trainedAt: Date;
  /** How many had closed since when learning was last tried in vain; null where it was not. */
  readonly triedAt: number | null;
  readonly now: Date;
  /** A person asked for it: learning anew is tried whatever was found. */
  readonly asked?: boolean;
};

export function lookAtModel({ asked = false, ...seen }: Seen): ModelCheck['body'] {
  const { weights, fresh, promised, trainedAt, triedAt, now } = seen;
  const groups = Map.groupBy(fresh, groupOf);
  const won = [...groups.values()].filter((all) => all.some((one) => one.won)).length;
  const { history } = weights;
  const drift = driftOf(
    weights,
    fresh.map((one) => ({ subject: groupOf(one), at: one.at, values: one.values })),
  );
  const promises = judgePromises(promised);
  const baseRate = shareShift(
    { count: history.won, rows: history.closed },
    { count: won, rows: groups.size },
    rareShare,
  );
  const train = reasonsToTrain({
    learned: history.closed,
    since: groups.size,
    ageDays: (now.getTime() - trainedAt.getTime()) / day,
    triedAt,
    drift: drift.level === 'drift' || baseRate.level !== 'calm',
    calibration: isBroken(promises.verdict),
    asked,
  });
  return {
    drift: { ...drift, features: [...drift.features] },
    promises: { ...promises, table: [...promises.table] },
    baseRate: { ...baseRate, rows: groups.size },
    since: groups.size,
    train,
  };
}

export function isBroken(verdict: ModelCheck['body']['promises']['verdict']): boolean {
  return verdict !== 'kept' && verdict !== 'too_few';
}
