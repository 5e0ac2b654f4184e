// The door for what platforms send: kept for each tenant it is for, before anything is answered.
import type { Ports } from '#ports.ts';
import type { Platform } from './connection.ts';
import type { DeliverySource } from './delivery.ts';

/** The part of a request that belongs to one account of the platform. */
type AccountPart = { readonly account: string; readonly body: Buffer; readonly events: number };

export type Inbound = {
  readonly source: DeliverySource;
  readonly platform: Platform;
  /** Headers worth keeping. */
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: readonly AccountPart[];
  /** Entries that name no account. */
  readonly strays: number;
};
export type Received = { readonly kept: number; readonly unknown: number };

/**
 * Keeps one delivery for each tenant, committed when this returns. Events of accounts that nobody has connected, or
 * that were uninstalled, are counted and forgotten: a refusal would only make the platform send them again. The workers
 * are woken after the commit; if that fails, the sweeper finds what was kept.
 */
export async function receive(
  { store, queue, log }: Pick<Ports, 'store' | 'queue' | 'log'>,
  { source, platform, headers, parts, strays }: Inbound,
): Promise<Received> {
  let kept = 0;
  let unknown = strays;
  for (const { account, body, events } of parts) {
    const tenant = await store.doors.keep(platform, account, { source, headers, body });
    if (tenant === null) {
      unknown += events;
      log.info({ platform, account, events }, 'events of an account that is not connected were let go');
      continue;
    }
    kept += events;
    // Nobody waits for it: the sender wants its answer, and what is kept is found without it too, only later.
    queue
      .wake({ kind: 'intake', tenant })
      .catch((error: unknown) => log.warn({ tenant, error: String(error) }, 'intake was not woken'));
  }
  return { kept, unknown };
}
