// When which reading of a CRM is due.
import type { Sync } from '#ports/store-sense.ts';
import type { Connection } from './connection.ts';
import { followedTypes, hasPast } from './followed.ts';

/** HubSpot's search shows a change only some moments later: each run looks back this far behind the last one. */
export const lookbackMs = 10 * 60_000;
export const incrementalEveryMs = 5 * 60_000;
export const archivedEveryMs = 6 * 60 * 60_000;
/** Values that change without their record counting as changed are looked for this often, and in every night. */
export const refreshEveryMs = 6 * 60 * 60_000;
/** A type that the account does not allow is asked for again after this, or at once after a new install. */
export const offForMs = 24 * 60 * 60_000;
const nightHour = 3;

/** Changes first, so that a long first reading does not hold them up; then what was never read; then comparing. */
const order = [
  'incremental',
  'backfill',
  'past',
  'archived',
  'refresh',
  'reconcile',
] as const satisfies readonly Sync['phase'][];

/** Rows that a connection still lacks: the first reading of every followed type, then the past of those that have one. */
export function missingSyncs(connection: Connection, syncs: readonly Sync[]): Sync[] {
  const known = new Set(syncs.map(({ objectType }) => objectType));
  const told = new Set(syncs.flatMap(({ phase, objectType }) => (phase === 'past' ? [objectType] : [])));
  const through = syncs.filter(({ phase, state }) => phase === 'backfill' && state === 'done');
  const empty: Omit<Sync, 'objectType' | 'phase'> = {
    ...{ connection: connection.id, cursor: { after: null }, state: 'waiting', seen: 0 },
    ...{ total: null, startedAt: null, movedAt: null, problem: null },
  };
  return [
    ...followedTypes[connection.platform]
      .filter((objectType) => !known.has(objectType))
      .map((objectType) => ({ ...empty, objectType, phase: 'backfill' as const })),
    ...through
      .filter(({ objectType }) => hasPast(connection.platform, objectType) && !told.has(objectType))
      .map(({ objectType }) => ({ ...empty, objectType, phase: 'past' as const })),
  ];
}

/** When it is due; null when it is done for good. */
function dueAt(sync: Sync, connection: Pick<Connection, 'connectedAt'>): Date | null {
  if (sync.state === 'done') return null;
  const installedAgain =
    sync.state === 'off' && sync.movedAt !== null && connection.connectedAt > sync.movedAt;
  const at = sync.cursor['dueAt'];
  return typeof at !== 'string' || installedAgain ? new Date(0) : new Date(at);
}

/** The reading that is to go on now, or null. */
export function nextSync(connection: Connection, syncs: readonly Sync[], now: Date): Sync | null {
  const due = syncs.filter((sync) => {
    const at = dueAt(sync, connection);
    return at !== null && at <= now;
  });
  const rank = (sync: Sync) => [
    order.indexOf(sync.phase),
    // One that is under way goes on before another of its kind begins.
    sync.state === 'running' ? 0 : 1,
    followedTypes[connection.platform].indexOf(sync.objectType),
  ];
  return due.sort((a, b) => compare(rank(a), rank(b)))[0] ?? null;
}

/** The earliest time at which something is due. */
export function nextDueAt(connection: Connection, syncs: readonly Sync[]): Date | null {
  const times = syncs.flatMap((sync) => dueAt(sync, connection) ?? []);
  return times.sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, nr) => value !== b[nr]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** Three in the night where the account is, at least an hour from now. */
export function nextNight(now: Date, timeZone = 'UTC'): Date {
  const soonest = new Date(now.getTime() + 60 * 60_000);
  const parts = new Intl.DateTimeFormat('en-GB', {
    hour: 'numeric',
    minute: 'numeric',
    timeZone: knownZone(timeZone),
  });
  const [hour = 0, minute = 0] = parts.format(soonest).split(':').map(Number);
  const minutes = (24 + nightHour - hour) * 60 - minute;
  return new Date(soonest.getTime() + (minutes % (24 * 60)) * 60_000);
}

function knownZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
