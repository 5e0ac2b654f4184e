// One connected Slack workspace, spoken to by Slack's own client. Waiting and trying again is the outbox's work.
import { LogLevel, WebClient } from '@slack/web-api';
import { z } from 'zod';
import { type OnCall, secondsSince } from '#clients/on-call.ts';
import type { Config } from '#config.ts';
import { isRevloopError, RevloopError } from '#errors.ts';
import type { Chat, ChatMessage, MessageRef } from '#ports/chat.ts';
import type { Log, Store } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import { statusOf, toChatError } from './slack-error.ts';

type Needs = {
  readonly config: Pick<Config, 'SLACK_API_URL' | 'SLACK_CLIENT_ID' | 'SLACK_CLIENT_SECRET'>;
  readonly store: Store;
  readonly log: Log;
  readonly connection: Connection;
  readonly onCall?: OnCall | undefined;
};

const timeoutMs = 10_000;
/** Slack dates messages by its own clock, and its `ts` need not be finer than a second. */
const clocksApartMs = 300_000;
/** Name of the metadata that carries a message's mark. */
const eventType = 'revloop_advice';

const refShape = z.object({ channel: z.string(), ts: z.string() });
const openShape = z.object({ channel: z.object({ id: z.string() }) });
const byEmailShape = z.object({ user: z.object({ id: z.string(), deleted: z.boolean().optional() }) });
const memberShape = z.object({
  user: z.object({
    name: z.string().optional(),
    real_name: z.string().optional(),
    locale: z.string().optional(),
    profile: z.object({ real_name: z.string().optional(), display_name: z.string().optional() }).optional(),
  }),
});
const historyShape = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
        .partial()
        .optional(),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/**
 * The chat of a connection. Nothing is tried again inside: a 429 becomes CHAT_LIMIT at once. A token that is not
 * accepted any more marks the connection as revoked.
 */
export function openSlack(needs: Needs): Chat {
  const call = caller(needs);
  const refused = (error: unknown, ...codes: readonly string[]) =>
    isRevloopError(error) && error.code === 'CHAT_REFUSED' && codes.includes(String(error.params['code']));
  return {
    async post(channel, message, thread) {
      const answer = await call('chat.postMessage', {
        ...contentOf(message),
        channel,
        unfurl_links: false,
        unfurl_media: false,
        ...(thread === undefined ? {} : { thread_ts: thread }),
      });
      return refShape.parse(answer);
    },
    async update(ref, message) {
      await call('chat.update', { ...contentOf(message), ...ref });
    },
    async find(channel, mark, since) {
      try {
        return await findMessage(call, channel, mark, since);
      } catch (error) {
        if (refused(error, 'channel_not_found')) return null;
        // missing_scope: the optional scope was declined; not_in_channel: nobody invited us; else a plan's limits.
        if (isRevloopError(error) && error.code === 'CHAT_REFUSED') return 'unknown';
        throw error;
      }
    },
    async direct(userId) {
      return openShape.parse(await call('conversations.open', { users: userId })).channel.id;
    },
    async memberByEmail(email) {
      try {
        const { user } = byEmailShape.parse(await call('users.lookupByEmail', { email }));
        return user.deleted ? null : user.id;
      } catch (error) {
        if (refused(error, 'users_not_found', 'user_not_found')) return null;
        throw error;
      }
    },
    async member(userId) {
      try {
        const { user } = memberShape.parse(await call('users.info', { user: userId, include_locale: true }));
        const name = user.profile?.real_name || user.real_name || user.profile?.display_name || user.name;
        return { name: name || userId, locale: user.locale ?? null };
      } catch (error) {
        if (refused(error, 'user_not_found', 'user_not_visible')) return null;
        throw error;
      }
    },
    async publishHome(userId, blocks) {
      await call('views.publish', { user_id: userId, view: { type: 'home', blocks } });
    },
    async openModal(triggerId, view) {
      await call('views.open', { trigger_id: triggerId, view });
    },
    async revoke() {
      const { SLACK_CLIENT_ID: client_id, SLACK_CLIENT_SECRET: client_secret } = needs.config;
      await call('apps.uninstall', { client_id, client_secret });
    },
  };
}

type Call = (method: string, args: Record<string, unknown>) => Promise<unknown>;

function caller({ config, store, log, connection, onCall }: Needs): Call {
  const { tenant, id, externalId } = connection;
  return async (method, args) => {
    const tokens = await store.asTenant(tenant, (rows) => rows.connections.tokens(id));
    if (tokens === null)
      throw new RevloopError('CHAT_REVOKED', { account: externalId, code: 'no_token', method });
    const client = new WebClient(tokens.accessToken, {
      slackApiUrl: `${config.SLACK_API_URL}/`,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
      timeout: timeoutMs,
      logger: quiet,
    });
    const began = performance.now();
    try {
      const answer = await client.apiCall(method, args);
      onCall?.('slack', 200, secondsSince(began));
      return answer;
    } catch (cause) {
      onCall?.('slack', statusOf(cause), secondsSince(began));
      const error = toChatError(method, externalId, cause);
      if (error.code === 'CHAT_REVOKED') {
        log.warn({ tenant, connection: id, code: error.params['code'] }, 'Slack took its permission back');
        await store.asTenant(tenant, async (rows) => {
          const now = await rows.connections.get(id);
          if (now?.state === 'active') await rows.connections.setState(id, 'revoked', 'CHAT_REVOKED');
        });
      }
      throw error;
    }
  };
}

function contentOf({ text, blocks, mark }: ChatMessage): Record<string, unknown> {
  return {
    text,
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(mark === undefined ? {} : { metadata: { event_type: eventType, event_payload: { mark } } }),
  };
}

async function findMessage(
  call: Call,
  channel: string,
  mark: string,
  since: Date,
): Promise<MessageRef | null> {
  let cursor = '';
  do {
    const page = historyShape.parse(
      await call('conversations.history', {
        channel,
        oldest: ((since.getTime() - clocksApartMs) / 1000).toFixed(6),
        inclusive: true,
        include_all_metadata: true,
        limit: 200,
        ...(cursor === '' ? {} : { cursor }),
      }),
    );
    const found = page.messages.find(
      ({ metadata }) => metadata?.event_type === eventType && metadata.event_payload?.['mark'] === mark,
    );
    if (found) return { channel, ts: found.ts };
    cursor = page.response_metadata?.next_cursor ?? '';
  } while (cursor !== '');
  return null;
}

// Everything worth knowing comes as an error; the client's own log would repeat it, with customers' texts.
const silent = () => {};
const quiet = {
  ...{ debug: silent, info: silent, warn: silent, error: silent, setLevel: silent, setName: silent },
  getLevel: () => LogLevel.ERROR,
};
