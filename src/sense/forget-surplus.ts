// Removes what was kept of product use beyond the dial, once an admin has asked for it; begun again where it was stopped.
import type { Ports } from '#ports.ts';
import { withoutSurplus } from './collection.ts';
import { intake } from './intake.ts';
import type { Adapters } from './reading.ts';
import type { TenantId } from './tenant.ts';

/** Portions a call: a call ends soon, so that tenants share the workers. */
const portions = 20;

/** True while there is more to remove. */
export async function forgetSurplus(
  ports: Pick<Ports, 'store' | 'queue' | 'clock' | 'log'>,
  tenant: TenantId,
  adapters: Adapters,
): Promise<boolean> {
  const { store, queue, log } = ports;
  const asked = await store.asTenant(tenant, ({ surplus }) => surplus.removal());
  if (asked === null || asked.doneAt !== null) return false;
  // What came in before the dial was turned may still wait to be read: afterwards it would come back.
  if ((await intake(ports, tenant, adapters)).more) return true;
  for (let round = 0; round < portions; round += 1) {
    // The dial as it stands: whoever turned it up again meanwhile loses nothing more.
    const more = await store.asTenant(tenant, async ({ surplus, settings }) => {
      const { collection } = (await settings.read()).settings;
      return surplus.removeSome(collection);
    });
    if (!more) {
      await finish(ports, tenant);
      await queue.wake({ kind: 'turn', tenant });
      log.info({ tenant, by: asked.askedBy }, 'what was kept beyond the dial was removed');
      return false;
    }
  }
  return true;
}

/** The register says what was removed, by whom, and how much: it was shown to whoever asked. */
function finish({ store, clock }: Pick<Ports, 'store' | 'clock'>, tenant: TenantId): Promise<void> {
  return store.asTenant(tenant, async ({ surplus, settings, decisions }) => {
    const now = clock.now();
    const { settings: before } = await settings.hold();
    await surplus.finish(now);
    await settings.save({ ...before, collection: withoutSurplus(before.collection) });
    const done = await surplus.removal();
    const { level, properties } = before.collection;
    const body = { level, properties, removed: done?.removed };
    const who = done?.askedBy ?? 'admin';
    await decisions.note([{ who, kind: 'erasure', about: 'collection', why: null, body }], now);
  });
}
