// What operators watch: counters and times over all tenants, without a word about any of them.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Reports } from '#ports/reports.ts';
import type { WorkKind } from '#ports.ts';
import type { Platform } from '#sense/connection.ts';
import type { DeliverySource } from '#sense/delivery.ts';

export type Metrics = {
  /** A delivery was kept, with so many events in it. */
  delivery(source: DeliverySource, events: number): void;
  /** So many events were let go: nobody has connected their account. */
  letGo(source: DeliverySource, events: number): void;
  /** A turn ended: how long it took and how many subjects it looked at. */
  turn(seconds: number, subjects: number): void;
  /** A job waited this long before a worker took it. */
  queueWait(kind: WorkKind, seconds: number): void;
  /** A call to a platform ended: `status` is its HTTP status, or 0 when none came. */
  call(platform: Platform, status: number, seconds: number): void;
  request(route: string, status: number, seconds: number): void;
  /** Everything in Prometheus' text form, with what waits in the store counted now. */
  text(reports: Pick<Reports, 'gauges'>): Promise<string>;
  readonly contentType: string;
};

const quick = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function openMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'revloop_' });
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> =>
    new Counter({ name: `revloop_${name}`, help, labelNames, registers });
  const histogram = <L extends string>(name: string, help: string, labelNames: readonly L[]): Histogram<L> =>
    new Histogram({ name: `revloop_${name}`, help, labelNames, registers, buckets: quick });
  const gauge = (name: string, help: string): Gauge =>
    new Gauge({ name: `revloop_${name}`, help, registers });

  const deliveries = counter('deliveries_total', 'Deliveries kept.', ['source']);
  const events = counter('events_total', 'Events in kept deliveries.', ['source']);
  const strangers = counter('events_unknown_total', 'Events of accounts that nobody has connected.', [
    'source',
  ]);
  const turnSeconds = histogram('turn_seconds', 'How long a turn takes.', []);
  const turnSubjects = counter('turn_subjects_total', 'Subjects that turns looked at.', []);
  const waits = histogram('queue_wait_seconds', 'How long a job waits for a worker.', ['kind']);
  const calls = histogram('platform_call_seconds', 'Calls to platforms.', ['platform', 'status']);
  const requests = histogram('http_request_seconds', 'Requests answered.', ['route', 'status']);
  const waiting = {
    actionsParked: gauge('actions_parked', 'Actions that were refused and wait for a person.'),
    actionsPending: gauge('actions_pending', 'Actions that are to be done.'),
    deliveriesWaiting: gauge('deliveries_waiting', 'Deliveries that nobody has taken in yet.'),
    deliveriesParked: gauge('deliveries_parked', 'Deliveries that could not be understood.'),
    subjectsDirty: gauge('subjects_dirty', 'Subjects that wait for a turn.'),
  };
  return {
    delivery(source, count) {
      deliveries.inc({ source });
      events.inc({ source }, count);
    },
    letGo: (source, count) => strangers.inc({ source }, count),
    turn(seconds, subjects) {
      turnSeconds.observe(seconds);
      turnSubjects.inc(subjects);
    },
    queueWait: (kind, seconds) => waits.observe({ kind }, seconds),
    call: (platform, status, seconds) => calls.observe({ platform, status: String(status) }, seconds),
    request: (route, status, seconds) => requests.observe({ route, status: String(status) }, seconds),
    async text(reports) {
      const now = await reports.gauges();
      waiting.actionsParked.set(now.actionsParked);
      waiting.actionsPending.set(now.actionsPending);
      waiting.deliveriesWaiting.set(now.deliveriesWaiting);
      waiting.deliveriesParked.set(now.deliveriesParked);
      waiting.subjectsDirty.set(now.subjectsDirty);
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
