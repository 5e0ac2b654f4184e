// Calls of the Pub/Sub API for one org: its topics, its schemas, and the stream of its events.
import {
  Client,
  type ClientDuplexStream,
  credentials,
  Metadata,
  type ServiceError,
  type status,
} from '@grpc/grpc-js';
import { z } from 'zod';
import type { PubsubAddress } from './pubsub-address.ts';
import { pubsubMethods } from './pubsub-methods.ts';

/** Whom a call is for, and with what right. */
export type Caller = {
  readonly accessToken: string;
  readonly instanceUrl: string;
  /** 18 characters. */
  readonly org: string;
};

const bytes = z.instanceof(Uint8Array);
const fetchResponse = z.object({
  events: z.array(z.object({ event: z.object({ schemaId: z.string(), payload: bytes }), replayId: bytes })),
  latestReplayId: bytes,
  pendingNumRequested: z.number().int(),
});
export type FetchResponse = z.infer<typeof fetchResponse>;
const schemaInfo = z.object({ schemaJson: z.string() });
const topicInfo = z.object({ canSubscribe: z.boolean() });

export type FetchRequest = {
  readonly topicName: string;
  readonly replayPreset?: 'LATEST' | 'EARLIEST' | 'CUSTOM';
  readonly replayId?: Uint8Array;
  readonly numRequested: number;
};

/** A call that failed: Salesforce's own code from the trailers, without its long beginning; '' where there is none. */
export type PubsubFault = { readonly code: string; readonly status: status; readonly sentence: string };

export type Subscription = {
  request(request: FetchRequest): void;
  /** Answers in their order; the next one is read when it is asked for. Throws ServiceError. */
  readonly answers: AsyncIterable<FetchResponse>;
  close(): void;
};

export type PubsubApi = {
  /** Errors: ServiceError. */
  topic(caller: Caller, name: string): Promise<{ canSubscribe: boolean }>;
  schema(caller: Caller, id: string): Promise<string>;
  subscribe(caller: Caller): Subscription;
  close(): void;
};

const callMs = 30_000;
/** Salesforce gives a sign of life within 270 seconds. */
const silenceMs = 330_000;

/** One connection, for many orgs; it opens itself again. */
export function openPubsubApi({ target, tls }: PubsubAddress): PubsubApi {
  const client = new Client(target, tls ? credentials.createSsl() : credentials.createInsecure(), {
    'grpc.max_receive_message_length': -1,
    // Else all clients of one address share one connection.
    'grpc.use_local_subchannel_pool': 1,
    'grpc.initial_reconnect_backoff_ms': 500,
    'grpc.max_reconnect_backoff_ms': 30_000,
  });
  const ask = <T>(name: 'GetTopic' | 'GetSchema', caller: Caller, request: object, answer: z.ZodType<T>) =>
    new Promise<T>((resolve, reject) => {
      const { path, requestSerialize, responseDeserialize } = methodOf(name);
      const deadline = Date.now() + callMs;
      client.makeUnaryRequest<object, object>(
        ...([
          path,
          requestSerialize,
          responseDeserialize,
          request,
          metadataOf(caller),
          { deadline },
        ] as const),
        (error, value) => {
          if (error !== null) reject(error);
          else resolve(answer.parse(value));
        },
      );
    });
  return {
    topic: (caller, name) => ask('GetTopic', caller, { topicName: name }, topicInfo),
    schema: async (caller, id) => (await ask('GetSchema', caller, { schemaId: id }, schemaInfo)).schemaJson,
    subscribe(caller) {
      const { path, requestSerialize, responseDeserialize } = methodOf('Subscribe');
      const call = client.makeBidiStreamRequest<object, object>(
        ...([path, requestSerialize, responseDeserialize, metadataOf(caller)] as const),
      );
      return subscriptionOf(call);
    },
    close: () => client.close(),
  };
}

function subscriptionOf(call: ClientDuplexStream<object, object>): Subscription {
  // A stream without this ends the process when it is cancelled or breaks while nobody reads.
  call.on('error', () => undefined);
  const close = () => {
    clearTimeout(silence);
    call.cancel();
  };
  const silence = setTimeout(close, silenceMs);
  return {
    request: (request) => void call.write(request),
    answers: (async function* () {
      try {
        for await (const message of call) {
          silence.refresh();
          yield fetchResponse.parse(message);
        }
      } finally {
        close();
      }
    })(),
    close,
  };
}

function methodOf(name: 'Subscribe' | 'GetTopic' | 'GetSchema') {
  const method = pubsubMethods[name];
  if (method === undefined) throw new TypeError(`the proto file has no ${name}`);
  return method;
}

function metadataOf({ accessToken, instanceUrl, org }: Caller): Metadata {
  const metadata = new Metadata();
  metadata.set('accesstoken', accessToken);
  metadata.set('instanceurl', instanceUrl);
  metadata.set('tenantid', org);
  return metadata;
}

const ownCodes = 'sfdc.platform.eventbus.grpc.';

/** What an error says; null when it is none of a call. */
export function faultOf(error: unknown): PubsubFault | null {
  if (!isServiceError(error)) return null;
  const code = String(error.metadata.get('error-code')[0] ?? '');
  return { code: code.replace(ownCodes, ''), status: error.code, sentence: error.details };
}

function isServiceError(error: unknown): error is ServiceError {
  return (
    error instanceof Error &&
    'code' in error &&
    'details' in error &&
    'metadata' in error &&
    error.metadata instanceof Metadata
  );
}
