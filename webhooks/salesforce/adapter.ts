// A delivery of Salesforce read into signals: change events of the feed, or an outbound message.
import { fail } from '#errors.ts';
import type { Delivery } from '#sense/delivery.ts';
import type { Reading } from '#sense/reading.ts';
import { meaningOf, type Said } from './change-meaning.ts';
import { changeEvent } from './event.ts';
import { readOutboundDelivery } from './outbound.ts';

/** What a delivery says. Errors: DELIVERY_UNREADABLE when nothing of it can be understood. */
export function salesforceAdapter(delivery: Delivery): Reading {
  // Only the feed names a topic.
  return delivery.headers['topic'] === undefined ? readOutboundDelivery(delivery) : readChanges(delivery);
}

/** Events that cannot be understood are named in `problem`; the rest takes effect. */
function readChanges(delivery: Delivery): Reading {
  const said: Said[] = [];
  const unclear = new Map<string, number>();
  let echoes = 0;
  let unused = 0;
  for (const entry of entriesOf(delivery.body)) {
    const event = changeEvent(entry);
    const meaning = typeof event === 'string' ? { unclear: event } : meaningOf(event, delivery.origin);
    if (meaning === 'echo') echoes += 1;
    else if (meaning === 'unused') unused += 1;
    else if ('unclear' in meaning) unclear.set(meaning.unclear, (unclear.get(meaning.unclear) ?? 0) + 1);
    else said.push(meaning);
  }
  return {
    heard: said.flatMap(({ heard }) => heard),
    wanted: said.flatMap(({ wanted }) => wanted),
    whole: [...new Set(said.flatMap(({ whole }) => whole))],
    echoes,
    unused,
    problem: problemOf(unclear),
  };
}

function problemOf(unclear: ReadonlyMap<string, number>): string | null {
  if (unclear.size === 0) return null;
  return `not understood: ${[...unclear].map(([what, count]) => `${what} (${count})`).join(', ')}`;
}

function entriesOf(body: Buffer): unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    return fail('DELIVERY_UNREADABLE', { problem: 'the body is not JSON' }, { cause });
  }
  if (!Array.isArray(parsed))
    return fail('DELIVERY_UNREADABLE', { problem: 'the body is not a list of events' });
  return parsed;
}
