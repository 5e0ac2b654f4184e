// Keeps our records in step with a CRM: first reading, changes, archived ones, nightly comparison; a few pages a call.
import { isRevloopError } from '#errors.ts';
import { crmTrouble } from '#ports/crm-trouble.ts';
import type { Sync } from '#ports/store-sense.ts';
import type { Ports } from '#ports.ts';
import { backfillStep } from './backfill.ts';
import type { Connection, ConnectionId } from './connection.ts';
import { isEngagementKind } from './engagement.ts';
import { incrementalStep } from './incremental.ts';
import { pastStep } from './past.ts';
import { refreshPortal } from './portal.ts';
import { archivedStep, reconcileStep } from './reconcile.ts';
import { refreshStep } from './refresh.ts';
import { missingSyncs, nextDueAt, nextSync, offForMs } from './schedule.ts';
import { subjectKinds } from './signal.ts';
import { later, type Step, type StepNeeds } from './step.ts';
import type { TenantId } from './tenant.ts';
import { settleTrouble } from './trouble.ts';

/** A call ends after so many pages or so long, so that connections share the workers. */
const pagesACall = 10;
const callMs = 15_000;
/** A page that the CRM refuses is tried again after this; meanwhile the other types go on. */
const refusedMs = 15 * 60_000;

const steps: Readonly<Record<Sync['phase'], Step>> = {
  backfill: backfillStep,
  incremental: incrementalStep,
  past: pastStep,
  archived: archivedStep,
  refresh: refreshStep,
  reconcile: reconcileStep,
};

export type SyncReport = {
  readonly pages: number;
  readonly records: number;
  readonly signals: number;
  /** Something else is due already. */
  readonly more: boolean;
};
type Needs = Pick<Ports, 'store' | 'queue' | 'clients' | 'clock' | 'log'>;

type Present = Map<string, Sync>;
const noPages = { pages: 0, records: 0, signals: 0 };

/** Does the next pages of whatever is due. Wakes a turn for what was learned, and itself for when more is due. */
export async function sync(ports: Needs, tenant: TenantId, id: ConnectionId): Promise<SyncReport> {
  const connection = await ports.store.asTenant(tenant, ({ connections }) => connections.get(id));
  if (connection === null || connection.state !== 'active' || connection.platform === 'slack')
    return { ...noPages, more: false };
  const needs = { ports, connection, crm: ports.clients.crm(connection) };
  const present = await plan(ports, connection);
  const done = { ...noPages };
  try {
    await refreshPortal(ports, connection, needs.crm);
    const { free } = await readPages(ports, needs, present, (page) => {
      done.pages += 1;
      done.records += page.records;
      done.signals += page.signals;
    });
    if (!free) return { ...done, more: false };
  } catch (error) {
    if (!(await settleTrouble(ports, connection, 'sync', error))) throw error;
    return { ...done, more: false };
  } finally {
    if (done.signals > 0) await ports.queue.wake({ kind: 'turn', tenant });
  }
  const due = nextDueAt(connection, [...present.values()]);
  const waitMs = due === null ? null : due.getTime() - ports.clock.now().getTime();
  if (waitMs !== null && waitMs > 0) await ports.queue.wake({ kind: 'sync', tenant, connection: id }, waitMs);
  return { ...done, more: waitMs !== null && waitMs <= 0 };
}

/** The rows of the connection, with those that it lacks made. */
function plan({ store }: Pick<Ports, 'store'>, connection: Connection): Promise<Present> {
  return store.asTenant(connection.tenant, async ({ syncs }) => {
    const known = await syncs.all(connection.id);
    const missing = missingSyncs(connection, known);
    for (const one of missing) await syncs.save(one);
    return new Map([...known, ...missing].map((one) => [nameOf(one), one]));
  });
}

