// How far the reading of a CRM is: records, rate and time left, for a person to watch.
import type { Sync } from '#ports/store-sense.ts';
import type { Ports } from '#ports.ts';
import type { Connection } from './connection.ts';

export type Progress = {
  readonly objectType: Sync['objectType'];
  readonly phase: Sync['phase'];
  readonly state: Sync['state'];
  readonly seen: number;
  /** Null when the CRM does not say how many there are. */
  readonly total: number | null;
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
  readonly problem: string | null;
};

/** Records, rate and time left, of one sync row. */
function progressOf(one: Sync): Progress {
  const { objectType, phase, state, seen, total, problem, startedAt, movedAt } = one;
  const seconds =
    startedAt === null || movedAt === null ? 0 : (movedAt.getTime() - startedAt.getTime()) / 1000;
  const perSecond = seconds > 0 && seen > 0 ? seen / seconds : null;
  const going = state === 'running' && perSecond !== null && total !== null;
  const secondsLeft = going ? Math.max(0, Math.round((total - seen) / perSecond)) : null;
  return { objectType, phase, state, seen, total, perSecond, secondsLeft, problem };
}

/** Progress of every reading of a connection that shows something, first readings first. */
export async function progress(
  { store }: Pick<Ports, 'store'>,
  connection: Pick<Connection, 'tenant' | 'id'>,
): Promise<Progress[]> {
  const all = await store.asTenant(connection.tenant, ({ syncs }) => syncs.all(connection.id));
  return all.map(progressOf).sort((a, b) => Number(b.phase === 'backfill') - Number(a.phase === 'backfill'));
}
