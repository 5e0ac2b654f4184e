// The first reading of a type: every live record with its links, page by page, resumable at any page.
import type { Sync } from '#ports/store-sense.ts';
import { absorb } from './absorb.ts';
import type { Connection } from './connection.ts';
import { linksOf } from './followed.ts';
import { knowPeople } from './people.ts';
import { propertiesToRead } from './portal.ts';
import { archivedEveryMs, lookbackMs, nextNight, refreshEveryMs } from './schedule.ts';
import { isSubjectKind } from './signal.ts';
import { later, moveOn, type Step, textAt } from './step.ts';

/** Reads the next page. After the last one the type is kept up to date by the incremental reading. */
export const backfillStep: Step = async (needs, sync) => {
  const { ports, connection, crm } = needs;
  const { objectType } = sync;
  const startedAt = sync.startedAt ?? ports.clock.now();
  const properties = await propertiesToRead(ports, connection, crm, objectType);
  const page = await crm.list(objectType, {
    after: textAt(sync, 'after'),
    properties,
    linksTo: linksOf(connection.platform, objectType),
  });
  await knowPeople(ports, connection, crm, page.records);
  return moveOn(
    needs,
    sync,
    async (rows, now) => {
      const { signals } = await absorb(rows, connection, page.records, now, needs.begun);
      const next: Sync = {
        ...sync,
        cursor:
          page.waitMs === undefined
            ? { after: page.next }
            : { after: page.next, dueAt: later(now, page.waitMs) },
        state: page.next === null ? 'done' : 'running',
        seen: sync.seen + page.records.length,
        total: page.total ?? sync.total,
        startedAt,
        movedAt: now,
        problem: null,
      };
      return {
        next,
        also: next.state === 'done' ? following(next, startedAt, now, connection) : [],
        signals,
      };
    },
    page.records.length,
  );
};

/** What goes on after the first reading: changes since it began, archived ones, formulas, and the nightly comparison. */
function following(done: Sync, startedAt: Date, now: Date, { platform, account }: Connection): Sync[] {
  const empty = { ...done, state: 'waiting', seen: 0, total: null, startedAt: null, movedAt: null } as const;
  const since = later(startedAt, -lookbackMs);
  return [
    {
      ...empty,
      phase: 'incremental',
      cursor: { since, until: null, afterId: null, dueAt: now.toISOString() },
    },
    { ...empty, phase: 'archived', cursor: { after: null, dueAt: later(now, archivedEveryMs) } },
    {
      ...empty,
      phase: 'reconcile',
      cursor: { after: null, dueAt: nextNight(now, account.timeZone).toISOString() },
    },
    ...(platform === 'salesforce' && isSubjectKind(done.objectType)
      ? [{ ...empty, phase: 'refresh' as const, cursor: { after: null, dueAt: later(now, refreshEveryMs) } }]
      : []),
  ];
}
