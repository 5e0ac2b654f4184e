// Sends the webhook events: in batches, signed, few at a time, again and again until they are answered.
import type { Apps } from './apps.ts';
import type { Chaos } from './chaos.ts';
import type { Portals } from './portals.ts';
import { type Lane, openWebhookQueue, type QueuedEvent, type WebhookQueue } from './webhook-queue.ts';
import { signatureHeaders } from './webhook-signature.ts';

export type DeliveryLog = {
  info(fields: object, sentence: string): void;
  warn(fields: object, sentence: string): void;
};

export type Deliveries = {
  counts: WebhookQueue['counts'];
  /** Waits for requests in flight; what is still queued is sent after the next start. */
  stop(): Promise<void>;
};

export type DeliveriesOptions = {
  readonly portals: Portals;
  readonly apps: Apps;
  readonly chaos: Chaos;
  readonly log?: DeliveryLog;
  /** Longest wait for an answer; HubSpot's 5 s unless a test is in a hurry. */
  readonly answerMs?: number;
};

// hubspot.md 3.1: 100 events per request, 5 s to answer, 10 requests in flight, 10 retries over 24 hours.
const EVENTS_PER_REQUEST = 100;
const ANSWER_MS = 5_000;
const MOST_IN_FLIGHT = 10;
const MOST_RETRIES = 10;
const RETRY_DAY_MS = 86_400_000;

/** Starts sending. */
export function startDeliveries(options: DeliveriesOptions): Deliveries {
  const { portals, apps, chaos, log } = options;
  const queue = openWebhookQueue({ portals, apps });
  const flights = new Map<string, number>();
  const inFlight = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  queue.unclaimAll();

  function wake(delay: number): void {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(turn, delay);
  }

  function turn(): void {
    if (stopped) return;
    const now = portals.wall().getTime();
    queue.plan(chaos, now);
    for (const lane of queue.lanes()) fill(lane, now);
    const due = queue.nextDue();
    if (due === undefined) return;
    // A lane that is full is looked at again when one of its requests is answered.
    wake(Math.min(Math.max(due - now, due <= now ? 50 : 1), 60_000));
  }

  function fill(lane: Lane, now: number): void {
    const key = `${lane.appId}:${lane.portalId}`;
    const webhook = apps.get(lane.appId)?.webhook;
    const most = Math.min(MOST_IN_FLIGHT, webhook?.maxConcurrentRequests ?? 1);
    while ((flights.get(key) ?? 0) < most) {
      const events = queue.claim(lane, now, EVENTS_PER_REQUEST);
      if (events.length === 0) return;
      flights.set(key, (flights.get(key) ?? 0) + 1);
      const flight = send(lane, events).finally(() => {
        flights.set(key, (flights.get(key) ?? 1) - 1);
        inFlight.delete(flight);
        wake(0);
      });
      inFlight.add(flight);
    }
  }

  async function send(lane: Lane, events: readonly QueuedEvent[]): Promise<void> {
    const app = apps.get(lane.appId);
    if (app?.webhook === undefined) return queue.giveUp(events);
    const body = `[${shuffled(events).map(numbered).join(',')}]`;
    const uri = app.webhook.targetUrl;
    const timestamp = Date.now();
    const status = await fetch(uri, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'HubSpot Connect 2.0 (http://dev.hubspot.com/) - WebhooksExecutorDaemon-executor',
        ...signatureHeaders({ clientSecret: app.clientSecret, method: 'POST', uri, body, timestamp }),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(options.answerMs ?? ANSWER_MS),
    })
      .then(async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      })
      .catch(() => 0);
    settle(lane, events, status);
  }

  function settle(lane: Lane, events: readonly QueuedEvent[], status: number): void {
    if (status >= 200 && status < 300) {
      log?.info({ ...lane, events: events.length, status }, 'webhook delivered');
      queue.delivered(events);
      return;
    }
    log?.warn({ ...lane, events: events.length, status }, 'webhook refused, sent again later');
    const spent = events.filter((event) => event.attempt >= MOST_RETRIES);
    if (spent.length > 0) queue.giveUp(spent);
    for (const event of events) {
      if (event.attempt >= MOST_RETRIES) continue;
      const wait = retryAfter(event.attempt, chaos.roll()) * chaos.read().retryTimeScale;
      queue.retry([event], Math.round(portals.wall().getTime() + wait));
    }
  }

  function shuffled(events: readonly QueuedEvent[]): readonly QueuedEvent[] {
    if (chaos.roll() >= chaos.read().outOfOrderRate) return events;
    return events
      .map((event) => ({ event, place: chaos.roll() }))
      .sort((a, b) => a.place - b.place)
      .map(({ event }) => event);
  }

  queue.onEvents(() => wake(0));
  wake(0);
  return {
    counts: queue.counts,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await Promise.all(inFlight);
    },
  };
}

// Ten waits, each twice the one before, together at most a day.
function retryAfter(attempt: number, roll: number): number {
  const unit = RETRY_DAY_MS / (2 ** MOST_RETRIES - 1);
  return unit * 2 ** attempt * (0.5 + roll / 2);
}

function numbered(event: QueuedEvent): string {
  return event.attempt === 0
    ? event.payload
    : event.payload.replace('"attemptNumber":0', `"attemptNumber":${event.attempt}`);
}
