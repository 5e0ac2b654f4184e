// The journey that is live in the demo from the first moment on: a customer who slips.
import { openJourneyDesk } from '#journey-desk.ts';
import type { Ports } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';

const by = 'demo';

/** Installed by the same click that a person makes, with a fifth held out; nobody is known yet whom it would take in. */
export async function startFirstJourney(
  ports: Pick<Ports, 'store' | 'queue' | 'clock'>,
  tenant: TenantId,
): Promise<void> {
  const desk = openJourneyDesk(ports);
  const { id } = await desk.install(tenant, by, 'software-customer-slips', { dryRun: false });
  const { count } = await desk.blast(tenant, id, 1);
  await desk.publish(tenant, by, id, { version: 1, confirm: count });
}
