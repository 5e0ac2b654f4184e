// One Subscribe stream: sends what was asked for and no more, and signs of life in between.
import { randomUUID } from 'node:crypto';
import type { ChangeEvent } from '#sandbox/salesforce/change-event.ts';
import type { ChangeLog } from '#sandbox/salesforce/change-log.ts';
import { positionOf, replayIdOf } from '#sandbox/salesforce/replay-id.ts';
import { eventPayload } from './event-payload.ts';
import { eventSchema } from './event-schema.ts';
import type { FetchRequest } from './fetch-request.ts';
import type { PubsubSession } from './org.ts';
import type { PubsubChaos } from './pubsub-chaos.ts';
import { PubsubError } from './pubsub-error.ts';
import { type Topic, topicOf } from './topic.ts';

const MOST_OUTSTANDING = 100;

export type SubscriptionNeeds = {
  readonly log: ChangeLog;
  /** Who calls, as long as the token is good. Errors: service.auth.* */
  session(): PubsubSession;
  readonly chaos: () => PubsubChaos;
  readonly roll: () => number;
  /** Counts deliveries of the org; false when there is nothing left of its allocation. */
  readonly spend: (session: PubsubSession, events: number) => boolean;
  /** Sends an answer; resolves when the next one can be sent. */
  readonly send: (response: object) => Promise<void>;
  /** Breaks the stream without a word. */
  readonly cut: () => void;
};

export type Subscription = {
  /** Errors: PubsubError, with which the stream ends. */
  fetch(request: FetchRequest): void;
  /** Sends what is there and was asked for, one call after another. Errors: PubsubError. */
  pump(): Promise<void>;
  keepAlive(): Promise<void>;
  /** Events that were asked for and not sent yet. */
  outstanding(): number;
};

export function openSubscription(needs: SubscriptionNeeds): Subscription {
  const { log, chaos, roll } = needs;
  let topic: Topic | null = null;
  let position = 0;
  let outstanding = 0;
  let pumping: Promise<void> = Promise.resolve();
  let last: ChangeEvent | null = null;

  const answer = async (session: PubsubSession, events: readonly ChangeEvent[]) => {
    if (events.length > 0 && !needs.spend(session, events.length))
      throw new PubsubError('subscription.limit.exceeded');
    outstanding -= events.length;
    const luck = roll();
    if (luck < chaos().cutRate / 2) return needs.cut();
    await needs.send({
      events: events.map((event) => consumerEvent(session, event)),
      latestReplayId: replayIdOf(session.org.id, position),
      rpcId: randomUUID(),
      pendingNumRequested: outstanding,
    });
    if (luck < chaos().cutRate) needs.cut();
  };

  const pumpOnce = async () => {
    while (topic !== null && outstanding > 0) {
      const session = needs.session();
      const most = Math.min(outstanding, Math.max(1, chaos().together));
      const fresh = log.after(session.org.id, position, most, topic.entities());
      const twice = last !== null && roll() < chaos().duplicateRate ? [last] : [];
      const events = [...twice, ...fresh].slice(0, most);
      const newest = events.at(-1);
      if (fresh.length === 0 || newest === undefined) return;
      const { min, max } = chaos().delayMs;
      if (max > 0) await new Promise((resolve) => setTimeout(resolve, min + roll() * (max - min)));
      position = Math.max(position, newest.position);
      last = newest;
      await answer(session, events);
    }
  };

  return {
    fetch(request) {
      const session = needs.session();
      if (request.numRequested <= 0) throw new PubsubError('subscription.fetch.requested.events.invalid');
      if (topic === null) {
        topic = topicOf(session, request.topicName);
        position = beginning(log, session.org.id, request);
      } else if (request.topicName !== '' && request.topicName !== topic.name) {
        throw new PubsubError('subscription.fetch.topic.mismatch');
      }
      if (outstanding + request.numRequested > MOST_OUTSTANDING)
        throw new PubsubError('subscription.fetch.overflow');
      outstanding += request.numRequested;
    },
    pump() {
      const next = pumping.then(pumpOnce);
      pumping = next.catch(() => undefined);
      return next;
    },
    async keepAlive() {
      await pumping;
      if (topic === null) return;
      const session = needs.session();
      // Not past an event that waits to be asked for.
      const waiting = log.after(session.org.id, position, 1, topic.entities()).length > 0;
      if (!waiting) position = log.tip(session.org.id);
      await answer(session, []);
    },
    outstanding: () => outstanding,
  };
}

/** Where a stream begins. Errors: subscription.fetch.replayid.* */
function beginning(log: ChangeLog, org: string, { replayPreset, replayId }: FetchRequest): number {
  if (replayPreset === 'LATEST') return log.tip(org);
  if (replayPreset === 'EARLIEST') return log.floor();
  if (replayId.length === 0) throw new PubsubError('subscription.fetch.replayid.validation.failed');
  const position = positionOf(org, replayId);
  if (position === null) throw new PubsubError('subscription.fetch.replayid.corrupted');
  if (position < log.floor()) throw new PubsubError('subscription.fetch.replayid.validation.failed');
  return position;
}

function consumerEvent({ org, user }: PubsubSession, event: ChangeEvent): object {
  const fields = org.fields(event.entity) ?? [];
  const schema = eventSchema(event.entity, fields);
  const payload = eventPayload(event, schema, (field) => org.seesField(user, event.entity, field));
  return {
    event: { id: randomUUID(), schemaId: schema.id, payload, headers: [] },
    replayId: replayIdOf(org.id, event.position),
  };
}
