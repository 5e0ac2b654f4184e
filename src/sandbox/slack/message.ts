// A message in the simulated Slack: posted, edited, answered in a thread, or seen by one person only.
import { z } from 'zod';
import { type Block, storedBlocks } from './block.ts';
import type { Channel } from './channel.ts';
import { column } from './database.ts';
import type { Slack } from './slack.ts';

const reaction = z.object({ name: z.string(), users: z.array(z.string()) });
const messageRow = z.object({
  team: z.string(),
  channel: z.string(),
  ts: z.string(),
  user: z.string(),
  app: z.string().nullable(),
  text: z.string(),
  blocks: column(storedBlocks),
  metadata: column(z.looseObject({})).nullable(),
  thread_ts: z.string().nullable(),
  edited: z.number().nullable(),
  seen_by: z.string().nullable(),
  reactions: column(z.array(reaction)),
});
export type Message = z.infer<typeof messageRow>;

export type MessageSeed = {
  readonly user: string;
  readonly app: string | null;
  readonly text: string;
  readonly blocks?: readonly Block[];
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly threadTs?: string | undefined;
  /** The only person who sees it, for an ephemeral message. */
  readonly seenBy?: string;
};

export function post(slack: Slack, channel: Channel, seed: MessageSeed): Message {
  const ts = slack.nextTs();
  slack.db.run(
    `insert into messages (team, channel, ts, user, app, text, blocks, metadata, thread_ts, seen_by)
     values (?,?,?,?,?,?,?,?,?,?)`,
    ...[channel.team, channel.id, ts, seed.user, seed.app, seed.text, JSON.stringify(seed.blocks ?? [])],
    ...[seed.metadata ? JSON.stringify(seed.metadata) : null, seed.threadTs ?? null, seed.seenBy ?? null],
  );
  changed(slack, channel.team, seed.seenBy);
  return messageOf(slack, channel.team, channel.id, ts) ?? unreachable();
}

/** Replaces text and blocks. `undefined` leaves what was there. */
export function edit(
  slack: Slack,
  message: Message,
  to: {
    readonly text?: string | undefined;
    readonly blocks?: readonly Block[] | undefined;
    readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  },
): Message {
  slack.db.run(
    'update messages set text = ?, blocks = ?, metadata = ?, edited = ? where team = ? and ts = ?',
    to.text ?? message.text,
    JSON.stringify(to.blocks ?? message.blocks),
    to.metadata ? JSON.stringify(to.metadata) : message.metadata ? JSON.stringify(message.metadata) : null,
    Math.floor(slack.now() / 1000),
    ...[message.team, message.ts],
  );
  changed(slack, message.team, message.seen_by ?? undefined);
  return messageOf(slack, message.team, message.channel, message.ts) ?? unreachable();
}

export function remove(slack: Slack, message: Message): void {
  slack.db.run('delete from messages where team = ? and ts = ?', message.team, message.ts);
  changed(slack, message.team, message.seen_by ?? undefined);
}

/** Adds the reaction; false when this person had already reacted so. */
export function react(slack: Slack, message: Message, name: string, user: string): boolean {
  const others = message.reactions.filter((known) => known.name !== name);
  const users = message.reactions.find((known) => known.name === name)?.users ?? [];
  if (users.includes(user)) return false;
  const reactions = [...others, { name, users: [...users, user] }];
  slack.db.run(
    'update messages set reactions = ? where team = ? and ts = ?',
    ...[JSON.stringify(reactions), message.team, message.ts],
  );
  changed(slack, message.team);
  return true;
}

export function messageOf(slack: Slack, team: string, channel: string, ts: string): Message | undefined {
  return slack.db.one(
    messageRow,
    'select * from messages where team = ? and channel = ? and ts = ?',
    ...[team, channel, ts],
  );
}

/** Messages of one conversation (or of all), oldest first; the newest `limit` of them. */
export function messagesOf(
  slack: Slack,
  team: string,
  filter: {
    readonly channel?: string | undefined;
    readonly threadTs?: string | undefined;
    readonly limit?: number;
  } = {},
): Message[] {
  const rows = slack.db.all(
    messageRow,
    `select * from messages where team = ? and (? is null or channel = ?)
       and (? is null or ts = ? or thread_ts = ?) order by ts desc limit ?`,
    ...[team, filter.channel ?? null, filter.channel ?? null],
    ...[filter.threadTs ?? null, filter.threadTs ?? null, filter.threadTs ?? null, filter.limit ?? 300],
  );
  return rows.reverse();
}

/** A message as the Web API and events show it. */
export function toMessageJson(message: Message, replies = 0) {
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: message.team,
    ...(message.app ? { bot_id: `B${message.user.slice(1)}`, app_id: message.app } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.metadata ? { metadata: message.metadata } : {}),
    ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
    ...(replies > 0 ? { reply_count: replies, thread_ts: message.ts } : {}),
    ...(message.edited ? { edited: { user: message.user, ts: `${message.edited}.000000` } } : {}),
    ...(message.reactions.length > 0
      ? { reactions: message.reactions.map((item) => ({ ...item, count: item.users.length })) }
      : {}),
  };
}

function changed(slack: Slack, team: string, user?: string): void {
  slack.changed({ team, kind: 'messages', ...(user ? { user } : {}) });
}

function unreachable(): never {
  throw new Error('a message that was just written is not there');
}
