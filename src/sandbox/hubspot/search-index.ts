// Why search lags behind: until the index catches up, search still sees the record as it was before the change.
import { numberOf } from '#sandbox/sqlite.ts';
import type { PortalContext } from './portal-context.ts';
import type { CrmRecord } from './record.ts';

/** The longest lag that can be asked for; older pictures are thrown away. */
export const LONGEST_LAG_MS = 600_000;
const SWEPT_EVERY = 1_000;

/** Keeps how the record looked before a change (`undefined`: it did not exist). */
export function keepUnindexed(
  context: Pick<PortalContext, 'database' | 'portalId' | 'wall'>,
  type: string,
  id: number,
  before: CrmRecord | undefined,
): void {
  const now = context.wall().getTime();
  const row = context.database.get(
    `insert into unindexed (portal_id, type, id, changed_at, existed, properties, created, updated, archived)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning seq`,
    ...[context.portalId, type, id, now, before === undefined ? 0 : 1],
    ...[JSON.stringify(before?.properties ?? {}), before?.created ?? 0, before?.updated ?? 0],
    before?.archived === true || before?.mergedInto !== undefined ? 1 : 0,
  );
  // Now and then, for portals nobody searches in.
  if (numberOf(row ?? {}, 'seq') % SWEPT_EVERY === 0) catchUp(context, LONGEST_LAG_MS);
}

/** Lets the index catch up with everything that changed at least `lagMs` ago. */
export function catchUp(context: Pick<PortalContext, 'database' | 'wall'>, lagMs: number): void {
  context.database.run(
    'delete from unindexed where changed_at <= ?',
    context.wall().getTime() - Math.min(lagMs, LONGEST_LAG_MS),
  );
}

/** SQL for the records of one type as search sees them; takes (portal, type) once, or three times with `lagging`. */
export function searchable(lagging: boolean): { sql: string; times: number } {
  const live = `select id, properties, created, updated from records
    where portal_id = ? and type = ? and archived = 0 and merged_into is null`;
  if (!lagging) return { sql: live, times: 1 };
  const sql = `${live} and id not in (select id from unindexed where portal_id = ? and type = ?)
    union all
    select id, properties, created, updated from unindexed
    where seq in (select min(seq) from unindexed where portal_id = ? and type = ? group by id)
      and existed = 1 and archived = 0`;
  return { sql, times: 3 };
}
