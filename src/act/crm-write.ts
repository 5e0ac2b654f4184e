// Writes fields to CRM records, as many at a time as the CRM takes; a refused record is parked with the reason and holds up nobody.

import { isRevloopError } from '#errors.ts';
import type { WriteResult } from '#ports/crm.ts';
import type { CrmTrouble } from '#ports/crm-trouble.ts';
import type { TenantStore } from '#ports/store.ts';
import type { LedgerEntry } from '#ports/store-sense.ts';
import type { ConnectionId } from '#sense/connection.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { Action, ActionEnd } from './action.ts';
import { byCompany } from './by-company.ts';
import { type Provisioned, provision, provisioned } from './provision.ts';
import { backoffMs, type CrmActNeeds, endsOfTrouble, mostTries, type Worked } from './worked.ts';

type Write = Extract<Action, { kind: 'crm.write' }>;
type Row = { readonly action: Write; readonly properties: Readonly<Record<string, string>> };

/** Calls a round: more would hold up other work. */
const callsARound = 5;
/** Longer than the slowest round: after a crash the actions are taken again then. */
const leaseMs = 90_000;

export async function doWrites(needs: CrmActNeeds): Promise<Worked> {
  const { ports, connection, crm } = needs;
  const batch = crm.most.write;
  const aRound = callsARound * batch;
  const now = ports.clock.now();
  const { actions, dryRun } = await ports.store.asTenant(connection.tenant, async (rows) => {
    const taken = await rows.outbox.take({
      connection: connection.id,
      kind: 'crm.write',
      now,
      limit: aRound,
      leaseMs,
    });
    const { settings } = await rows.settings.read();
    if (settings.dryRun) await rows.outbox.finish(toDry(taken), now);
    return { actions: taken.filter((action) => action.kind === 'crm.write'), dryRun: settings.dryRun };
  });
  const full = actions.length === aRound;
  if (dryRun) return { ends: toDry(actions), full, trouble: null };
  const ends: ActionEnd[] = [];
  for (const [objectType, unsorted] of Map.groupBy(actions, (action) => action.payload.objectType)) {
    const list = await byCompany(needs, objectType, unsorted);
    for (let at = 0; at < list.length; at += batch) {
      const some = list.slice(at, at + batch);
      const worked = await writeSome(needs, objectType, some);
      ends.push(...worked.ends);
      if (worked.trouble === null) continue;
      const done = new Set(ends.map(({ id }) => id));
      const rest = actions.filter(({ id }) => !done.has(id));
      const put = endsOfTrouble(worked.error, rest, true).ends;
      await finish(needs, put);
      return { ends: [...ends, ...put], full, trouble: worked.trouble };
    }
  }
  return { ends, full, trouble: null };
}

const toDry = (actions: readonly Action[]): ActionEnd[] =>
  actions.map(({ id, mark }) => ({ id, mark, end: 'dry' as const }));

type Some = { ends: readonly ActionEnd[]; trouble: CrmTrouble | null; error?: unknown };

async function writeSome(
  needs: CrmActNeeds,
  objectType: SubjectKind,
  actions: readonly Write[],
): Promise<Some> {
  const { ports, connection, crm } = needs;
  try {
    const fields = await provisioned(needs);
    const { rows, ends } = await prepare(needs, objectType, actions, fields);
    if (rows.length > 0) {
      const results = await crm.write(
        objectType,
        rows.map(({ action, properties }) => ({ id: action.payload.externalId, properties })),
      );
      ends.push(...(await settle(needs, objectType, rows, results)));
    }
    return { ends, trouble: null };
  } catch (error) {
    if (isRevloopError(error) && error.code === 'CRM_REFUSED') {
      const ends = actions.map((action) => toAgain(action, error.code, error.message));
      await finish(needs, ends);
      return { ends, trouble: null };
    }
    const { ends, trouble } = endsOfTrouble(error, actions, true);
    await finish(needs, ends);
    ports.log.info({ connection: connection.id, objectType, problem: String(error) }, 'writing waits');
    return { ends, trouble, error };
  }
}

/**
 * Leaves out values that the CRM has already, and fields that the customer uses otherwise. The ledger is committed
 * before the call, so that no echo can come before it; so is that the values are on their way: if the answer is lost,
 * by a crash or on the line, the CRM may have them or not, and an older value is no reason to leave out the next.
 */
function prepare(
  { ports, connection }: CrmActNeeds,
  objectType: SubjectKind,
  actions: readonly Write[],
  fields: Provisioned,
): Promise<{ rows: Row[]; ends: ActionEnd[] }> {
  return ports.store.asTenant(connection.tenant, async (store) => {
    const now = ports.clock.now();
    const ids = actions.map(({ payload }) => payload.externalId);
    const taken = await store.outbox.taken(connection.id, objectType, ids);
    const rows: Row[] = [];
    const ends: ActionEnd[] = [];
    for (const action of actions) {
      const { id, mark, payload } = action;
      const has = taken.get(payload.externalId) ?? {};
      const changed = Object.entries(payload.properties).filter(([name, value]) => has[name] !== value);
      const free = changed.filter(([name]) => !fields.conflicts.has(`${objectType}.${name}`));
      if (changed.length === 0) ends.push({ id, mark, end: 'done', response: { unchanged: true } });
      else if (free.length === 0)
        ends.push({ id, mark, end: 'parked', ...conflictOf(fields, objectType, changed) });
      else rows.push({ action, properties: Object.fromEntries(free) });
    }
    const entries = rows.flatMap(({ action, properties }): LedgerEntry[] =>
      Object.entries(properties).map(([property, value]) => ({
        connection: connection.id,
        objectType,
        externalId: action.payload.externalId,
        property,
        value,
      })),
    );
    await store.ledger.note(entries, now);
    await store.outbox.writing(connection.id, rows.map(toValues));
    await store.outbox.finish(ends, now);
    return { rows, ends };
  });
}

