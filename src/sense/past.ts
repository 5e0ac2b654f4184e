// Reads once what records were before we knew them, from the CRM's own history; page by page, resumable at any page.
import type { KnownRecord, Sync } from '#ports/store-sense.ts';
import type { Connection } from './connection.ts';
import { propertiesToRead } from './portal.ts';
import type { PastState } from './record.ts';
import { isSubjectKind, type NewSignal } from './signal.ts';
import { moveOn, type Step, textAt } from './step.ts';

/** Newest records of a type whose past is read: as many as one training looks at. */
const mostRecords = 50_000;
const pageSize = 200;

/** The past of the next records, the newest first. Whoever is gone or erased meanwhile has none. */
export const pastStep: Step = async (needs, sync) => {
  const { ports, connection, crm } = needs;
  const { objectType } = sync;
  const startedAt = sync.startedAt ?? ports.clock.now();
  const properties = await propertiesToRead(ports, connection, crm, objectType);
  const { page, total } = await ports.store.asTenant(connection.tenant, async ({ records }) => ({
    page: await records.newest(connection.id, objectType, textAt(sync, 'after'), pageSize),
    total: sync.total ?? Math.min(mostRecords, await liveOf(records, sync)),
  }));
  const past = page.length === 0 ? new Map() : await crm.past(objectType, page, properties);
  return moveOn(
    needs,
    sync,
    async (rows, now) => {
      const ids = page.map(({ id }) => id);
      const known = await rows.records.known(connection.id, objectType, ids);
      const told = [...known.values()].flatMap((record) => tellPast(connection, record, past.get(record.id)));
      await rows.signals.keep(told);
      const seen = sync.seen + page.length;
      const over = page.length < pageSize || seen >= mostRecords;
      const next: Sync = {
        ...sync,
        cursor: { after: ids.at(-1) ?? textAt(sync, 'after') },
        state: over ? 'done' : 'running',
        ...{ seen, total, startedAt, movedAt: now, problem: null },
      };
      // Nothing of today changes: no turn has anything to do.
      return { next, signals: 0 };
    },
    page.length,
  );
};

type Counting = {
  count(connection: string): Promise<{ objectType: Sync['objectType']; live: number }[]>;
};

async function liveOf(records: Counting, { connection, objectType }: Sync): Promise<number> {
  return (await records.count(connection)).find((one) => one.objectType === objectType)?.live ?? 0;
}

/** One signal a record, the same whenever it is read: a second reading of the past tells nothing new. */
function tellPast(
  { id: origin }: Pick<Connection, 'id'>,
  { objectType, id, createdAt }: KnownRecord,
  past: readonly PastState[] | undefined,
): NewSignal[] {
  if (past === undefined || past.length === 0 || !isSubjectKind(objectType)) return [];
  const states = past.map(({ at, properties }) => ({
    at: at.toISOString(),
    properties: storable(properties),
  }));
  return [
    {
      ...{ key: `past:${origin}:${objectType}:${id}`, origin, objectType, externalId: id },
      ...{ occurredAt: createdAt, kind: 'crm.past', data: { states } },
    },
  ];
}

/** PostgreSQL cannot keep a NUL in text. */
function storable(properties: PastState['properties']): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, value?.replaceAll('\u0000', '') ?? null]),
  );
}
