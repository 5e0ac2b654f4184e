// Compares our records with the CRM's, in full every night and for deletions in between, and repairs what differs.
import type { Sync } from '#ports/store-sense.ts';
import { absorb } from './absorb.ts';
import { linksOf } from './followed.ts';
import { knowPeople } from './people.ts';
import { propertiesToRead } from './portal.ts';
import { archivedEveryMs, nextNight } from './schedule.ts';
import { confirm, countAt, later, moveOn, type Step, type StepNeeds, type Stepped, textAt } from './step.ts';

/** Archived records are in no search, and events can be lost: lists them, and lets go of those we still know as live. */
export const archivedStep: Step = async (needs, sync) => {
  const { ports, connection, crm } = needs;
  const { objectType } = sync;
  const began = sync.state === 'running' ? (sync.startedAt ?? ports.clock.now()) : ports.clock.now();
  const page = await crm.list(objectType, {
    after: textAt(sync, 'after'),
    properties: [],
    linksTo: [],
    archived: true,
  });
  const suspects = await ports.store.asTenant(connection.tenant, async ({ records }) => {
    const known = await records.known(
      connection.id,
      objectType,
      page.records.map(({ id }) => id),
    );
    return [...known.values()].flatMap(({ id, archived }) => (archived ? [] : [id]));
  });
  const properties = suspects.length === 0 ? [] : await propertiesToRead(ports, connection, crm, objectType);
  const found = await confirm(needs, objectType, suspects, properties);
  return moveOn(
    needs,
    sync,
    async (rows, now) => {
      // Of one that was merged away, the record that it was merged into tells.
      const absorbed = await absorb(rows, connection, found.live, now, needs.begun);
      const settled = await found.settle(rows, now);
      const { gone } = settled;
      const signals = absorbed.signals + settled.signals;
      const running = sync.state === 'running';
      const repaired = (running ? countAt(sync, 'repaired') : 0) + gone;
      const dueAt = later(now, page.next === null ? archivedEveryMs : (page.waitMs ?? 0));
      const next: Sync = {
        ...sync,
        cursor: { after: page.next, repaired, dueAt },
        state: page.next === null ? 'waiting' : 'running',
        seen: (running ? sync.seen : 0) + page.records.length,
        startedAt: began,
        movedAt: now,
        problem: null,
      };
      return { next, signals };
    },
    page.records.length,
  );
};

/**
 * Lists every live record as the first reading does. Its numbers: `missingHere` were not known, `differed` were known
 * otherwise, `missingThere` were known and are gone; all three are repaired.
 */
export const reconcileStep: Step = (needs, sync) =>
  textAt(sync, 'stage') === 'confirm' ? confirmUnseen(needs, sync) : listLive(needs, sync);

async function listLive(needs: StepNeeds, sync: Sync): Promise<Stepped> {
  const { ports, connection, crm } = needs;
  const { objectType } = sync;
  const running = sync.state === 'running';
  const startedAt = running ? (sync.startedAt ?? ports.clock.now()) : ports.clock.now();
  const properties = await propertiesToRead(ports, connection, crm, objectType);
  const page = await crm.list(objectType, {
    after: running ? textAt(sync, 'after') : null,
    properties,
    linksTo: linksOf(connection.platform, objectType),
  });
  await knowPeople(ports, connection, crm, page.records);
  return moveOn(
    needs,
    sync,
    async (rows, now) => {
      const { signals, changed, fresh } = await absorb(rows, connection, page.records, now, needs.begun);
      const news = new Set(fresh);
      const next: Sync = {
        ...sync,
        cursor: {
          stage: page.next === null ? 'confirm' : 'list',
          after: page.next,
          missingHere: (running ? countAt(sync, 'missingHere') : 0) + fresh.length,
          differed: (running ? countAt(sync, 'differed') : 0) + changed.filter((id) => !news.has(id)).length,
          missingThere: running ? countAt(sync, 'missingThere') : 0,
          dueAt: later(now, page.waitMs ?? 0),
        },
        state: 'running',
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
}

/** What the listing did not show is asked for by id before it counts as gone. */
async function confirmUnseen(needs: StepNeeds, sync: Sync): Promise<Stepped> {
  const { ports, connection, crm } = needs;
  const { objectType } = sync;
  const startedAt = sync.startedAt ?? ports.clock.now();
  const unseen = await ports.store.asTenant(connection.tenant, ({ records }) =>
    records.unseen(connection.id, objectType, startedAt, crm.most.read),
  );
  const properties = await propertiesToRead(ports, connection, crm, objectType);
  const found = await confirm(needs, objectType, unseen, properties);
  return moveOn(
    needs,
    sync,
    async (rows, now) => {
      const absorbed = await absorb(rows, connection, found.live, now, needs.begun);
      const { signals, gone } = await found.settle(rows, now);
      const done = unseen.length < crm.most.read;
      const next: Sync = {
        ...sync,
        cursor: {
          ...sync.cursor,
          stage: done ? null : 'confirm',
          missingThere: countAt(sync, 'missingThere') + gone,
          dueAt: done ? nextNight(now, connection.account.timeZone).toISOString() : now.toISOString(),
        },
        state: done ? 'waiting' : 'running',
        movedAt: now,
      };
      return { next, signals: signals + absorbed.signals };
    },
    found.live.length,
  );
}
