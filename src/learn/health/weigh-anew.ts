// Where the tenant chose learned weights, those of the newest check take the place of the ones before, once they differ enough.
import { partCodes } from '#analyze/finding.ts';
import type { PartWeights } from '#analyze/health-weights.ts';
import type { TenantStore } from '#ports/store.ts';
import type { HealthCheck } from './health-check.ts';

/** Below this no index moves by as much as anybody sees. */
const leastChange = 0.02;

/** The number of choices that are other weights now. */
export async function weighAnew(
  rows: Pick<TenantStore, 'health' | 'decisions' | 'subjects'>,
  check: HealthCheck,
  now: Date,
): Promise<number> {
  let count = 0;
  for (const { segment, basis, parts } of await rows.health.weights()) {
    const learned = check.segments?.find((one) => one.segment === segment)?.weights.parts ?? null;
    if (basis !== 'learned' || learned === null || (parts !== null && isSame(parts, learned))) continue;
    await rows.health.weigh({ segment, basis, parts: learned, who: 'revloop', why: null }, now);
    await rows.decisions.note(
      [
        {
          ...{ who: 'revloop', kind: 'settings', why: null },
          about: segment === null ? 'healthWeights' : `healthWeights ${segment}`,
          body: { from: parts, to: learned, basis },
        },
      ],
      now,
    );
    count += 1;
  }
  if (count > 0) await rows.subjects.markKindDirty('company', 'health weights');
  return count;
}

const isSame = (one: PartWeights, other: PartWeights): boolean =>
  partCodes.every((code) => Math.abs(one[code] - other[code]) < leastChange);