function toValues({ action: { payload }, properties }: Row) {
  return { objectType: payload.objectType, externalId: payload.externalId, properties };
}

function conflictOf(
  { conflicts }: Provisioned,
  objectType: SubjectKind,
  changed: readonly (readonly [string, string])[],
): { code: string; problem: string } {
  const problems = changed.map(([name]) => `${name}: ${conflicts.get(`${objectType}.${name}`) ?? ''}`);
  return { code: 'FIELD_CONFLICT', problem: problems.join(' · ') };
}

async function settle(
  needs: CrmActNeeds,
  objectType: SubjectKind,
  rows: readonly Row[],
  results: readonly WriteResult[],
): Promise<ActionEnd[]> {
  const { ports, connection } = needs;
  const byId = new Map(results.map((result) => [result.id, result]));
  const lacks = results.some((result) => !result.ok && result.code === 'PROPERTY_DOESNT_EXIST');
  if (lacks) await provision(needs);
  const ends = rows.map(({ action }) => endOf(action, byId.get(action.payload.externalId)));
  const done = new Set(ends.flatMap((one) => (one.end === 'done' ? [one.id] : [])));
  const wrote = rows.filter(({ action }) => done.has(action.id));
  const lost = rows.filter(({ action }) => isElsewhere(byId.get(action.payload.externalId)));
  await ports.store.asTenant(connection.tenant, async (store: TenantStore) => {
    const now = ports.clock.now();
    await store.outbox.finish(ends, now);
    await store.outbox.wrote(connection.id, wrote.map(toValues));
    await noteLandedElsewhere(store, connection.id, objectType, wrote);
    // The record is gone, was merged, or is a contact now: reading it again tells.
    const wants = lost.map(({ action }) => ({
      connection: connection.id,
      objectType,
      externalId: action.payload.externalId,
      links: false,
    }));
    await store.rereads.want(wants, now);
  });
  return ends;
}

/**
 * The CRM puts what is written to a merged-away record onto the winner. Where the merge became known while the call was
 * under way, the winner may have these values now instead of its own: they are told anew.
 */
async function noteLandedElsewhere(
  { subjects, outbox }: Pick<TenantStore, 'subjects' | 'outbox'>,
  connection: ConnectionId,
  objectType: SubjectKind,
  wrote: readonly Row[],
): Promise<void> {
  const found = await subjects.find(
    connection,
    objectType,
    wrote.map(({ action }) => action.payload.externalId),
  );
  const refs = (await subjects.refs([...new Set(found.values())])).filter(
    (ref) => ref.origin === connection && ref.objectType === objectType,
  );
  const there = new Set(refs.map(({ externalId }) => externalId));
  const strays = new Map<string, Row['properties']>();
  for (const { action, properties } of wrote) {
    const subject = found.get(action.payload.externalId);
    if (subject === undefined || there.has(action.payload.externalId)) continue;
    strays.set(subject, { ...strays.get(subject), ...properties });
  }
  if (strays.size === 0) return;
  await outbox.writing(
    connection,
    refs.flatMap(({ subject, externalId }) => {
      const properties = strays.get(subject);
      return properties === undefined ? [] : [{ objectType, externalId, properties }];
    }),
  );
  await subjects.markDirty([...strays.keys()], 'merged');
}

const elsewhere = ['OBJECT_NOT_FOUND', 'CANNOT_UPDATE_CONVERTED_LEAD'];
const isElsewhere = (result: WriteResult | undefined) =>
  result !== undefined && !result.ok && elsewhere.includes(result.code);

function endOf(action: Write, result: WriteResult | undefined): ActionEnd {
  const { id, mark, attempts } = action;
  if (result === undefined) return toAgain(action, 'UNKNOWN', 'the CRM did not say what became of it');
  if (result.ok) return { id, mark, end: 'done' };
  const { code, problem, again } = result;
  // The field was removed from the account: it was made again just now, and is tried once more.
  if (code === 'PROPERTY_DOESNT_EXIST' && attempts <= 1)
    return { id, mark, end: 'again', waitMs: 1_000, problem };
  if (again) return toAgain(action, code, problem);
  return { id, mark, end: 'parked', code, problem };
}

function toAgain({ id, mark, attempts }: Action, code: string, problem: string): ActionEnd {
  if (attempts >= mostTries) return { id, mark, end: 'parked', code, problem };
  return { id, mark, end: 'again', waitMs: backoffMs(attempts), problem };
}

async function finish({ ports, connection }: CrmActNeeds, ends: readonly ActionEnd[]): Promise<void> {
  await ports.store.asTenant(connection.tenant, ({ outbox }) => outbox.finish(ends, ports.clock.now()));
}
