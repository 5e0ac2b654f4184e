// The queue: BullMQ on Redis, or on PostgreSQL where there is no Redis; it only wakes workers up.
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue as BullQueue, createPostgresBackend, type JobsOptions, runMigrations, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Clock, Log, Queue, Work, WorkKind } from '#ports.ts';
import { openAlarms } from './alarms.ts';
import { sharedWakes } from './shared-wakes.ts';
import { openTroubleLog } from './trouble-log.ts';
import { toWork, workName } from './work-name.ts';

/** Long reading and training must not keep a turn waiting, so they have a lane of their own. */
const lanes = {
  quick: ['intake', 'reread', 'turn', 'act', 'journey'],
  slow: ['sync', 'learn', 'forget'],
} as const satisfies Record<string, readonly WorkKind[]>;
type Lane = keyof typeof lanes;
const laneNames = ['quick', 'slow'] as const satisfies readonly Lane[];
const laneOf = (kind: WorkKind): Lane => (lanes.slow.some((one) => one === kind) ? 'slow' : 'quick');

/** Does one piece of work; `true` says that more of the same waits, and it goes to the back of the queue. */
export type Handler = (work: Work) => Promise<boolean>;

export type OpenQueue = Queue & {
  /** Begins to work in this process. */
  work(handlers: Readonly<Record<WorkKind, Handler>>, concurrency: Readonly<Record<Lane, number>>): void;
  /** Jobs waiting and active in each lane. */
  depth(): Promise<Readonly<Record<Lane, number>>>;
  answers(): Promise<boolean>;
  close(): Promise<void>;
};

type Backend = { readonly redis: string; readonly prefix?: string } | { readonly postgres: PostgresAddress };
/** Where PostgreSQL is: a connection string, or the folder of its socket. */
export type PostgresAddress = { connectionString?: string; host?: string; user?: string; database?: string };
type Opening = {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly log: Log;
  /** Told how long each job waited for a worker, in seconds. */
  readonly onWait?: (kind: WorkKind, seconds: number) => void;
};

export async function openQueue({ backend, clock, log, onWait }: Opening): Promise<OpenQueue> {
  const warn = openTroubleLog(log, clock);
  const made =
    'redis' in backend ? onRedis(backend.redis, backend.prefix) : await onPostgres(backend.postgres, warn);
  const queues = { quick: made.queue('revloop-quick'), slow: made.queue('revloop-slow') };
  for (const lane of laneNames) quiet(queues[lane], warn);
  const workers: Hand[] = [];
  const wakeNow = sharedWakes((work) => wakeSoon(queues[laneOf(work.kind)], work, warn));
  const alarms = openAlarms(wakeNow);
  return {
    wake: async (work, delayMs = 0) => (delayMs > 0 ? alarms.set(work, delayMs) : wakeNow(work)),
    work(handlers, concurrency) {
      for (const lane of laneNames) {
        const worker = made.worker(`revloop-${lane}`, concurrency[lane], async (data, addedAt) => {
          const work = toWork(data);
          const began = clock.now().getTime();
          onWait?.(work.kind, Math.max(0, began - addedAt) / 1000);
          const more = await handlers[work.kind](work);
          log.debug({ ...work, ms: clock.now().getTime() - began, more }, 'work done');
          if (more) await wakeNow(work);
        });
        worker.on('failed', (job, error) =>
          log.error({ work: job?.data, err: error }, 'work failed; it will be tried again'),
        );
        quiet(worker, warn);
        workers.push(worker);
      }
    },
    async depth() {
      const count = async (lane: Lane) => {
        const counts = await queues[lane].getJobCounts('waiting', 'active', 'prioritized');
        return Object.values(counts).reduce((sum, one) => sum + one, 0);
      };
      return { quick: await count('quick'), slow: await count('slow') };
    },
    answers: () => made.answers(),
    async close() {
      alarms.clear();
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all(laneNames.map((lane) => queues[lane].close()));
      await made.close();
    },
  };
}

