// Finds the tenant that a command names by id or by name; the only one when it names none.
import { fail } from '#errors.ts';
import type { Store } from '#ports.ts';

/** Errors: TENANT_UNCLEAR, with who is there. */
export async function tenantNamed(store: Store, wanted: string | undefined): Promise<string> {
  const tenants = await store.doors.tenants();
  const matching =
    wanted === undefined ? tenants : tenants.filter(({ id, name }) => id === wanted || name === wanted);
  const [only] = matching;
  if (matching.length === 1 && only !== undefined) return only.id;
  const there = tenants.map(({ id, name }) => `${name} (${id})`).join(', ') || '-';
  return fail('TENANT_UNCLEAR', { wanted: wanted ?? '-', there });
}
