// Follows one feed for as long as this process holds it: what comes is kept with its place, then taken in by others.
import { isRevloopError } from '#errors.ts';
import type { CrmFeed, FeedBatch, FeedEnd, FeedNews } from '#ports/feed.ts';
import type { Ports } from '#ports.ts';
import { changesNow, compareNow } from '#sense/compare-now.ts';
import type { ConnectionId } from '#sense/connection.ts';
import type { TenantId } from '#sense/tenant.ts';

type Told = Parameters<Parameters<CrmFeed['follow']>[0]['told']>[0];

type Follower = {
  readonly ports: Pick<Ports, 'store' | 'queue' | 'clients' | 'clock' | 'log'>;
  /** The process. */
  readonly owner: string;
  readonly tenant: TenantId;
  readonly id: ConnectionId;
  readonly signal: AbortSignal;
};

const minute = 60_000;
/** After how long it is looked again, by why it ended. */
const againMs = {
  ...{ FEED_LIMIT: 15 * minute, FEED_FORBIDDEN: 15 * minute, FEED_NOT_OFFERED: 6 * 60 * minute },
  /** What failed here, such as a database that did not answer. */
  failed: minute / 6,
  permissions: 15 * minute,
} as const;

/** Until it is stopped, taken over, or cannot be followed now; its row then says why. Errors: those of the store. */
export async function followFeed(follower: Follower): Promise<void> {
  const { ports, tenant, id, signal } = follower;
  const connection = await ports.store.asTenant(tenant, ({ connections }) => connections.get(id));
  const feed = connection === null ? null : ports.clients.feed(connection);
  if (feed === null) return release(follower, againMs.FEED_NOT_OFFERED);
  try {
    while (!signal.aborted) {
      const end = await followOnce(follower, feed);
      if (end.why === 'stopped') break;
      if (end.why === 'place') await beginAgain(follower, end.problem);
      else return await leave(follower, end);
    }
    await release(follower, 0);
  } catch (error) {
    // The account as a whole: it is not followed until its connection is active again.
    const off = isRevloopError(error) ? { code: error.code, problem: error.message } : null;
    // Where not even this is kept, the row is free when it is not held any longer.
    await (off === null ? Promise.resolve() : tell(follower, { state: 'off', ...off }))
      .then(() => release(follower, againMs.failed))
      .catch(() => undefined);
    throw error;
  }
}

async function followOnce(follower: Follower, feed: CrmFeed): Promise<FeedEnd> {
  const { ports, tenant, id, signal } = follower;
  const log = ports.log.child({ tenant, connection: id });
  const note = (err: unknown) => log.warn({ err }, 'the state of a feed was not kept');
  const row = await ports.store.asTenant(tenant, (rows) => rows.feeds.get(id));
  const from = row?.start ?? { at: 'latest' };
  const takenOver = new AbortController();
  const tellState = async (state: Told) =>
    tell(
      follower,
      state.following
        ? await followingNews(follower)
        : { state: 'waiting', code: 'FEED_BROKEN', problem: state.problem },
    );
  const look = setInterval(() => {
    if (last === true) telling = telling.then(() => tellState({ following: true })).catch(note);
  }, againMs.permissions);
  let last: boolean | null = null;
  let hasPlace = 'after' in from;
  let telling: Promise<unknown> = Promise.resolve();
  const following = feed.follow({
    from,
    signal: AbortSignal.any([signal, takenOver.signal]),
    async keep(batch) {
      const kept = await keep(follower, batch);
      hasPlace ||= kept;
      if (kept) return;
      log.info({}, 'another process follows the feed now');
      takenOver.abort();
    },
    told(state) {
      // What happened before is not told, and without a place a broken stream skips what happens meanwhile: it is read.
      if (state.following && !hasPlace)
        telling = telling.then(() => readNow(follower, 'changes')).catch(note);
      if (state.following === last) return;
      last = state.following;
      log.info(state, state.following ? 'the feed is followed' : 'the feed breaks again and again');
      telling = telling.then(() => tellState(state)).catch(note);
    },
  });
  const end = await following.finally(() => clearInterval(look));
  await telling;
  return end;
}

/** On a channel, changes of what the connected user may not see in full are left out without an error: that is told too. */
async function followingNews({ ports, tenant, id }: Follower): Promise<FeedNews> {
  const whole: FeedNews = { state: 'following', code: null, problem: null };
  const connection = await ports.store.asTenant(tenant, ({ connections }) => connections.get(id));
  if (connection === null) return whole;
  try {
    const reports = await ports.clients.crm(connection).access();
    const unseen = reports.filter(({ readable, seesAll }) => !readable || seesAll === false);
    const names = [...new Set(unseen.map(({ name }) => name))];
    return names.length === 0 ? whole : { ...whole, code: 'FEED_PARTIAL', problem: names.join(', ') };
  } catch (err) {
    ports.log.info({ tenant, connection: id, err }, 'it is not known what the connected user may see');
    return whole;
  }
}

/** The delivery and the place in one transaction, then the workers are woken; false when somebody else holds it now. */
async function keep({ ports, owner, tenant, id }: Follower, batch: FeedBatch): Promise<boolean> {
  const { body, headers, position } = batch;
  const held = await ports.store.asTenant(tenant, async ({ feeds, deliveries }) => {
    if (!(await feeds.movedTo(id, owner, position))) return false;
    if (body !== null) await deliveries.keep({ source: 'salesforce', origin: id, headers, body });
    return true;
  });
  if (held && body !== null)
    ports.queue
      .wake({ kind: 'intake', tenant })
      .catch((error: unknown) => ports.log.warn({ tenant, error: String(error) }, 'intake was not woken'));
  return held;
}

/** The place is lost: what is still told comes again, and everything is compared, as older events are gone. */
async function beginAgain(follower: Follower, problem: string): Promise<void> {
  const { ports, owner, tenant, id } = follower;
  ports.log.warn({ tenant, connection: id, problem }, 'the place in a feed is lost: everything is compared');
  await ports.store.asTenant(tenant, async (rows) => {
    await rows.feeds.beginAgain(id, owner);
    await rows.feeds.told(id, owner, { state: 'starting', code: 'FEED_PLACE_LOST', problem });
  });
  await readNow(follower, 'everything');
}

async function readNow({ ports, tenant, id }: Follower, what: 'changes' | 'everything'): Promise<void> {
  const now = ports.clock.now();
  await ports.store.asTenant(tenant, (rows) =>
    what === 'changes' ? changesNow(rows, id, now) : compareNow(rows, id, 'all', now),
  );
  await ports.queue.wake({ kind: 'sync', tenant, connection: id });
}

type Left = Exclude<FeedEnd, { why: 'stopped' | 'place' }>;

async function leave(follower: Follower, end: Left): Promise<void> {
  const code = end.why === 'limit' ? 'FEED_LIMIT' : end.code;
  const { ports, tenant, id } = follower;
  ports.log.warn({ tenant, connection: id, code, problem: end.problem }, 'a feed cannot be followed now');
  await tell(follower, { state: end.why === 'limit' ? 'waiting' : 'off', code, problem: end.problem });
  await release(follower, againMs[code]);
}

async function tell({ ports, owner, tenant, id }: Follower, news: FeedNews): Promise<void> {
  await ports.store.asTenant(tenant, ({ feeds }) => feeds.told(id, owner, news));
}

async function release({ ports, owner, tenant, id }: Follower, waitMs: number): Promise<void> {
  await ports.store.asTenant(tenant, ({ feeds }) => feeds.release(id, owner, waitMs));
}
