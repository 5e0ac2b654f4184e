// Reads every record of a type again for what its formulas say now: a formula's new value is no change of its record.
import type { Sync } from '#ports/store-sense.ts';
import { absorb } from './absorb.ts';
import { hasFormulas, linksOf } from './followed.ts';
import { definitionsOf, propertiesToRead } from './portal.ts';
import { refreshEveryMs } from './schedule.ts';
import { later, moveOn, type Step, textAt } from './step.ts';

/** The next page, as the first reading reads it; nothing where no formula is followed. */
export const refreshStep: Step = async (needs, sync) => {
  const { ports, connection, crm } = needs;
  const { objectType } = sync;
  const running = sync.state === 'running';
  const startedAt = running ? (sync.startedAt ?? ports.clock.now()) : ports.clock.now();
  const properties = await propertiesToRead(ports, connection, crm, objectType);
  const definitions = await ports.store.asTenant(connection.tenant, (rows) =>
    definitionsOf(rows, connection.id, objectType),
  );
  const page = hasFormulas(connection.platform, objectType, definitions)
    ? await crm.list(objectType, {
        after: running ? textAt(sync, 'after') : null,
        properties,
        linksTo: linksOf(connection.platform, objectType),
      })
    : { records: [], next: null };
  return moveOn(
    needs,
    sync,
    async (rows, now) => {
      const { signals } = await absorb(rows, connection, page.records, now, needs.begun);
      const wait = page.next === null ? refreshEveryMs : (page.waitMs ?? 0);
      const next: Sync = {
        ...sync,
        cursor: { after: page.next, dueAt: later(now, wait) },
        state: page.next === null ? 'waiting' : 'running',
        seen: (running ? sync.seen : 0) + page.records.length,
        total: page.total ?? (running ? sync.total : null),
        startedAt,
        movedAt: now,
        problem: null,
      };
      return { next, signals };
    },
    page.records.length,
  );
};
