// Looks at subjects again because time passed: silence sends no event, and a rule may ask how long it has lasted.
import { activeRules } from '#advise/rule/active-rules.ts';
import type { Ports } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';

const everyMs = 24 * 60 * 60_000;

/** What is said of these hangs on how long nothing has happened. */
const always = ['company', 'deal'] as const;

/** Once a day, all deals and companies, and every subject of the kinds that live rules are about; returns which kinds it were. */
export async function lookAgain(
  { store, queue, clock }: Pick<Ports, 'store' | 'queue' | 'clock'>,
  tenant: TenantId,
) {
  const now = clock.now();
  const kinds = await store.asTenant(tenant, async (rows) => {
    const asked = [...new Set([...always, ...activeRules(await rows.rules.all()).map(({ kind }) => kind)])];
    const due = await rows.rules.takeLooks(asked, new Date(now.getTime() - everyMs), now);
    for (const kind of due) await rows.subjects.markKindDirty(kind, 'day');
    return due;
  });
  if (kinds.length > 0) await queue.wake({ kind: 'turn', tenant });
  return kinds;
}
