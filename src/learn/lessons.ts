// All lessons in the order in which they are learned, and learning them for a tenant.
import type { Ports } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';
import { churn } from './churn.ts';
import { deals } from './deals.ts';
import { checkHealthWhenDue } from './health/check-health.ts';
import { leads } from './leads.ts';
import { learnStagnation } from './learn-stagnation.ts';
import { learnTarget } from './learn-target.ts';
import type { Lesson } from './lesson.ts';
import { modelNight } from './model-night.ts';
import { learnSegments } from './segments/learn-segments.ts';
import type { Trainer } from './train-in-worker.ts';

export const lessons: readonly Lesson[] = [leads, deals, churn];

/** What cannot be learned holds up nothing else: the first failure is thrown when everything was tried. */
export async function learnAll(
  ports: Pick<Ports, 'store' | 'queue' | 'clock' | 'log'> & { readonly console?: string },
  tenant: TenantId,
  train: Trainer,
): Promise<void> {
  const failures: unknown[] = [];
  for (const lesson of lessons)
    await learnOne(ports, tenant, lesson, train).catch((error: unknown) => {
      ports.log.warn({ tenant, target: lesson.target, err: error }, 'a target cannot be learned');
      failures.push(error);
    });
  await learnStagnation(ports, tenant).catch((error: unknown) => {
    ports.log.warn({ tenant, err: error }, 'stagnation cannot be learned');
    failures.push(error);
  });
  await checkHealthWhenDue(ports, tenant).catch((error: unknown) => {
    ports.log.warn({ tenant, err: error }, 'the health index cannot be checked');
    failures.push(error);
  });
  await learnSegments(ports, tenant).catch((error: unknown) => {
    ports.log.warn({ tenant, err: error }, 'segments cannot be looked for');
    failures.push(error);
  });
  if (failures.length > 0) throw failures[0];
}

/** What was learned is looked at in the night; where nothing was, or with other choices, it is learned at once. */
async function learnOne(...given: Parameters<typeof learnTarget>): Promise<void> {
  if ((await learnTarget(...given)) === null) await modelNight(...given);
}