/** Page after page until the call is over; not `free` when another worker is at the same reading. */
async function readPages(
  ports: Needs,
  needs: Omit<StepNeeds, 'begun'>,
  present: Present,
  each: (page: { records: number; signals: number }) => void,
): Promise<{ free: boolean }> {
  const { connection } = needs;
  const until = ports.clock.now().getTime() + callMs;
  for (let pages = 0; pages < pagesACall && ports.clock.now().getTime() < until; pages += 1) {
    const next = nextSync(connection, [...present.values()], ports.clock.now());
    if (next === null) break;
    const { after, records, signals } = await stepOrPutOff(ports, needs, next);
    if (after === null) return { free: false };
    each({ records, signals });
    present.set(nameOf(after), after);
    if (tellsOtherwise(next, after)) await lookAgain(ports, connection);
    if (after.state !== 'done') continue;
    // The end of a first reading makes the readings that follow it.
    for (const one of (await plan(ports, connection)).values()) present.set(nameOf(one), one);
    // Closed records are known better now: what was learned from them may change.
    if (isPastThrough([...present.values()], after) && (await hasLearned(ports, connection)))
      await ports.queue.wake({ kind: 'learn', tenant: connection.tenant });
  }
  return { free: true };
}

/** Whether what is known of mails, calls and meetings turned into something not known, or the other way round. */
function tellsOtherwise(before: Sync, after: Sync): boolean {
  if (!isEngagementKind(after.objectType)) return false;
  const readThrough = after.phase === 'backfill' && after.state === 'done';
  return readThrough || (before.state === 'off') !== (after.state === 'off');
}

/** None of those who were never written to would be looked at by itself. Before anything was learned, everybody is anyway. */
async function lookAgain(ports: Needs, connection: Connection): Promise<void> {
  const { tenant } = connection;
  if (!(await hasLearned(ports, connection))) return;
  await ports.store.asTenant(tenant, async ({ subjects }) => {
    for (const kind of subjectKinds) await subjects.markKindDirty(kind, 'engagements');
  });
  await ports.queue.wake({ kind: 'turn', tenant });
}

/** The first weights are learned when what was read is folded too: `store/doors.ts` sees to that. */
async function hasLearned({ store }: Pick<Ports, 'store'>, { tenant }: Connection): Promise<boolean> {
  return (await store.asTenant(tenant, ({ weights }) => weights.live('lead'))) !== null;
}

/** Whether that was the last of what the CRM tells of the past. */
function isPastThrough(all: readonly Sync[], ended: Sync): boolean {
  return ended.phase === 'past' && all.every(({ phase, state }) => phase !== 'past' || state === 'done');
}

function nameOf(one: Sync): string {
  return `${one.phase} ${one.objectType}`;
}

/** A type that the account does not allow is switched off with the reason; a refused or unaffordable page is put off. */
async function stepOrPutOff(ports: Needs, needs: Omit<StepNeeds, 'begun'>, from: Sync) {
  try {
    return await steps[from.phase]({ ...needs, begun: ports.clock.now() }, from);
  } catch (error) {
    const trouble = crmTrouble(error);
    const refused = isRevloopError(error) && error.code === 'CRM_REFUSED';
    // What is left of the account's requests is kept for something more important than this reading, not than all.
    const saved = trouble?.what === 'wait' && trouble.code === 'CRM_BUDGET' ? trouble.waitMs : null;
    if (trouble?.what !== 'scope' && !refused && saved === null) throw error;
    const { connection } = needs;
    const now = ports.clock.now();
    const wait = saved ?? (refused ? refusedMs : offForMs);
    const after: Sync = {
      ...from,
      state: refused || saved !== null ? from.state : 'off',
      cursor: { ...from.cursor, dueAt: later(now, wait) },
      movedAt: now,
      problem: isRevloopError(error) ? `${error.code}: ${error.message}` : String(error),
    };
    const { tenant, id } = connection;
    ports.log.warn(
      { tenant, connection: id, objectType: from.objectType, problem: after.problem },
      'a reading was put off',
    );
    const moved = await ports.store.asTenant(tenant, (rows) => rows.syncs.advance(after, from.cursor));
    return { after: moved ? after : null, records: 0, signals: 0 };
  }
}
