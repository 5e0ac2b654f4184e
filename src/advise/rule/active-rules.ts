// The rules that advise for a tenant: its live ones, and the house's own where the tenant has not said otherwise.
import { houseRules } from './house-rules.ts';
import type { Rule } from './rule.ts';

/** `kept`: every version that the tenant has. A house rule that was changed or switched off gives way to that. */
export function activeRules(kept: readonly Rule[]): Rule[] {
  const versions = Map.groupBy(kept, ({ id }) => id);
  const house = houseRules.filter(({ id }) =>
    (versions.get(id) ?? []).every(({ state }) => state === 'draft'),
  );
  return [...house, ...kept.filter(({ state }) => state === 'live')];
}
