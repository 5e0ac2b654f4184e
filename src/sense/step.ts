// One step of a reading that goes on over many pages: what it needs, and how it moves on.
import type { Crm } from '#ports/crm.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Sync } from '#ports/store-sense.ts';
import type { Ports } from '#ports.ts';
import { absorbGone } from './absorb.ts';
import type { Connection } from './connection.ts';
import { withLinks } from './read-links.ts';
import type { CrmRecord } from './record.ts';
import type { ObjectType } from './signal.ts';

export type StepNeeds = {
  readonly ports: Pick<Ports, 'store' | 'clock'>;
  readonly connection: Connection;
  readonly crm: Crm;
  /** When the step began: what it reads is not older. */
  readonly begun: Date;
};
/** `after`: where it stands now, null when another worker has moved it on meanwhile. */
export type Stepped = {
  readonly after: Sync | null;
  readonly records: number;
  readonly signals: number;
};
/** Reads one page and keeps it together with the new cursor. */
export type Step = (needs: StepNeeds, sync: Sync) => Promise<Stepped>;

/** The page's effects and the cursor in one transaction: a kill at any moment repeats or loses nothing. */
export function moveOn(
  { ports, connection }: StepNeeds,
  from: Sync,
  work: (rows: TenantStore, now: Date) => Promise<{ next: Sync; also?: readonly Sync[]; signals: number }>,
  records: number,
): Promise<Stepped> {
  return ports.store.asTenant(connection.tenant, async (rows) => {
    // Taken first, so that a second worker waits here and then sees that it came too late.
    if (!(await rows.syncs.advance(from, from.cursor))) return { after: null, records: 0, signals: 0 };
    const { next, also, signals } = await work(rows, ports.clock.now());
    await rows.syncs.save(next);
    for (const one of also ?? []) await rows.syncs.save(one);
    return { after: next, records, signals };
  });
}

/** Asks the CRM for the records themselves: lists and events may be behind, a record that is missing is gone. */
export async function confirm(
  { connection, crm, begun }: StepNeeds,
  objectType: ObjectType,
  ids: readonly string[],
  properties: readonly string[],
): Promise<{
  readonly live: readonly CrmRecord[];
  settle(rows: TenantStore, now: Date): Promise<{ signals: number; gone: number }>;
}> {
  const { records, missing } =
    ids.length === 0 ? { records: [], missing: [] } : await crm.read(objectType, ids, properties);
  const answered = new Set([...missing, ...records.map(({ id }) => id)]);
  const wanted = new Set(records.map(({ id }) => id));
  return {
    // Among them are those that others were merged into, with the others' links.
    live: await withLinks(crm, connection.platform, objectType, records, wanted),
    settle: async (rows, now) => {
      // Neither there nor missing: it was merged into one of the records, which tells of it.
      const merged = ids.filter((id) => !answered.has(id));
      await rows.records.remove(connection.id, objectType, merged);
      return absorbGone(rows, connection, objectType, missing, now, begun);
    },
  };
}

/** A time in a cursor. */
export function timeAt(sync: Sync, name: string): Date | null {
  const value = sync.cursor[name];
  return typeof value === 'string' ? new Date(value) : null;
}

export function countAt(sync: Sync, name: string): number {
  const value = sync.cursor[name];
  return typeof value === 'number' ? value : 0;
}

export function textAt(sync: Sync, name: string): string | null {
  const value = sync.cursor[name];
  return typeof value === 'string' ? value : null;
}

export function later(now: Date, ms: number): string {
  return new Date(now.getTime() + ms).toISOString();
}
