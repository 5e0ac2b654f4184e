// The simulated Pub/Sub API: a gRPC server over the change log, without TLS.
import { randomUUID } from 'node:crypto';
import { type Metadata, Server, ServerCredentials, type ServerDuplexStream, status } from '@grpc/grpc-js';
import { pubsubMethods } from '#clients/salesforce/pubsub-methods.ts';
import type { ChangeLog } from '#sandbox/salesforce/change-log.ts';
import { eventSchema, schemaById } from './event-schema.ts';
import { fetchRequest, schemaRequest, topicRequest } from './fetch-request.ts';
import type { FindSession, PubsubSession } from './org.ts';
import { calm, type PubsubChaos } from './pubsub-chaos.ts';
import { PubsubError } from './pubsub-error.ts';
import { openSubscription, type SubscriptionNeeds } from './subscription.ts';
import { topicOf } from './topic.ts';

const DAY_MS = 24 * 60 * 60_000;

export type PubsubServerOptions = {
  readonly log: ChangeLog;
  readonly session: FindSession;
  /** 0 chooses a free port. */
  readonly port?: number;
  readonly host?: string;
  readonly clock?: () => Date;
  readonly chaos?: () => PubsubChaos;
  /** Numbers of 0 up to but not including 1. */
  readonly roll?: () => number;
  /** Salesforce sends a sign of life within 270 s, and ends a stream that asks for nothing for 70 s. */
  readonly keepAliveMs?: number;
  readonly idleMs?: number;
  /** How often it is looked whether the token of a stream is still good. */
  readonly tokenCheckMs?: number;
};

export type PubsubServer = {
  /** `http://host:port`, for SALESFORCE_PUBSUB_URL. */
  readonly url: string;
  /** Streams open now. */
  streams(): number;
  /** Breaks every stream; `connections`: and the connections below them. */
  cut(connections?: boolean): void;
  /** Events delivered to subscribers of the org within a day. */
  delivered(org: string): number;
  close(): Promise<void>;
};

type Stream = ServerDuplexStream<unknown, object>;

export async function startPubsub(options: PubsubServerOptions): Promise<PubsubServer> {
  const { log, session, clock = () => new Date(), chaos = () => calm, roll = Math.random } = options;
  const { keepAliveMs = 270_000, idleMs = 70_000, tokenCheckMs = 1_000 } = options;
  const host = options.host ?? '127.0.0.1';
  const streams = new Set<{ pump(): void; cut(): void; org: string }>();
  const deliveries = new Map<string, { at: number; events: number }[]>();

  const delivered = (org: string) => {
    const since = clock().getTime() - DAY_MS;
    const recent = (deliveries.get(org) ?? []).filter(({ at }) => at > since);
    deliveries.set(org, recent);
    return recent.reduce((sum, { events }) => sum + events, 0);
  };
  const spend = ({ org }: PubsubSession, events: number) => {
    if (delivered(org.id) + events > org.deliveriesPerDay) return false;
    deliveries.get(org.id)?.push({ at: clock().getTime(), events });
    return true;
  };

  const subscribe = (call: Stream) => {
    let over = false;
    const end = (error: unknown) => {
      if (over) return;
      over = true;
      streams.delete(entry);
      for (const timer of [keepAlive, idle, check]) clearInterval(timer);
      if (error === null) call.end();
      else
        call.emit(
          'error',
          error instanceof PubsubError ? error : { code: status.INTERNAL, details: String(error) },
        );
    };
    const needs: SubscriptionNeeds = {
      ...{ log, chaos, roll, spend },
      session: () => sessionOf(session, call.metadata),
      send: (response) =>
        new Promise((resolve) => {
          keepAlive.refresh();
          if (over || call.cancelled || call.write(response)) resolve();
          else call.once('drain', resolve);
        }),
      cut: () => end(new PubsubError('service.unavailable')),
    };
    const subscription = openSubscription(needs);
    const guarded = (work: () => Promise<void>) => () => void (over || work().catch(end));
    const keepAlive = setInterval(guarded(subscription.keepAlive), keepAliveMs);
    const idle = setInterval(() => {
      if (subscription.outstanding() === 0) end(null);
    }, idleMs);
    const check = setInterval(
      guarded(async () => void needs.session()),
      tokenCheckMs,
    );
    const entry = { pump: guarded(subscription.pump), cut: needs.cut, org: '' };
    call.on('data', (message: unknown) => {
      idle.refresh();
      try {
        subscription.fetch(fetchRequest.parse(message));
        entry.org = needs.session().org.id;
        streams.add(entry);
        entry.pump();
      } catch (error) {
        end(error);
      }
    });
    call.on('end', () => end(null));
    call.on('cancelled', () => end(null));
    call.on('error', () => end(null));
  };

  const server = new Server({ 'grpc.max_send_message_length': -1 });
  server.addService(pubsubMethods, {
    Subscribe: subscribe,
    GetTopic: unary((request, metadata) => {
      const who = sessionOf(session, metadata);
      const topic = topicOf(who, topicRequest.parse(request).topicName);
      const fields = topic.entity === null ? null : who.org.fields(topic.entity);
      const schemaId = topic.entity === null || fields === null ? '' : eventSchema(topic.entity, fields).id;
      return {
        ...{ topicName: topic.name, tenantGuid: `core/prod/${who.org.id}`, schemaId, rpcId: randomUUID() },
        ...{ canPublish: false, canSubscribe: true },
      };
    }),
    GetSchema: unary((request, metadata) => {
      sessionOf(session, metadata);
      const schema = schemaById(schemaRequest.parse(request).schemaId);
      if (schema === undefined) throw new PubsubError('schema.validation.failed');
      return { schemaJson: schema.json, schemaId: schema.id, rpcId: randomUUID() };
    }),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${host}:${options.port ?? 0}`, ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  const forget = log.onAppend((org) => {
    for (const stream of streams) if (stream.org === org) stream.pump();
  });
  return {
    url: `http://${host}:${port}`,
    streams: () => streams.size,
    cut(connections = false) {
      if (connections) server.drain(`${host}:${port}`, 0);
      for (const stream of [...streams]) stream.cut();
    },
    delivered,
    async close() {
      forget();
      for (const stream of [...streams]) stream.cut();
      server.forceShutdown();
    },
  };
}

type Unary = (
  call: { request: unknown; metadata: Metadata },
  callback: (error: Partial<PubsubError> | null, value?: object) => void,
) => void;

function unary(work: (request: unknown, metadata: Metadata) => object): Unary {
  return ({ request, metadata }, callback) => {
    try {
      callback(null, work(request, metadata));
    } catch (error) {
      callback(error instanceof PubsubError ? error : { code: status.INTERNAL, details: String(error) });
    }
  };
}

/** Who calls. Errors: service.auth.headers.invalid, service.auth.error. */
function sessionOf(find: FindSession, metadata: Metadata): PubsubSession {
  const [token, url, org] = ['accesstoken', 'instanceurl', 'tenantid'].map((name) => metadata.get(name)[0]);
  if (typeof token !== 'string' || typeof url !== 'string' || typeof org !== 'string')
    throw new PubsubError('service.auth.headers.invalid');
  const session = find(token);
  if (session === null) throw new PubsubError('service.auth.error');
  if (org !== session.org.id || new URL(url).host !== new URL(session.org.url).host)
    throw new PubsubError('service.auth.headers.invalid');
  return session;
}
