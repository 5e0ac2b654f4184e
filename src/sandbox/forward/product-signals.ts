// Product events as signals, by the adapter that takes them in, as if they had been sent on that day.
import type { ProductEvent } from '#sandbox/world/usage.ts';
import type { NewSignal } from '#sense/signal.ts';
import { segmentAdapter } from '#webhooks/segment/adapter.ts';

const inDelivery = 500;

export function productSignals(
  events: readonly ProductEvent[],
  origin: string,
  receivedAt: Date,
): NewSignal[] {
  const signals: NewSignal[] = [];
  for (let at = 0; at < events.length; at += inDelivery) {
    const body = Buffer.from(JSON.stringify({ batch: events.slice(at, at + inDelivery) }));
    const delivery = {
      source: 'segment',
      origin,
      headers: {},
      body,
      id: '1',
      receivedAt,
      attempts: 0,
    } as const;
    for (const one of segmentAdapter(delivery).heard) if ('signal' in one) signals.push(one.signal);
  }
  return signals;
}
