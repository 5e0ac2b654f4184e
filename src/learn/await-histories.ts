// Awaiting histories: the first weights wait until the CRM has told what its records were, so that no score jumps when it has.
import type { Sync } from '#ports/store-sense.ts';

/** Of a very large account the histories take longer: then the first weights are made without, and say so. */
export const mostAwaitedMs = 5 * 60_000;

/** `syncs`: of one connection. A reading that is refused, or not granted, holds up nothing. */
export function awaitsHistories(syncs: readonly Sync[], now: Date): boolean {
  const ended = syncs.flatMap(({ phase, movedAt }) =>
    phase === 'backfill' && movedAt !== null ? [movedAt.getTime()] : [],
  );
  return !areHistoriesRead(syncs) && now.getTime() - Math.max(...ended) < mostAwaitedMs;
}

/** Whether nothing more is to be heard of what records were. */
export function areHistoriesRead(syncs: readonly Sync[]): boolean {
  return !syncs.some(
    ({ phase, state, problem }) =>
      phase === 'past' && (state === 'waiting' || state === 'running') && problem === null,
  );
}
