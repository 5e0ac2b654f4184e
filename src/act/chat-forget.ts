// Empties messages about people whose data was erased.
import { isRevloopError } from '#errors.ts';
import type { Ports } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import { text } from '#texts/texts.ts';
import type { Action, ActionEnd } from './action.ts';

type Needs = Pick<Ports, 'store' | 'clients' | 'clock' | 'log'>;

const together = 20;
const leaseMs = 60_000;
const hour = 3_600_000;

/** Replaces each message by a sentence without a name. Returns how many actions were taken. */
export async function forgetInChat(needs: Needs, connection: Connection): Promise<number> {
  const { store, clients, clock, log } = needs;
  const { tenant, id } = connection;
  const { actions, locale } = await store.asTenant(tenant, async (rows) => ({
    actions: await rows.outbox.take({
      connection: id,
      kind: 'chat.forget',
      now: clock.now(),
      limit: together,
      leaseMs,
    }),
    locale: (await rows.settings.read()).settings.locale,
  }));
  const chat = clients.chat(connection);
  const words = text(locale, 'slack.erased');
  const empty = { text: words, blocks: [{ type: 'section', text: { type: 'mrkdwn', text: words } }] };
  for (const action of actions) {
    if (action.kind !== 'chat.forget') continue;
    const end = await chat.update(action.payload, empty).then(
      (): ActionEnd => ({ id: action.id, end: 'done' }),
      (error: unknown) => endOf(action, error),
    );
    if (end.end !== 'done') log.warn({ tenant, action: action.id, end }, 'a message could not be emptied');
    await store.asTenant(tenant, (rows) => rows.outbox.finish([end], clock.now()));
  }
  return actions.length;
}

/** A message that is gone holds nothing any more; everything else is tried again, for as long as it takes. */
function endOf({ id, attempts }: Action, error: unknown): ActionEnd {
  const problem = error instanceof Error ? error.message : String(error);
  if (isRevloopError(error) && error.params['code'] === 'message_not_found') return { id, end: 'done' };
  const waitMs = isRevloopError(error) ? Number(error.params['waitMs'] ?? 0) : 0;
  return {
    id,
    end: 'again',
    waitMs: Math.max(waitMs, Math.min(hour, 5_000 * 2 ** Math.min(attempts, 10))),
    problem,
  };
}
