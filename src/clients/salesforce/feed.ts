// The feed of a Salesforce org: change data capture by the Pub/Sub API, followed over broken streams and ended tokens.
import { setTimeout as sleep } from 'node:timers/promises';
import { isRevloopError } from '#errors.ts';
import type { CrmFeed, FeedBatch, FeedEnd, FeedStart } from '#ports/feed.ts';
import type { EventSchemas } from './event-schemas.ts';
import { feedBatch, replayIdIn } from './feed-batch.ts';
import { type Trouble, troubleOf } from './feed-trouble.ts';
import type { Caller, FetchRequest, FetchResponse, PubsubApi, Subscription } from './pubsub-api.ts';

/** Salesforce's limit of events that are asked for and not yet sent. */
const atOnce = 100;
const usualBackoff = { firstMs: 1_000, mostMs: 60_000 } as const;
/** Broken as often in a row as this, it is worth telling. */
const worthTelling = 3;

type Needs = {
  readonly api: PubsubApi;
  readonly schemas: EventSchemas;
  /** 18 characters. */
  readonly org: string;
  /** Asked for at each connect: tokens end, and an org can move to another address. */
  readonly session: () => Promise<{ readonly accessToken: string; readonly instanceUrl: string }>;
  /** The token was refused: there is a new one when it resolves. */
  readonly replace: (refused: string) => Promise<unknown>;
  /** The channel of our package and the one that every org has, in the order in which they are tried. */
  readonly topics: readonly string[];
  readonly backoff?: { readonly firstMs: number; readonly mostMs: number };
  readonly random?: () => number;
};
type Input = Parameters<CrmFeed['follow']>[0];
type Stream = { readonly caller: Caller; readonly topic: string; readonly subscription: Subscription };
/** How one connection ended. `answered`: something came by it. */
type Round = { readonly trouble: Trouble; readonly token: string | null; readonly answered: boolean };

export function salesforceFeed(needs: Needs): CrmFeed {
  return {
    async follow(input) {
      const { told, signal } = input;
      const at = { start: input.from };
      let failures = 0;
      let replaced = false;
      while (!signal.aborted) {
        const { trouble, token, answered } = await followOnce(needs, input, at);
        if (signal.aborted) break;
        if (trouble.what === 'end') return trouble.end;
        failures = answered ? 1 : failures + 1;
        // A token that is refused again, though it is new, is no reason to get another one at once.
        replaced = trouble.what === 'token' && (answered || !replaced) && (await replace(needs, token));
        if (replaced) continue;
        if (failures >= worthTelling) told({ following: false, problem: trouble.problem });
        await rest(pauseMs(needs, failures), signal);
      }
      return { why: 'stopped' };
    },
  };
}

/** Chosen anew each time, so that many orgs do not come back together. */
function pauseMs(
  { backoff: { firstMs, mostMs } = usualBackoff, random = Math.random }: Needs,
  failures: number,
) {
  return Math.min(mostMs, firstMs * 2 ** (failures - 1)) * (0.5 + random() / 2);
}

/** One stream from its beginning to its end. Moves `at` with every batch that is kept. */
async function followOnce(needs: Needs, input: Input, at: { start: FeedStart }): Promise<Round> {
  const opened = await open(needs, at.start);
  if ('trouble' in opened) return { ...opened, answered: false };
  const { caller, topic, subscription } = opened;
  const stop = () => subscription.close();
  input.signal.addEventListener('abort', stop);
  // It may have been stopped while the stream was opened.
  if (input.signal.aborted) stop();
  input.told({ following: true });
  const answers = subscription.answers[Symbol.asyncIterator]();
  let answered = false;
  try {
    for (;;) {
      const next = await nextOf(needs, opened, answers, 'after' in at.start && !answered);
      if ('what' in next) return { trouble: next, token: caller.accessToken, answered };
      answered = true;
      // The stream is at rest meanwhile: nothing more is read, and nothing more is asked for.
      await input.keep(next.batch);
      at.start = { after: next.batch.position };
      if (next.pending <= 0) subscription.request({ topicName: topic, numRequested: atOnce });
    }
  } finally {
    input.signal.removeEventListener('abort', stop);
    subscription.close();
  }
}

async function open(needs: Needs, start: FeedStart): Promise<Stream | Omit<Round, 'answered'>> {
  const { api, org, topics } = needs;
  let token: string | null = null;
  try {
    const caller = { ...(await needs.session()), org };
    token = caller.accessToken;
    const topic = await topicOf(api, caller, topics);
    const first = topic === null ? null : firstRequest(topic, start);
    if (topic === null || first === null)
      return { trouble: { what: 'end', end: topic === null ? noTopic(topics) : otherTopic(topic) }, token };
    const subscription = api.subscribe(caller);
    subscription.request(first);
    return { caller, topic, subscription };
  } catch (error) {
    if (isRevloopError(error) && error.code !== 'CRM_BUSY') throw error;
    return { trouble: troubleOf(error, false), token };
  }
}

type Next = { readonly batch: FeedBatch; readonly pending: number };

/** The next answer, deciphered; or why there is none. */
async function nextOf(
  { schemas }: Needs,
  { caller, topic }: Stream,
  answers: AsyncIterator<FetchResponse>,
  placed: boolean,
): Promise<Next | Trouble> {
  try {
    const { value, done } = await answers.next();
    if (done === true) return { what: 'again', problem: 'Salesforce ended the stream' };
    return { batch: await feedBatch(schemas, caller, topic, value), pending: value.pendingNumRequested };
  } catch (error) {
    return troubleOf(error, placed);
  }
}

/** True when there is a new token, false when there can be none now. Errors: CRM_REVOKED, CRM_MISCONFIGURED. */
async function replace(needs: Needs, refused: string | null): Promise<boolean> {
  if (refused === null) return false;
  try {
    await needs.replace(refused);
    return true;
  } catch (error) {
    if (isRevloopError(error) && error.code === 'CRM_BUSY') return false;
    throw error;
  }
}

/** The first topic that the org has. */
async function topicOf(api: PubsubApi, caller: Caller, topics: readonly string[]): Promise<string | null> {
  for (const topic of topics) {
    try {
      await api.topic(caller, topic);
      return topic;
    } catch (error) {
      if (troubleOf(error, false).what !== 'no-topic') throw error;
    }
  }
  return null;
}

function firstRequest(topicName: string, start: FeedStart): FetchRequest | null {
  const common = { topicName, numRequested: atOnce };
  if ('at' in start) return { ...common, replayPreset: start.at === 'latest' ? 'LATEST' : 'EARLIEST' };
  const replayId = replayIdIn(topicName, start.after);
  return replayId === null ? null : { ...common, replayPreset: 'CUSTOM', replayId };
}

function noTopic(topics: readonly string[]): FeedEnd {
  return { why: 'refused', code: 'FEED_NOT_OFFERED', problem: `there is no topic ${topics.join(' or ')}` };
}

function otherTopic(topic: string): FeedEnd {
  return { why: 'place', problem: `the topic is now ${topic}` };
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
