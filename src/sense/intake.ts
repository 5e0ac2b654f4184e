// Intake: kept deliveries become signals and records to read again, each event once.
import { isRevloopError } from '#errors.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import { compareNow } from './compare-now.ts';
import { type Delivery, type DeliverySource, deliverySources } from './delivery.ts';
import { knownAs, noteGone, wantRereads } from './follow-up.ts';
import { type Adapters, emptyReading, type Heard, type Reading } from './reading.ts';
import type { TenantId } from './tenant.ts';

/** Deliveries a transaction, and transactions a call: a call ends soon, so that tenants share the workers. */
const together = 50;
const rounds = 20;

export type IntakeReport = {
  readonly deliveries: number;
  readonly parked: number;
  readonly kept: number;
  readonly repeated: number;
  readonly echoes: number;
  readonly unused: number;
  /** More is kept than one call takes. */
  readonly more: boolean;
};
type Round = IntakeReport & {
  readonly dirty: boolean;
  readonly wanted: readonly string[];
  readonly compared: readonly string[];
};

const idle = { wanted: [], compared: [] } as const;
const nothing: IntakeReport = {
  deliveries: 0,
  parked: 0,
  kept: 0,
  repeated: 0,
  echoes: 0,
  unused: 0,
  more: false,
};

/** Works off what is kept, all sources, and wakes for what follows from it. */
export async function intake(
  ports: Pick<Ports, 'store' | 'queue' | 'clock' | 'log'>,
  tenant: TenantId,
  adapters: Adapters,
): Promise<IntakeReport> {
  let report = nothing;
  let dirty = false;
  const wanted = new Set<string>();
  const compared = new Set<string>();
  for (const source of deliverySources) {
    if (adapters[source] === undefined) continue;
    let more = true;
    for (let round = 0; more && round < rounds; round += 1) {
      const one = await takeRound(ports, tenant, adapters, source);
      report = added(report, one);
      dirty ||= one.dirty;
      for (const connection of one.wanted) wanted.add(connection);
      for (const connection of one.compared) compared.add(connection);
      more = one.more;
    }
    report = { ...report, more: report.more || more };
  }
  for (const connection of wanted) await ports.queue.wake({ kind: 'reread', tenant, connection });
  for (const connection of compared) await ports.queue.wake({ kind: 'sync', tenant, connection });
  if (dirty) await ports.queue.wake({ kind: 'turn', tenant });
  return report;
}

function added(a: IntakeReport, b: IntakeReport): IntakeReport {
  return {
    deliveries: a.deliveries + b.deliveries,
    parked: a.parked + b.parked,
    kept: a.kept + b.kept,
    repeated: a.repeated + b.repeated,
    echoes: a.echoes + b.echoes,
    unused: a.unused + b.unused,
    more: a.more,
  };
}

/** A delivery that the database refuses is put aside alone; it does not hold up the others. */
async function takeRound(
  ports: Pick<Ports, 'store' | 'clock' | 'log'>,
  tenant: TenantId,
  adapters: Adapters,
  source: DeliverySource,
): Promise<Round> {
  try {
    return await takeSome(ports, tenant, adapters, source, together);
  } catch (error) {
    if (!isRefusedData(error)) throw error;
  }
  let took: readonly Delivery[] = [];
  try {
    return await takeSome(ports, tenant, adapters, source, 1, (deliveries) => {
      took = deliveries;
    });
  } catch (error) {
    if (!isRefusedData(error)) throw error;
    const problem = `not storable: ${error.message}`;
    await ports.store.asTenant(tenant, async ({ deliveries }) => {
      for (const { id } of took) await deliveries.park(id, problem);
    });
    ports.log.warn({ tenant, source, problem }, 'a delivery was put aside');
    return { ...nothing, deliveries: took.length, parked: took.length, more: true, dirty: false, ...idle };
  }
}

/** Classes 22, 23 and 54 of SQLSTATE (too long for an index): the data is at fault, not the moment. */
function isRefusedData(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^(2[23]|54)/.test(String(error.code));
}

function takeSome(
  ports: Pick<Ports, 'store' | 'clock' | 'log'>,
  tenant: TenantId,
  adapters: Adapters,
  source: DeliverySource,
  limit: number,
  took: (deliveries: readonly Delivery[]) => void = () => undefined,
): Promise<Round> {
  return ports.store.asTenant(tenant, async (rows) => {
    const deliveries = await rows.deliveries.take(source, limit);
    took(deliveries);
    const readings = deliveries.map((delivery) => ({ delivery, reading: readOne(adapters, delivery) }));
    const now = ports.clock.now();
    const heard = readings.flatMap(({ reading }) => reading.heard);
    const fresh = await withoutEchoes(rows, heard, now);
    const kept = await rows.signals.keep(fresh.map(({ signal }) => signal));
    const newKeys = new Set(kept.keys);
    const news = fresh.flatMap(({ signal }) => (newKeys.has(signal.key) ? [signal] : []));
    await noteGone(rows, news);
    const wanted = readings.flatMap(({ delivery, reading }) =>
      reading.wanted.map((one) => ({ connection: delivery.origin, ...one })),
    );
    const woken = await wantRereads(rows, await knownAs(rows, wanted), news, now);
    const compared = new Set<string>();
    for (const { delivery, reading } of readings) {
      if (reading.whole === undefined || reading.whole.length === 0) continue;
      await compareNow(rows, delivery.origin, reading.whole, now);
      compared.add(delivery.origin);
    }
    const parked = readings.filter(({ reading }) => reading.problem !== null);
    await rows.deliveries.done(
      readings.filter(({ reading }) => reading.problem === null).map(({ delivery }) => delivery.id),
    );
    for (const { delivery, reading } of parked) {
      await rows.deliveries.park(delivery.id, reading.problem ?? '');
      ports.log.warn({ tenant, delivery: delivery.id, problem: reading.problem }, 'a delivery was put aside');
    }
    return {
      more: deliveries.length === limit,
      deliveries: deliveries.length,
      parked: parked.length,
      kept: kept.kept,
      repeated: kept.repeated,
      echoes: heard.length - fresh.length + readings.reduce((sum, { reading }) => sum + reading.echoes, 0),
      unused: readings.reduce((sum, { reading }) => sum + reading.unused, 0),
      dirty: kept.subjects.length > 0,
      wanted: woken,
      compared: [...compared],
    };
  });
}

function readOne(adapters: Adapters, delivery: Delivery): Reading {
  try {
    return adapters[delivery.source]?.(delivery) ?? emptyReading;
  } catch (error) {
    if (!isRevloopError(error)) throw error;
    return { ...emptyReading, problem: `${error.code}: ${error.message}` };
  }
}

/** Drops changes to a value that we wrote there ourselves within a day. */
async function withoutEchoes(rows: TenantStore, heard: readonly Heard[], now: Date): Promise<Heard[]> {
  const changes = heard.flatMap((one) => {
    const { signal, value } = one;
    if (value === undefined || signal.kind !== 'crm.changed' || signal.data.property === undefined) return [];
    const { origin: connection, objectType, externalId } = signal;
    return [{ one, entry: { connection, objectType, externalId, property: signal.data.property, value } }];
  });
  const echoes = await rows.ledger.echoes(
    changes.map(({ entry }) => entry),
    now,
  );
  const dropped = new Set(changes.flatMap(({ one }, nr) => (echoes[nr] === true ? [one] : [])));
  return heard.filter((one) => !dropped.has(one));
}
