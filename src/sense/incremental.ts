// Reads what changed since the last time, by search: finds what no event told us.
import type { Sync } from '#ports/store-sense.ts';
import { absorb } from './absorb.ts';
import { knowPeople } from './people.ts';
import { propertiesToRead } from './portal.ts';
import { linkedAnew, withLinks } from './read-links.ts';
import { incrementalEveryMs, lookbackMs } from './schedule.ts';
import { later, moveOn, type Step, textAt, timeAt } from './step.ts';

/**
 * Reads the next page of the run's span. The span ends where the run began, so that edits made meanwhile cannot extend
 * it; the walk is by id, so that any number of records with the same time of change gets by.
 */
export const incrementalStep: Step = async (needs, sync) => {
  const { ports, connection, crm } = needs;
  const { objectType } = sync;
  const began = ports.clock.now();
  const until = timeAt(sync, 'until') ?? began;
  const since = timeAt(sync, 'since') ?? new Date(until.getTime() - lookbackMs);
  const properties = await propertiesToRead(ports, connection, crm, objectType);
  const span = { since, until, afterId: textAt(sync, 'afterId'), properties };
  const page = await crm.changed(objectType, span);
  const ids = page.records.map(({ id }) => id);
  const known = await ports.store.asTenant(connection.tenant, ({ records }) =>
    records.known(connection.id, objectType, ids),
  );
  const wanted = linkedAnew(known, page.records);
  const records = await withLinks(crm, connection.platform, objectType, page.records, wanted);
  await knowPeople(ports, connection, crm, records);
  return moveOn(
    needs,
    sync,
    async (rows, now) => {
      const { signals } = await absorb(rows, connection, records, now, needs.begun);
      const first = timeAt(sync, 'until') === null;
      const next: Sync = {
        ...sync,
        ...cursorAfter(since, until, page.next, now),
        seen: (first ? 0 : sync.seen) + records.length,
        total: page.total ?? (first ? null : sync.total),
        startedAt: first ? began : sync.startedAt,
        movedAt: now,
        problem: null,
      };
      return { next, signals };
    },
    records.length,
  );
};

function cursorAfter(
  since: Date,
  until: Date,
  next: string | null,
  now: Date,
): Pick<Sync, 'cursor' | 'state'> {
  if (next !== null) {
    const cursor = {
      since: since.toISOString(),
      until: until.toISOString(),
      afterId: next,
      dueAt: now.toISOString(),
    };
    return { cursor, state: 'running' };
  }
  const dueAt = later(now, incrementalEveryMs);
  return {
    cursor: { since: later(until, -lookbackMs), until: null, afterId: null, dueAt },
    state: 'waiting',
  };
}