/** Longest that anybody waits for a wake-up to be taken: a door must answer while the queue is away. */
const longestMs = 1_000;

/**
 * Never fails, and never holds up who wakes: what waits is in the store, so a wake-up that the queue does not take is
 * only late, until the sweeper comes by.
 */
async function wakeSoon(queue: Line, work: Work, warn: Log['warn']): Promise<void> {
  const name = workName(work);
  const late = (problem: string) => warn({ ...work, problem }, 'nobody was woken; the sweeper will do it');
  const options: JobsOptions = {
    deduplication: { id: name, keepLastIfActive: true },
    removeOnComplete: true,
    removeOnFail: true,
  };
  const added = queue.add(work.kind, work, options).catch((error: unknown) => {
    late(error instanceof Error ? error.message : String(error));
    return true;
  });
  if ((await soon(added)) === null) late('the queue does not answer');
}

/** What comes of it, or null when that takes too long: a Redis client waits for its server as long as it takes. */
async function soon<T>(promise: Promise<T>): Promise<T | null> {
  const over = new AbortController();
  const tooLong = sleep(longestMs, null, { signal: over.signal }).catch(() => null);
  try {
    return await Promise.race([promise, tooLong]);
  } finally {
    over.abort();
  }
}

type Errors = { on(event: 'error', listener: (error: Error) => void): unknown };
function quiet(emitter: Errors, warn: Log['warn']): void {
  emitter.on('error', (error) => warn({ error: error.message }, 'the queue is in trouble'));
}

/** What we use of BullMQ's classes, whichever backend they stand on. */
type Line = Errors &
  Pick<BullQueue, 'getJobCounts' | 'close'> & {
    add(name: string, work: Work, options: JobsOptions): Promise<unknown>;
  };
type Hand = Errors & {
  on(event: 'failed', listener: (job: { data: unknown } | undefined, error: Error) => void): unknown;
  close(): Promise<void>;
};
type Made = {
  queue(name: string): Line;
  /** `addedAt`: ms since 1970. */
  worker(name: string, concurrency: number, work: (data: unknown, addedAt: number) => Promise<void>): Hand;
  answers(): Promise<boolean>;
  close(): Promise<void>;
};

function onRedis(url: string, prefix = 'revloop'): Made {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  // The queue's own connections report their trouble; this one only must not end the process.
  connection.on('error', () => undefined);
  return {
    queue: (name) => new BullQueue(name, { connection, prefix }),
    worker: (name, concurrency, work) =>
      new Worker(name, (job) => work(job.data, job.timestamp), { connection, prefix, concurrency, ...pace }),
    async answers() {
      const pong = await soon(connection.ping().catch(() => null));
      return pong !== null;
    },
    async close() {
      connection.disconnect();
    },
  };
}

/** A killed worker's work is found again after 10 to 20 s; done twice it changes nothing. */
const pace = { stalledInterval: 5_000, lockDuration: 10_000 } as const;

async function onPostgres(config: PostgresAddress, warn: Log['warn']): Promise<Made> {
  const pool = new pg.Pool({ ...config, max: 1 });
  pool.on('error', (error) => warn({ error: error.message }, 'a connection of the queue was lost'));
  const client = await pool.connect();
  try {
    await runMigrations(client, schema);
  } finally {
    client.release();
  }
  const connection = (max: number) => ({ ...config, schema, skipMigrations: true, max });
  return {
    queue: (name) => new BullQueue(name, { connection: connection(4) }, createPostgresBackend),
    worker: (name, concurrency, work) =>
      new Worker(
        name,
        (job) => work(job.data, job.timestamp),
        { connection: connection(concurrency + 2), concurrency, ...pace },
        createPostgresBackend,
      ),
    answers: () =>
      pool.query('select 1').then(
        () => true,
        () => false,
      ),
    close: () => pool.end(),
  };
}
const schema = 'bullmq';
