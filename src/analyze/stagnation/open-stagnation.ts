// Opens the look at stagnation for a batch of circles.
import { type Circle, isGone } from '#analyze/circle.ts';
import type { Finding } from '#analyze/finding.ts';
import type { TenantStore } from '#ports/store.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import { stagnation } from './stagnation.ts';
import { readStagnationLook } from './stagnation-look.ts';

/** Nothing is read where no company is looked at. */
export async function openStagnation(
  rows: Pick<TenantStore, 'weights' | 'signals'>,
  circles: readonly Circle[],
  settings: TenantSettings,
  now: Date,
): Promise<(circle: Circle) => Finding | null> {
  if (!circles.some(({ twin }) => twin.kind === 'company')) return () => null;
  const look = await readStagnationLook(rows);
  return (circle) =>
    circle.twin.kind !== 'company' || isGone(circle.twin)
      ? null
      : stagnation(circle, settings.outcomes, look, now.getTime());
}
