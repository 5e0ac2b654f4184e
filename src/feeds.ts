// Follows the feeds of changes that CRMs offer: each by one process, taken over by another one when that dies.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ports } from '#ports.ts';
import { followFeed } from './feed-follower.ts';

type Pace = {
  /** How long a dead process holds its feeds; a living one holds them anew three times as often. */
  readonly holdMs: number;
  /** Feeds that one process takes at a time, so that processes that start together share them. */
  readonly most: number;
};
const usualPace: Pace = { holdMs: 30_000, most: 20 };

export type Feeds = {
  /** Connections whose feeds this process follows now. */
  following(): string[];
  /** Lets go of all, so that another process goes on at once. */
  stop(): Promise<void>;
};

export function startFeeds(
  ports: Pick<Ports, 'store' | 'queue' | 'clients' | 'clock' | 'log'>,
  { holdMs, most }: Pace = usualPace,
): Feeds {
  const owner = randomUUID();
  const followed = new Map<string, { end(): void; readonly ended: Promise<void> }>();
  const stopping = new AbortController();

  const follow = (tenant: string, id: string) => {
    const ending = new AbortController();
    const signal = AbortSignal.any([ending.signal, stopping.signal]);
    const ended = followFeed({ ports, owner, tenant, id, signal })
      .catch((err: unknown) => ports.log.warn({ tenant, connection: id, err }, 'a feed was left for now'))
      .finally(() => followed.delete(id));
    followed.set(id, { end: () => ending.abort(), ended });
  };
  const hold = async () => {
    const held = await ports.store.doors.holdFeeds(owner, holdMs, most);
    const ours = new Set(held.map(({ connection }) => connection));
    for (const [id, one] of followed) if (!ours.has(id)) one.end();
    for (const { tenant, connection } of held) if (!followed.has(connection)) follow(tenant, connection);
  };
  const run = async () => {
    const { signal } = stopping;
    while (!signal.aborted) {
      await hold().catch((err: unknown) => ports.log.warn({ err }, 'the feeds could not be held'));
      await sleep(holdMs / 3, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    following: () => [...followed.keys()],
    async stop() {
      stopping.abort();
      await running;
      await Promise.all([...followed.values()].map(({ ended }) => ended));
    },
  };
}
