// Takes records that were read into the store: signals for what is new, and the records as now known.
import type { TenantStore } from '#ports/store.ts';
import type { KnownRecord } from '#ports/store-sense.ts';
import type { Connection } from './connection.ts';
import { byType, tell, tellGone } from './delta.ts';
import { type FieldGate, isKept } from './field-permission.ts';
import { peopleOf } from './people.ts';
import type { CrmRecord } from './record.ts';
import { isSubjectKind, type NewSignal, type ObjectType } from './signal.ts';

export type Absorbed = {
  /** Signals kept, and subjects that a turn must look at. */
  readonly signals: number;
  readonly subjects: number;
  /** Records that said something new, and among them those never seen before. */
  readonly changed: readonly string[];
  readonly fresh: readonly string[];
};
type Rows = Pick<TenantStore, 'records' | 'signals' | 'portalFacts' | 'fields'>;
type From = Pick<Connection, 'id' | 'platform'>;

/** All in the caller's transaction. Records may be of several types; the same one twice counts once. */
export async function absorb(
  rows: Rows,
  from: From,
  records: readonly CrmRecord[],
  now: Date,
): Promise<Absorbed> {
  const signals: NewSignal[] = [];
  const changed: string[] = [];
  const fresh: string[] = [];
  const gate = await rows.fields.gate();
  for (const [objectType, all] of byType(records)) {
    const list = all.map((record) => asKept(gate, record));
    const once = [...new Map(list.map((record) => [record.id, record])).values()];
    const known = await rows.records.known(
      from.id,
      objectType,
      once.map(({ id }) => id),
    );
    const people = objectType === 'answer' ? await peopleOf(rows, from.id) : undefined;
    const save: KnownRecord[] = [];
    const touch: string[] = [];
    const losers: string[] = [];
    for (const record of once) {
      const before = known.get(record.id);
      const told = tell(from, before, record, now, people);
      signals.push(...told.signals);
      if (told.signals.length > 0) changed.push(record.id);
      if (before === undefined) fresh.push(record.id);
      if (told.after === null) touch.push(record.id);
      else save.push(told.after);
      losers.push(...told.signals.flatMap((one) => (one.kind === 'crm.merged' ? one.data.from : [])));
    }
    await rows.records.save(from.id, save, now);
    await rows.records.touch(from.id, objectType, touch, now);
    await rows.records.remove(from.id, objectType, losers);
  }
  const kept = await rows.signals.keep(signals);
  return { signals: kept.kept, subjects: kept.subjects.length, changed, fresh };
}

/** Read before the admin said that a property is not to be kept: it is left here. */
function asKept(gate: FieldGate, record: CrmRecord): CrmRecord {
  const { objectType, properties } = record;
  if (!isSubjectKind(objectType) || Object.keys(gate.choices).length === 0) return record;
  const kept = Object.entries(properties).filter(([name]) => isKept(gate, objectType, name));
  return { ...record, properties: Object.fromEntries(kept) };
}

/** Records that the CRM no longer has: known live ones become archived and say so, others say nothing. */
export async function absorbGone(
  rows: Rows,
  from: From,
  objectType: ObjectType,
  ids: readonly string[],
  now: Date,
): Promise<{ signals: number; gone: number }> {
  const known = await rows.records.known(from.id, objectType, ids);
  const live = [...known.values()].filter((record) => !record.archived);
  const told = live.flatMap((record) => tellGone(from, record, now) ?? []);
  await rows.records.archive(
    from.id,
    objectType,
    told.map(({ signal, at }) => ({ id: signal.externalId, at })),
  );
  if (!isSubjectKind(objectType))
    await rows.records.remove(
      from.id,
      objectType,
      live.map(({ id }) => id),
    );
  const kept = await rows.signals.keep(told.map(({ signal }) => signal));
  return { signals: kept.kept, gone: live.length };
}
