// The webhook events on their way: kept in the portals' file, so that none is lost in a restart.

import { type Database, maybeNumber, numberOf, textOf } from '#sandbox/sqlite.ts';
import type { Apps } from './apps.ts';
import type { Chaos } from './chaos.ts';
import type { Portals } from './portals.ts';
import { eventsFor } from './webhook-event.ts';

export type Lane = { readonly appId: number; readonly portalId: number };
export type QueuedEvent = { readonly seq: number; readonly payload: string; readonly attempt: number };

export type WebhookQueue = {
  onEvents(listener: () => void): void;
  /** Decides when (and whether, and how often) new events are sent. */
  plan(chaos: Chaos, now: number): void;
  lanes(): Lane[];
  claim(lane: Lane, now: number, limit: number): QueuedEvent[];
  delivered(events: readonly QueuedEvent[]): void;
  retry(events: readonly QueuedEvent[], due: number): void;
  /** After a restart: what was in flight is sent again. */
  unclaimAll(): void;
  nextDue(): number | undefined;
  counts(): {
    readonly pending: number;
    readonly delivered: number;
    readonly lost: number;
    readonly givenUp: number;
  };
  giveUp(events: readonly QueuedEvent[]): void;
};

/** Starts keeping an event for every change an installed app subscribed to. */
export function openWebhookQueue({ portals, apps }: { portals: Portals; apps: Apps }): WebhookQueue {
  const { database } = portals;
  const listeners: (() => void)[] = [];

  portals.onChange((portalId, changes) => {
    let added = 0;
    for (const install of apps.installsOf(portalId)) {
      const app = apps.get(install.appId);
      if (app?.webhook === undefined) continue;
      for (const change of changes) {
        const events = eventsFor(app, portalId, change, () => nextEventId(database));
        for (const event of events) {
          database.run(
            'insert into webhook_events (app_id, portal_id, payload) values (?, ?, ?)',
            ...[app.appId, portalId, JSON.stringify(event)],
          );
        }
        added += events.length;
      }
    }
    if (added > 0) for (const listener of listeners) listener();
  });

  const drop = (events: readonly QueuedEvent[], counter: string) =>
    database.transaction(() => {
      for (const event of events) database.run('delete from webhook_events where seq = ?', event.seq);
      count(database, counter, events.length);
    });

  return {
    onEvents: (listener) => {
      listeners.push(listener);
    },
    plan: (chaos, now) => plan(database, chaos, now),
    lanes: () =>
      database
        .all('select distinct app_id, portal_id from webhook_events where due is not null')
        .map((row) => ({ appId: numberOf(row, 'app_id'), portalId: numberOf(row, 'portal_id') })),
    claim: (lane, now, limit) =>
      database.transaction(() => {
        const rows = database.all(
          `select seq, payload, attempt from webhook_events
           where app_id = ? and portal_id = ? and claimed = 0 and due <= ? order by due, seq limit ?`,
          ...[lane.appId, lane.portalId, now, limit],
        );
        const events = rows.map((row) => ({
          seq: numberOf(row, 'seq'),
          payload: textOf(row, 'payload'),
          attempt: numberOf(row, 'attempt'),
        }));
        for (const { seq } of events)
          database.run('update webhook_events set claimed = 1 where seq = ?', seq);
        return events;
      }),
    delivered: (events) => drop(events, 'delivered'),
    giveUp: (events) => drop(events, 'given_up'),
    retry: (events, due) =>
      database.transaction(() => {
        for (const { seq } of events) {
          database.run(
            'update webhook_events set claimed = 0, attempt = attempt + 1, due = ? where seq = ?',
            due,
            seq,
          );
        }
      }),
    unclaimAll: () => {
      database.run('update webhook_events set claimed = 0 where claimed = 1');
    },
    nextDue: () =>
      maybeNumber(database.get('select min(due) as due from webhook_events where claimed = 0') ?? {}, 'due'),
    counts: () => ({
      pending: numberOf(database.get('select count(*) as n from webhook_events') ?? {}, 'n'),
      delivered: counted(database, 'delivered'),
      lost: counted(database, 'lost'),
      givenUp: counted(database, 'given_up'),
    }),
  };
}

function plan(database: Database, chaos: Chaos, now: number): void {
  const { lossRate, duplicateRate, outOfOrderRate, outOfOrderMs, webhookDelayMs } = chaos.read();
  const delay = () =>
    webhookDelayMs.min + chaos.roll() * Math.max(0, webhookDelayMs.max - webhookDelayMs.min);
  database.transaction(() => {
    const rows = database.all(
      'select seq, app_id, portal_id, payload from webhook_events where due is null order by seq',
    );
    for (const row of rows) {
      if (chaos.roll() < lossRate) {
        database.run('delete from webhook_events where seq = ?', numberOf(row, 'seq'));
        count(database, 'lost', 1);
        continue;
      }
      const late = chaos.roll() < outOfOrderRate ? chaos.roll() * outOfOrderMs : 0;
      const due = Math.round(now + delay() + late);
      database.run('update webhook_events set due = ? where seq = ?', due, numberOf(row, 'seq'));
      if (chaos.roll() < duplicateRate) {
        database.run(
          'insert into webhook_events (app_id, portal_id, payload, due) values (?, ?, ?, ?)',
          ...[numberOf(row, 'app_id'), numberOf(row, 'portal_id'), textOf(row, 'payload')],
          Math.round(due + delay()),
        );
      }
    }
  });
}

function count(database: Database, name: string, more: number): void {
  database.run(
    `insert into counters (name, value) values (?, ?) on conflict (name) do update set value = value + excluded.value`,
    ...[name, more],
  );
}

function counted(database: Database, name: string): number {
  return numberOf(database.get('select value from counters where name = ?', name) ?? {}, 'value');
}

function nextEventId(database: Database): number {
  const row = database.get(
    `insert into counters (name, value) values ('event_id', 3000000001)
     on conflict (name) do update set value = value + 1 returning value`,
  );
  return numberOf(row ?? {}, 'value');
}
