// Keeps a request with product events for a tenant: what it collects of them, and nothing else is written down.
import { randomUUID } from 'node:crypto';
import type { HttpDeps } from '#http/deps.ts';
import type { EventSources, Sender } from '#ports/event-sources.ts';
import { pseudonymOf } from '#sense/collection.ts';
import { typeHeader } from '#webhooks/segment/adapter.ts';
import { collect, levelHeader } from '#webhooks/segment/collect.ts';

type Needs = Pick<HttpDeps, 'queue' | 'log'> & { readonly eventSources: Pick<EventSources, 'keep'> };

/** Committed when this returns; then the workers are woken. `body` is in Segment's shape, `type` that of its path. */
export async function keepEvents(
  { eventSources, queue, log }: Needs,
  source: Sender,
  type: string,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { tenant, pseudonymKey } = source;
  const { level, properties } = source.collection;
  if (level === 'none') return;
  const pseudonym = (user: string) => pseudonymOf(pseudonymKey, user);
  const collected = collect(body, type, { level, properties, pseudonym, newId: randomUUID });
  const headers = { [typeHeader]: type, [levelHeader]: level };
  if (!(await eventSources.keep(source, headers, Buffer.from(JSON.stringify(collected))))) return;
  // Nobody waits for it: the sender wants its answer, and what is kept is found without it too, only later.
  queue
    .wake({ kind: 'intake', tenant })
    .catch((error: unknown) => log.warn({ tenant, error: String(error) }, 'intake was not woken'));
}
