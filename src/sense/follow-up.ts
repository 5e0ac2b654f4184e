// What new signals demand besides being kept: forgetting what is gone, and reading again what changed.
import type { TenantStore } from '#ports/store.ts';
import { expireUnknown } from './portal.ts';
import type { NewSignal, ObjectType } from './signal.ts';

/** A deleted record can still be read for a moment; reading it again later tells for sure. */
const confirmMs = 10_000;

type Want = {
  readonly connection: string;
  readonly objectType: ObjectType;
  readonly externalId: string;
  readonly links: boolean;
  readonly among?: readonly ObjectType[];
};

/** What the CRM no longer has: archived ones are remembered as such, merged and erased ones are forgotten. */
export async function noteGone(rows: TenantStore, news: readonly NewSignal[]): Promise<void> {
  const groups = Map.groupBy(
    news.filter(({ kind }) => ['crm.deleted', 'crm.erased', 'crm.merged'].includes(kind)),
    ({ origin, objectType }) => `${origin} ${objectType}`,
  );
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const { origin, objectType } = first;
    const deleted = group.filter(({ kind }) => kind === 'crm.deleted');
    await rows.records.archive(
      origin,
      objectType,
      deleted.map(({ externalId, occurredAt }) => ({ id: externalId, at: occurredAt })),
    );
    const forgotten = group.flatMap((signal) => {
      if (signal.kind === 'crm.merged') return signal.data.from;
      return signal.kind === 'crm.erased' ? [signal.externalId] : [];
    });
    await rows.records.remove(origin, objectType, forgotten);
  }
}

/** Where it was not told of which type a record is: the type that we know it as; unknown ones fall away. */
export async function knownAs(rows: Pick<TenantStore, 'records'>, list: readonly Want[]): Promise<Want[]> {
  const open = list.filter(({ among }) => among !== undefined);
  const found: Want[] = list.filter(({ among }) => among === undefined);
  for (const [connection, group] of Map.groupBy(open, (one) => one.connection)) {
    const ids = group.map(({ externalId }) => externalId);
    for (const objectType of new Set(group.flatMap(({ among = [] }) => among))) {
      const known = await rows.records.known(connection, objectType, ids);
      found.push(
        ...group.filter(({ externalId }) => known.has(externalId)).map((one) => ({ ...one, objectType })),
      );
    }
  }
  return found;
}

/** Wants `others` and what the signals are about; returns the connections for which something is due now. */
export async function wantRereads(
  rows: TenantStore,
  others: readonly Want[],
  news: readonly NewSignal[],
  now: Date,
): Promise<string[]> {
  const soon = [...others];
  for (const signal of news) {
    const { origin: connection, objectType, externalId } = signal;
    const links = signal.kind !== 'crm.changed' || signal.data.why !== 'changed';
    if (['crm.changed', 'crm.restored', 'crm.merged'].includes(signal.kind))
      soon.push({ connection, objectType, externalId, links });
  }
  await expireUnknown(rows, news, now);
  await rows.rereads.want(soon, now);
  await rows.rereads.want(await deletedThatWeKnow(rows, news), new Date(now.getTime() + confirmMs));
  return [...new Set(soon.map(({ connection }) => connection))];
}

/** What we do not know, or have forgotten because a person demanded it, needs no second look when it is gone. */
async function deletedThatWeKnow(
  rows: Pick<TenantStore, 'records'>,
  news: readonly NewSignal[],
): Promise<Want[]> {
  const deleted = news.filter(({ kind }) => kind === 'crm.deleted');
  const wants: Want[] = [];
  for (const group of Map.groupBy(deleted, ({ origin, objectType }) => `${origin} ${objectType}`).values()) {
    const [first] = group;
    if (first === undefined) continue;
    const { origin: connection, objectType } = first;
    const known = await rows.records.known(
      connection,
      objectType,
      group.map(({ externalId }) => externalId),
    );
    wants.push(
      ...[...known.keys()].map((externalId) => ({ connection, objectType, externalId, links: true })),
    );
  }
  return wants;
}
