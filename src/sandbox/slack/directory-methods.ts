// The Web API's methods about who and what is in a workspace: conversations.*, users.*, auth.*, apps.uninstall.
import { z } from 'zod';
import {
  addMember,
  type Channel,
  channelOf,
  channelsOf,
  directMessage,
  isMember,
  toChannelJson,
} from './channel.ts';
import { type Call, flag, type Method, needScope, optionalText, pageOf, read } from './method.ts';
import { revoke, uninstall } from './person.ts';
import { refuse } from './refusal.ts';
import { teamOf, toUserJson, userByEmail, userOf, usersOf } from './workspace.ts';

const types = { public_channel: 'channel', private_channel: 'private', im: 'im', mpim: 'mpim' } as const;
const readScope = {
  channel: 'channels:read',
  private: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
} as const;
const typeName = z.enum(['public_channel', 'private_channel', 'im', 'mpim']);

function authTest(call: Call) {
  const { slack } = call.sender;
  const team = teamOf(slack, call.install.team);
  return {
    url: `https://${team?.domain ?? ''}.slack.com/`,
    team: team?.name ?? '',
    user: userOf(slack, call.install.team, call.install.bot_user)?.name ?? '',
    team_id: call.install.team,
    user_id: call.install.bot_user,
    bot_id: call.install.bot_id,
    app_id: call.app.id,
    is_enterprise_install: false,
  };
}

function listConversations(call: Call) {
  const args = read(call, z.object({ types: z.string().default('public_channel'), exclude_archived: flag }));
  const wanted = z.array(typeName).safeParse(args.types.split(',').map((name) => name.trim()));
  if (!wanted.success) refuse('invalid_types');
  const kinds = wanted.data.map((name) => types[name]);
  for (const kind of kinds) needScope(call.install, [readScope[kind]]);
  const { slack } = call.sender;
  const { team, bot_user } = call.install;
  const visible = channelsOf(slack, team).filter(
    (channel) =>
      kinds.some((kind) => kind === channel.kind) &&
      (channel.kind === 'channel' || isMember(slack, channel.id, bot_user)) &&
      !(args.exclude_archived && channel.archived),
  );
  const { page, next } = pageOf(call, visible);
  return {
    channels: page.map((channel) => toChannelJson(slack, channel, bot_user)),
    response_metadata: { next_cursor: next },
  };
}

function visibleChannel(call: Call, id: string): Channel {
  const { slack } = call.sender;
  const channel = channelOf(slack, call.install.team, id);
  if (!channel) refuse('channel_not_found');
  if (channel.kind !== 'channel' && !isMember(slack, channel.id, call.install.bot_user))
    refuse('channel_not_found');
  return channel;
}

function conversationInfo(call: Call) {
  const { channel: id } = read(call, z.object({ channel: z.string() }));
  const channel = visibleChannel(call, id);
  needScope(call.install, [readScope[channel.kind]]);
  return { channel: toChannelJson(call.sender.slack, channel, call.install.bot_user) };
}

function openDirect(call: Call) {
  const args = read(call, z.object({ users: optionalText, channel: optionalText, return_im: flag }));
  const { slack } = call.sender;
  const { team, bot_user } = call.install;
  if (args.channel) return { channel: { id: visibleChannel(call, args.channel).id } };
  const users = (args.users ?? '').split(',').filter((name) => name !== '');
  if (users.length === 0) refuse('users_list_not_supplied');
  if (users.length > 8) refuse('too_many_users');
  if (users.some((user) => !userOf(slack, team, user))) refuse('user_not_found');
  const { channel, alreadyOpen } = directMessage(slack, team, [bot_user, ...users]);
  const full = args.return_im ? toChannelJson(slack, channel, bot_user) : { id: channel.id };
  return { channel: full, ...(alreadyOpen ? { no_op: true, already_open: true } : {}) };
}

function join(call: Call) {
  const { channel: id } = read(call, z.object({ channel: z.string() }));
  const channel = visibleChannel(call, id);
  if (channel.kind !== 'channel') refuse('method_not_supported_for_channel_type');
  if (channel.archived) refuse('is_archived');
  const joined = addMember(call.sender.slack, channel.id, call.install.bot_user);
  call.sender.slack.changed({ team: channel.team, kind: 'channels' });
  const already = { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } };
  return {
    channel: toChannelJson(call.sender.slack, channel, call.install.bot_user),
    ...(joined ? {} : already),
  };
}

function mayReadEmail(call: Call): boolean {
  return call.install.scopes.includes('users:read.email');
}

function listUsers(call: Call) {
  const { page, next } = pageOf(call, usersOf(call.sender.slack, call.install.team));
  return {
    members: page.map((user) => toUserJson(user, mayReadEmail(call))),
    cache_ts: Math.floor(call.sender.slack.now() / 1000),
    response_metadata: { next_cursor: next },
  };
}

function userInfo(call: Call) {
  const args = read(call, z.object({ user: z.string() }));
  const user = userOf(call.sender.slack, call.install.team, args.user);
  if (!user) refuse('user_not_found');
  return { user: toUserJson(user, mayReadEmail(call)) };
}

function lookupByEmail(call: Call) {
  const args = read(call, z.object({ email: z.string() }));
  const user = userByEmail(call.sender.slack, call.install.team, args.email);
  if (!user) refuse('users_not_found');
  return { user: toUserJson(user, true) };
}

function revokeToken(call: Call) {
  const { test } = read(call, z.object({ test: flag }));
  if (test) return { revoked: false };
  void revoke(call.sender, call.install);
  return { revoked: true };
}

function uninstallApp(call: Call) {
  const args = read(call, z.object({ client_id: z.string(), client_secret: z.string() }));
  if (args.client_id !== call.app.clientId) refuse('client_id_token_mismatch');
  if (args.client_secret !== call.app.clientSecret) refuse('bad_client_secret');
  void uninstall(call.sender, call.install.team, call.app.id);
  return {};
}

const openScopes = ['im:write', 'mpim:write', 'channels:manage', 'groups:write'];
export const directoryMethods = {
  'auth.test': { scopes: [], tier: 'tier4', run: authTest },
  'auth.revoke': { scopes: [], tier: 'tier3', run: revokeToken },
  'apps.uninstall': { scopes: [], tier: 'tier4', run: uninstallApp },
  'conversations.list': { scopes: [], tier: 'tier2', run: listConversations },
  'conversations.info': { scopes: [], tier: 'tier3', run: conversationInfo },
  'conversations.open': { scopes: openScopes, tier: 'tier3', run: openDirect },
  'conversations.join': { scopes: ['channels:join'], tier: 'tier3', run: join },
  'users.list': { scopes: ['users:read'], tier: 'tier2', run: listUsers },
  'users.info': { scopes: ['users:read'], tier: 'tier4', run: userInfo },
  'users.lookupByEmail': { scopes: ['users:read.email'], tier: 'tier3', run: lookupByEmail },
} as const satisfies Record<string, Method>;
