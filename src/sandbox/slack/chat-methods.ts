// The Web API's chat.* methods and reactions.add.
import { z } from 'zod';
import { checkBlocks, fromJson } from './block.ts';
import { type Channel, channelByName, channelOf, directMessage, isMember } from './channel.ts';
import { type Message, messageOf, post, react, remove, edit as rewrite, toMessageJson } from './message.ts';
import { type Call, flag, type Method, optionalText, read, TooMany } from './method.ts';
import { refuse } from './refusal.ts';
import { teamOf, userOf } from './workspace.ts';

const content = {
  text: optionalText,
  blocks: z.unknown().optional(),
  metadata: z.unknown().optional(),
};
const posting = z.object({
  channel: z.string(),
  thread_ts: optionalText,
  reply_broadcast: flag,
  unfurl_links: flag,
  unfurl_media: flag,
  mrkdwn: flag,
  ...content,
});
const metadataShape = z.object({ event_type: z.string().min(1), event_payload: z.looseObject({}) });

/** The conversation an app names by id, by `#name`, or by a user id for a direct message. */
function target(call: Call, name: string): Channel {
  const { slack } = call.sender;
  const { team, bot_user } = call.install;
  if (/^[UW]0/.test(name)) {
    if (!userOf(slack, team, name)) refuse('channel_not_found');
    return directMessage(slack, team, [bot_user, name]).channel;
  }
  const channel = channelOf(slack, team, name) ?? channelByName(slack, team, name);
  if (!channel) refuse('channel_not_found');
  const member = isMember(slack, channel.id, bot_user);
  if (channel.kind !== 'channel' && !member) refuse('channel_not_found');
  if (channel.archived) refuse('is_archived');
  return channel;
}

function mayWrite(call: Call, channel: Channel): void {
  if (isMember(call.sender.slack, channel.id, call.install.bot_user)) return;
  if (!call.install.scopes.includes('chat:write.public')) refuse('not_in_channel');
}

function contentOf(call: Call, args: { text?: string | undefined; blocks?: unknown; metadata?: unknown }) {
  const where = { max: 50, newId: call.sender.slack.newId, input: false };
  const blocks = args.blocks === undefined ? undefined : checkBlocks(args.blocks, where);
  const metadata = args.metadata === undefined ? undefined : metadataShape.safeParse(fromJson(args.metadata));
  if (metadata && !metadata.success) refuse('invalid_metadata_format');
  const text = args.text ?? '';
  if (text.length > 40_000) refuse('msg_too_long');
  if (text === '' && (blocks === undefined || blocks.length === 0)) refuse('no_text');
  return { text, blocks, metadata: metadata?.data };
}

/** Slack only warns when blocks come without a fallback text; so it is told, not refused. */
function warning(text: string): Record<string, unknown> {
  return text === ''
    ? { warning: 'missing_text_in_message', response_metadata: { warnings: ['missing_text_in_message'] } }
    : {};
}

function slowDown(call: Call, channel: Channel): void {
  const wait = call.limit('channel', `${call.install.app}:${channel.id}`);
  if (wait > 0) throw new TooMany(wait);
}

async function postMessage(call: Call) {
  const args = read(call, posting);
  const channel = target(call, args.channel);
  mayWrite(call, channel);
  slowDown(call, channel);
  const { slack } = call.sender;
  const { text, blocks = [], metadata } = contentOf(call, args);
  const thread = args.thread_ts ? messageOf(slack, channel.team, channel.id, args.thread_ts) : undefined;
  if (args.thread_ts && !thread) refuse('thread_not_found');
  const threadTs = thread?.thread_ts ?? thread?.ts;
  const message = post(slack, channel, {
    ...{ user: call.install.bot_user, app: call.app.id, text, blocks, metadata, threadTs },
  });
  return { channel: channel.id, ts: message.ts, message: toMessageJson(message), ...warning(text) };
}

const naming = z.object({ channel: z.string(), ts: z.string() });

function ownMessage(call: Call, channel: Channel, ts: string, denied: string): Message {
  const message = messageOf(call.sender.slack, channel.team, channel.id, ts);
  if (!message || message.seen_by) refuse('message_not_found');
  if (message.user !== call.install.bot_user) refuse(denied);
  return message;
}

function update(call: Call) {
  const args = read(call, naming.extend(content));
  const channel = target(call, args.channel);
  const message = ownMessage(call, channel, args.ts, 'cant_update_message');
  const next = contentOf(call, args);
  // Text without blocks takes the old blocks away, as Slack documents for chat.update.
  const blocks = next.blocks ?? (args.text === undefined ? undefined : []);
  const changed = rewrite(call.sender.slack, message, { text: args.text, blocks, metadata: next.metadata });
  return { channel: channel.id, ts: changed.ts, text: changed.text, message: toMessageJson(changed) };
}

function deleteMessage(call: Call) {
  const args = read(call, naming);
  const channel = target(call, args.channel);
  const message = ownMessage(call, channel, args.ts, 'cant_delete_message');
  remove(call.sender.slack, message);
  return { channel: channel.id, ts: message.ts };
}

function postEphemeral(call: Call) {
  const args = read(call, posting.extend({ user: z.string() }));
  const channel = target(call, args.channel);
  mayWrite(call, channel);
  const { slack } = call.sender;
  if (!isMember(slack, channel.id, args.user)) refuse('user_not_in_channel');
  slowDown(call, channel);
  const { text, blocks = [] } = contentOf(call, args);
  const message = post(slack, channel, {
    ...{ user: call.install.bot_user, app: call.app.id, text, blocks, seenBy: args.user },
    threadTs: args.thread_ts,
  });
  return { message_ts: message.ts, ...warning(text) };
}

function getPermalink(call: Call) {
  const args = read(call, z.object({ channel: z.string(), message_ts: z.string() }));
  const { slack } = call.sender;
  const channel = target(call, args.channel);
  const message = messageOf(slack, channel.team, channel.id, args.message_ts);
  if (!message) refuse('message_not_found');
  const domain = teamOf(slack, channel.team)?.domain ?? '';
  const link = `https://${domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`;
  return { channel: channel.id, permalink: link };
}

function addReaction(call: Call) {
  const args = read(
    call,
    z.object({ channel: z.string(), timestamp: z.string(), name: z.string().regex(/^[\w+'-]+$/) }),
  );
  const { slack } = call.sender;
  const channel = target(call, args.channel);
  const message = messageOf(slack, channel.team, channel.id, args.timestamp);
  if (!message) refuse('message_not_found');
  if (!react(slack, message, args.name, call.install.bot_user)) refuse('already_reacted');
  return {};
}

export const chatMethods = {
  'chat.postMessage': { scopes: ['chat:write'], tier: 'own', run: postMessage },
  'chat.update': { scopes: ['chat:write'], tier: 'tier3', run: update },
  'chat.delete': { scopes: ['chat:write'], tier: 'tier3', run: deleteMessage },
  'chat.postEphemeral': { scopes: ['chat:write'], tier: 'own', run: postEphemeral },
  'chat.getPermalink': { scopes: [], tier: 'tier4', run: getPermalink },
  'reactions.add': { scopes: ['reactions:write'], tier: 'tier3', run: addReaction },
} as const satisfies Record<string, Method>;
