// Keeps messages made of rows just as those that come by HTTP are: through the dial, the adapter and the statement that counts.
import { randomUUID } from 'node:crypto';
import type { EventSource } from '#ports/event-sources.ts';
import type { Store } from '#ports.ts';
import { type CollectionLevel, pseudonymOf } from '#sense/collection.ts';
import type { NewSignal } from '#sense/signal.ts';
import { segmentAdapter, typeHeader } from '#webhooks/segment/adapter.ts';
import { collect, levelHeader } from '#webhooks/segment/collect.ts';
import type { Message } from './to-message.ts';

/** kept: new. twice: there already. let go: the dial keeps nothing of it, for it names no company. refused: not usable. */
export type Fate = 'kept' | 'twice' | 'let go' | 'refused';

/** The fate of each, in their order; all in one transaction, committed when this returns. Null: nothing is collected. */
export function keepMessages(
  store: Pick<Store, 'asTenant'>,
  { tenant, id: origin, pseudonymKey }: EventSource,
  messages: readonly Message[],
  now: Date,
): Promise<readonly Fate[] | null> {
  const pseudonym = (user: string) => pseudonymOf(pseudonymKey, user);
  return store.asTenant(tenant, async ({ settings, signals }) => {
    const { level, properties } = (await settings.read()).settings.collection;
    if (level === 'none') return null;
    const heard = messages.map((message) => {
      // Nobody did it, a company did: nobody is counted.
      const own = message.userId === undefined && message.anonymousId === undefined ? 'company' : level;
      return signalsOf(message, { level: own, properties, pseudonym, newId: randomUUID }, { origin, now });
    });
    const { keys } = await signals.keep(heard.flatMap((one) => one ?? []));
    const fresh = new Set(keys);
    return heard.map((list): Fate => {
      if (list === null) return 'refused';
      const events = list.filter(({ kind }) => kind === 'product.event');
      if (events.length === 0) return 'let go';
      // Of two rows with the same id in one portion, the first is the one that was kept.
      return events.filter(({ key }) => fresh.delete(key)).length > 0 ? 'kept' : 'twice';
    });
  });
}

type Collecting = Parameters<typeof collect>[2] & { readonly level: Exclude<CollectionLevel, 'none'> };

function signalsOf(
  message: Message,
  collecting: Collecting,
  { origin, now }: { origin: string; now: Date },
): NewSignal[] | null {
  const body = Buffer.from(JSON.stringify(collect(message, message.type, collecting)));
  const headers = { [typeHeader]: message.type, [levelHeader]: collecting.level };
  const { heard, problem } = segmentAdapter({
    ...{ id: '', source: 'segment', origin, headers, body, receivedAt: now, attempts: 0 },
  });
  return problem === null ? heard.map(({ signal }) => signal) : null;
}
