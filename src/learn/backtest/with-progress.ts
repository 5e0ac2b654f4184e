// A backtest that says how far it is: to whoever runs it, and to every process, for whoever waits for it in the console.
import type { BacktestInput } from '#ports/rule-desk.ts';
import type { Ports } from '#ports.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';

/** People look again after about so long. */
const everyMs = 500;

/** `work` calls `step` for each subject that was asked. */
export async function withProgress<T>(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  tenant: TenantId,
  { kind, run, told }: Pick<BacktestInput, 'run' | 'told'> & { readonly kind: SubjectKind },
  work: (step: () => void) => Promise<T>,
): Promise<T> {
  if (run === undefined && told === undefined) return work(() => undefined);
  const total = await store.asTenant(tenant, (rows) => rows.twins.count(kind));
  let done = 0;
  let writing: Promise<void> | null = null;
  let since = Number.NEGATIVE_INFINITY;
  const say = () => {
    since = performance.now();
    told?.({ done, total });
    if (run === undefined || writing !== null) return;
    const so = { done, total };
    writing = store
      .asTenant(tenant, (rows) => rows.backtests.tell(run, so, clock.now()))
      // How far it is may be missed; the backtest goes on.
      .catch(() => undefined)
      .finally(() => {
        writing = null;
      });
  };
  say();
  try {
    return await work(() => {
      done += 1;
      if (performance.now() - since >= everyMs || done === total) say();
    });
  } finally {
    await writing;
    if (run !== undefined) await store.asTenant(tenant, (rows) => rows.backtests.over(run));
  }
}
