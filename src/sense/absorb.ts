// Takes records that were read into the store: signals for what is new, and the records as now known.
import type { TenantStore } from '#ports/store.ts';
import type { KnownRecord } from '#ports/store-sense.ts';
import type { Connection } from './connection.ts';
import { byType, type Told, tell, tellGone } from './delta.ts';
import { type FieldGate, isKept } from './field-permission.ts';
import { peopleOf } from './people.ts';
import type { CrmRecord } from './record.ts';
import { isSubjectKind, type NewSignal, type ObjectType } from './signal.ts';

/** After this a record is read again of which two readings said different things. */
const againMs = 2_000;

export type Absorbed = {
  /** Signals kept, and subjects that a turn must look at. */
  readonly signals: number;
  readonly subjects: number;
  /** Records that said something new, and among them those never seen before. */
  readonly changed: readonly string[];
  readonly fresh: readonly string[];
};
type Rows = Pick<TenantStore, 'records' | 'rereads' | 'signals' | 'portalFacts' | 'fields'>;
type From = Pick<Connection, 'id' | 'platform'>;

/**
 * All in the caller's transaction. Records may be of several types; the same one twice counts once. `begun`: when their
 * reading began.
 */
export async function absorb(
  rows: Rows,
  from: From,
  records: readonly CrmRecord[],
  now: Date,
  begun: Date = now,
): Promise<Absorbed> {
  const signals: NewSignal[] = [];
  const changed: string[] = [];
  const fresh: string[] = [];
  const gate = await rows.fields.gate();
  for (const [objectType, all] of byType(records)) {
    const list = all.map((record) => asKept(gate, record));
    const people = objectType === 'answer' ? await peopleOf(rows, from.id) : undefined;
    let open = [...new Map(list.map((record) => [record.id, record])).values()];
    while (open.length > 0) {
      const known = await rows.records.known(from.id, objectType, idsOf(open));
      const each = open.map((record): News => {
        const before = known.get(record.id);
        return { id: record.id, record, before, told: tell(from, before, record, now, people) };
      });
      const doubtful = each.filter(
        ({ before, told }) => told.signals.length > 0 && isOvertaken(before, begun),
      );
      await readAgain(rows, from, objectType, idsOf(doubtful), now);
      const sure = each.filter((one) => !doubtful.includes(one));
      const first = sure.filter(({ before }) => before === undefined);
      const added = await rows.records.add(from.id, afterOf(first), now);
      const seen = sure.filter(({ before }) => before !== undefined);
      await rows.records.save(from.id, afterOf(seen), now);
      await rows.records.touch(
        from.id,
        objectType,
        idsOf(seen.filter(({ told }) => told.after === null)),
        now,
      );
      const mine = [...first.filter(({ id }) => added.has(id)), ...seen];
      const told = mine.flatMap((one) => one.told.signals);
      signals.push(...told);
      changed.push(...idsOf(mine.filter((one) => one.told.signals.length > 0)));
      fresh.push(...added);
      const losers = told.flatMap((one) => (one.kind === 'crm.merged' ? one.data.from : []));
      await rows.records.remove(from.id, objectType, losers);
      // What somebody else has kept just now is told once more, against that.
      open = first.flatMap(({ id, record }) => (added.has(id) ? [] : [record]));
    }
  }
  const kept = await rows.signals.keep(signals);
  return { signals: kept.kept, subjects: kept.subjects.length, changed, fresh };
}

type News = {
  readonly id: string;
  readonly record: CrmRecord;
  readonly before: KnownRecord | undefined;
  readonly told: Told;
};

const idsOf = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);
const afterOf = (list: readonly News[]): KnownRecord[] => list.flatMap(({ told }) => told.after ?? []);

/**
 * Somebody else has read it since this reading began: links change without a new time of change, and so which of the two is
 * the newer one nobody can tell.
 */
function isOvertaken(before: KnownRecord | undefined, begun: Date): boolean {
  return before?.readAt !== undefined && before.readAt > begun;
}

async function readAgain(
  rows: Pick<Rows, 'rereads'>,
  from: From,
  objectType: ObjectType,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  const wanted = ids.map((externalId) => ({ connection: from.id, objectType, externalId, links: true }));
  await rows.rereads.want(wanted, new Date(now.getTime() + againMs));
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
  begun: Date = now,
): Promise<{ signals: number; gone: number }> {
  const known = await rows.records.known(from.id, objectType, ids);
  const all = [...known.values()].filter((record) => !record.archived);
  const doubtful = all.filter((record) => isOvertaken(record, begun));
  await readAgain(rows, from, objectType, idsOf(doubtful), now);
  const live = all.filter((record) => !doubtful.includes(record));
  const told = live.flatMap((record) => tellGone(from, record, now) ?? []);
  await rows.records.archive(
    from.id,
    objectType,
    told.map(({ signal, at }) => ({ id: signal.externalId, at })),
  );
  if (!isSubjectKind(objectType)) await rows.records.remove(from.id, objectType, idsOf(live));
  const kept = await rows.signals.keep(told.map(({ signal }) => signal));
  return { signals: kept.kept, gone: live.length };
}
