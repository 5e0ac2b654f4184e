// A look that was asked for: a person wants the live weights looked at now, and nobody has done it yet.
import type { Target } from '#analyze/target.ts';
import type { TenantStore } from '#ports/store.ts';
import type { ModelEvent } from './model-event.ts';

/** The wish that no look has answered; null where there is none. */
export async function askedSince(
  rows: Pick<TenantStore, 'models' | 'weights'>,
  target: Target,
): Promise<ModelEvent | null> {
  const [asked] = await rows.models.events({ target, limit: 1, what: ['asked'] });
  if (asked === undefined) return null;
  const [last] = await rows.models.checks(target, 1);
  const live = await rows.weights.live(target);
  // What was learned meanwhile has been looked at more closely than by any look.
  const done = Math.max(last?.at.getTime() ?? 0, live?.trainedAt.getTime() ?? 0);
  return asked.at.getTime() > done ? asked : null;
}
