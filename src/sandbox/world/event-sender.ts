// Sends product events in the Segment HTTP shape: in batches to /v1/batch, with the write key as basic auth.
import type { Log } from '#ports.ts';
import type { ProductEvent } from './usage.ts';

export type EventTarget = {
  /** Base address of the server, without /v1/batch. */
  readonly url: string;
  readonly writeKey: string;
};
export type EventSender = {
  readonly send: (event: ProductEvent) => void;
  /** Sends many at once, 100 a request, waiting for each answer. Throws where one is not taken. */
  readonly sendAll: (events: readonly ProductEvent[]) => Promise<number>;
  readonly stop: () => Promise<void>;
};

const most = 100;

async function post(target: EventTarget, batch: readonly ProductEvent[], sentAt: Date): Promise<void> {
  const response = await fetch(`${target.url.replace(/\/$/, '')}/v1/batch`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${target.writeKey}:`).toString('base64')}`,
    },
    body: JSON.stringify({ batch, sentAt: sentAt.toISOString() }),
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok) throw new Error(`/v1/batch answered ${response.status}`);
}

/** Collects for half a second, then sends; while the server does not answer, the newest 5,000 events wait. */
export function eventSender(target: EventTarget, log: Pick<Log, 'warn'>, now: () => Date): EventSender {
  const waiting: ProductEvent[] = [];
  const state: { timer: NodeJS.Timeout | undefined; busy: Promise<void> } = {
    timer: undefined,
    busy: Promise.resolve(),
  };
  const flush = async () => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most);
      try {
        await post(target, batch, now());
        waiting.splice(0, batch.length);
      } catch (error) {
        log.warn({ error, waiting: waiting.length }, 'product events wait: the server does not take them');
        waiting.splice(0, Math.max(0, waiting.length - 5000));
        return;
      }
    }
  };
  const schedule = () => {
    state.timer ??= setTimeout(() => {
      state.timer = undefined;
      state.busy = state.busy.then(flush);
    }, 500);
  };
  return {
    send: (event) => {
      waiting.push(event);
      schedule();
    },
    sendAll: async (events) => {
      for (let at = 0; at < events.length; at += most) await post(target, events.slice(at, at + most), now());
      return events.length;
    },
    stop: async () => {
      clearTimeout(state.timer);
      await state.busy;
      await flush();
    },
  };
}
