// Sends the requests to other systems that are due: signed, retried while the receiver is away, parked when refused.
import { isRevloopError } from '#errors.ts';
import type { Ports } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import type { Action, ActionEnd } from './action.ts';
import { backoffMs, mostTries } from './worked.ts';

type Hook = Extract<Action, { kind: 'web.hook' }>;
type Needs = Pick<Ports, 'store' | 'clients' | 'clock' | 'log'>;

const aRound = 20;
const leaseMs = 5 * 60_000;

/** Returns how many were taken. */
export async function sendHooks(needs: Needs, { tenant, id: connection }: Connection): Promise<number> {
  const { store, clock } = needs;
  const { due, secret } = await store.asTenant(tenant, async (rows) => {
    const now = clock.now();
    const taken = await rows.outbox.take({ connection, kind: 'web.hook', now, limit: aRound, leaseMs });
    const hooks = taken.filter((action) => action.kind === 'web.hook');
    if (hooks.length === 0) return { due: hooks, secret: '' };
    const { settings } = await rows.settings.read();
    if (!settings.dryRun) return { due: hooks, secret: await rows.hookSecret.read(now) };
    await rows.outbox.finish(
      hooks.map(({ id, mark }) => ({ id, mark, end: 'dry' as const })),
      now,
    );
    return { due: [], secret: '' };
  });
  for (const action of due) {
    const end = await sendOne(needs, action, secret);
    await store.asTenant(tenant, (rows) => rows.outbox.finish([end], clock.now()));
  }
  return due.length;
}

async function sendOne({ clients, clock, log }: Needs, action: Hook, secret: string): Promise<ActionEnd> {
  const { id, mark, payload, attempts } = action;
  try {
    const status = await clients.hooks.send({ ...payload, id: action.key, secret, at: clock.now() });
    return { id, mark, end: 'done', response: { status } };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    log.info({ action: id, problem }, 'a webhook did not go out');
    const code = isRevloopError(error) ? error.code : 'INTERNAL';
    if (code !== 'HOOK_BUSY' || attempts >= mostTries) return { id, mark, end: 'parked', code, problem };
    const asked = isRevloopError(error) ? Number(error.params['waitMs'] ?? 0) : 0;
    return { id, mark, end: 'again', waitMs: Math.max(asked, backoffMs(attempts)), problem };
  }
}
