// Reads records of the CRM again, in coalesced batches, because something was said about them.

import type { Crm } from '#ports/crm.ts';
import { crmTrouble } from '#ports/crm-trouble.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Reread } from '#ports/store-sense.ts';
import type { Ports } from '#ports.ts';
import { absorb, absorbGone } from './absorb.ts';
import type { Connection, ConnectionId } from './connection.ts';
import { byType } from './delta.ts';
import { isEngagementKind } from './engagement.ts';
import { knowPeople } from './people.ts';
import { propertiesToRead } from './portal.ts';
import { linkedAnew, withLinks } from './read-links.ts';
import type { CrmRecord } from './record.ts';
import type { ObjectType } from './signal.ts';
import type { TenantId } from './tenant.ts';
import { settleTrouble } from './trouble.ts';

/** Records a call, so that tenants share the workers. */
const aCall = 500;
/** An event can come before its record can be read; after the last of these the record counts as deleted. */
const missingMs = [2_000, 10_000, 60_000, 300_000];
/** A record said to be deleted may still be read for a moment, and an engagement before its links. */
const confirmMs = 10_000;
const linksMs = 30_000;

export type RereadReport = {
  readonly read: number;
  readonly changed: number;
  readonly missing: number;
  readonly gone: number;
  /** More is due than one call takes. */
  readonly more: boolean;
};
const nothing: RereadReport = { read: 0, changed: 0, missing: 0, gone: 0, more: false };
type Needs = Pick<Ports, 'store' | 'queue' | 'clients' | 'clock' | 'log'>;

/** Reads what is due of one connection. Wakes a turn if anything changed, and itself for what is missing yet. */
export async function reread(ports: Needs, tenant: TenantId, id: ConnectionId): Promise<RereadReport> {
  let report = nothing;
  const { connection, due } = await ports.store.asTenant(tenant, async ({ connections, rereads }) => ({
    connection: await connections.get(id),
    due: await rereads.due(id, ports.clock.now(), aCall),
  }));
  if (connection === null || connection.state !== 'active' || due.length === 0) return report;
  const crm = ports.clients.crm(connection);
  try {
    const batch = crm.most.read;
    for (const [objectType, list] of byType(due)) {
      for (let at = 0; at < list.length; at += batch) {
        const one = await readSome(ports, connection, crm, objectType, list.slice(at, at + batch));
        report = {
          read: report.read + one.read,
          changed: report.changed + one.changed,
          missing: report.missing + one.missing,
          gone: report.gone + one.gone,
          more: due.length === aCall,
        };
      }
    }
  } catch (error) {
    if (!(await settleTrouble(ports, connection, 'reread', error))) throw error;
    report = { ...report, more: false };
  } finally {
    if (report.changed + report.gone > 0) await ports.queue.wake({ kind: 'turn', tenant });
  }
  if (report.missing > 0) await ports.queue.wake({ kind: 'reread', tenant, connection: id }, missingMs[0]);
  return report;
}

async function readSome(
  ports: Needs,
  connection: Connection,
  crm: Crm,
  objectType: ObjectType,
  due: readonly Reread[],
): Promise<RereadReport> {
  const { tenant } = connection;
  const ids = due.map(({ externalId }) => externalId);
  const begun = ports.clock.now();
  const before = await ports.store.asTenant(tenant, ({ records }) =>
    records.known(connection.id, objectType, ids),
  );
  let answer: { records: CrmRecord[]; missing: string[] };
  try {
    const properties = await propertiesToRead(ports, connection, crm, objectType);
    answer = await crm.read(objectType, ids, properties);
  } catch (error) {
    const trouble = crmTrouble(error);
    if (trouble?.what !== 'scope') throw error;
    ports.log.info({ tenant, connection: connection.id, objectType, ...trouble }, 'a type may not be read');
    await ports.store.asTenant(tenant, ({ rereads }) => rereads.finish(due));
    return nothing;
  }
  // The answer may hold a record that was not asked for: the one that another was merged into.
  const wantLinks = [
    ...due.flatMap(({ externalId, links }) => (links ? [externalId] : [])),
    ...linkedAnew(before, answer.records),
  ];
  const records = await withLinks(crm, connection.platform, objectType, answer.records, new Set(wantLinks));
  await knowPeople(ports, connection, crm, records);
  const sorted = sortOut(due, before, records, new Set(answer.missing));
  return ports.store.asTenant(tenant, (rows) => settle(ports, rows, connection, objectType, sorted, begun));
}

type Sorted = {
  readonly absorb: readonly CrmRecord[];
  readonly finish: readonly Reread[];
  readonly gone: readonly Reread[];
  readonly again: readonly { readonly reread: Reread; readonly waitMs: number }[];
};

/** What is certain now, what is gone, and what is to be looked at once more before it is believed. */
function sortOut(
  due: readonly Reread[],
  before: ReadonlyMap<string, { readonly archived: boolean }>,
  records: readonly CrmRecord[],
  missing: ReadonlySet<string>,
): Sorted {
  const found = new Map(records.map((record) => [record.id, record]));
  const doubted = new Set<string>();
  const finish: Reread[] = [];
  const gone: Reread[] = [];
  const again: { reread: Reread; waitMs: number }[] = [];
  for (const reread of due) {
    const known = before.get(reread.externalId);
    const record = found.get(reread.externalId);
    if (missing.has(reread.externalId)) {
      const waitMs = known?.archived === true ? undefined : missingMs[reread.attempts];
      if (waitMs === undefined) gone.push(reread);
      else again.push({ reread, waitMs });
    } else if (record !== undefined && known?.archived === true && reread.attempts === 0) {
      doubted.add(record.id);
      again.push({ reread, waitMs: confirmMs });
    } else if (record !== undefined && isLonely(record) && reread.attempts === 0) {
      again.push({ reread, waitMs: linksMs });
    } else {
      finish.push(reread);
    }
  }
  return { absorb: records.filter(({ id }) => !doubted.has(id)), finish, gone, again };
}

function isLonely(record: CrmRecord): boolean {
  return isEngagementKind(record.objectType) && Object.values(record.links ?? {}).flat().length === 0;
}

async function settle(
  ports: Pick<Ports, 'clock' | 'queue'>,
  rows: TenantStore,
  connection: Connection,
  objectType: ObjectType,
  sorted: Sorted,
  begun: Date,
): Promise<RereadReport> {
  const now = ports.clock.now();
  const absorbed = await absorb(rows, connection, sorted.absorb, now, begun);
  const gone = await absorbGone(
    rows,
    connection,
    objectType,
    sorted.gone.map(({ externalId }) => externalId),
    now,
    begun,
  );
  await rows.rereads.finish([...sorted.finish, ...sorted.gone]);
  for (const [waitMs, list] of Map.groupBy(sorted.again, (one) => one.waitMs)) {
    const dueAt = new Date(now.getTime() + waitMs);
    await rows.rereads.postpone(
      list.map((one) => one.reread),
      dueAt,
    );
  }
  return {
    read: sorted.absorb.length,
    changed: absorbed.signals,
    missing: sorted.again.length,
    gone: gone.gone,
    more: false,
  };
}
