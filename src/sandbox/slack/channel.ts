// A conversation in the simulated Slack: a public or private channel, or a direct message.
import { z } from 'zod';
import { truth } from './database.ts';
import type { Slack } from './slack.ts';

const channelRow = z.object({
  id: z.string(),
  team: z.string(),
  kind: z.enum(['channel', 'private', 'im', 'mpim']),
  name: z.string(),
  topic: z.string(),
  created: z.number(),
  archived: truth,
  general: truth,
});
export type Channel = z.infer<typeof channelRow>;

export type ChannelSeed = {
  readonly id?: string;
  readonly kind: Channel['kind'];
  readonly name: string;
  readonly topic?: string;
  readonly general?: boolean;
  /** User ids. */
  readonly members: readonly string[];
};

/** Makes the conversation with its members. */
export function openConversation(slack: Slack, team: string, seed: ChannelSeed): Channel {
  const id = seed.id ?? slack.newId(seed.kind === 'im' ? 'D' : seed.kind === 'channel' ? 'C' : 'G');
  const created = Math.floor(slack.now() / 1000);
  slack.db.run(
    'insert into channels (id, team, kind, name, topic, created, general) values (?,?,?,?,?,?,?)',
    ...[id, team, seed.kind, seed.name, seed.topic ?? '', created, seed.general ? 1 : 0],
  );
  for (const user of seed.members) addMember(slack, id, user);
  slack.changed({ team, kind: 'channels' });
  const { kind, name, topic = '', general = false } = seed;
  return { id, team, kind, name, topic, created, archived: false, general };
}

/** Finds the direct message of exactly these people, or opens it. */
export function directMessage(
  slack: Slack,
  team: string,
  users: readonly string[],
): { readonly channel: Channel; readonly alreadyOpen: boolean } {
  const kind = users.length > 2 ? 'mpim' : 'im';
  const name = `${kind}:${[...new Set(users)].sort().join('-')}`;
  const known = slack.db.one(channelRow, 'select * from channels where team = ? and name = ?', team, name);
  if (known) return { channel: known, alreadyOpen: true };
  return { channel: openConversation(slack, team, { kind, name, members: users }), alreadyOpen: false };
}

export function channelOf(slack: Slack, team: string, id: string): Channel | undefined {
  return slack.db.one(channelRow, 'select * from channels where team = ? and id = ?', team, id);
}

/** By `#name` or `name`. */
export function channelByName(slack: Slack, team: string, name: string): Channel | undefined {
  return slack.db.one(
    channelRow,
    "select * from channels where team = ? and name = ? and kind in ('channel', 'private')",
    team,
    name.replace(/^#/, ''),
  );
}

export function channelsOf(slack: Slack, team: string): Channel[] {
  return slack.db.all(channelRow, 'select * from channels where team = ? order by kind, name', team);
}

export function membersOf(slack: Slack, channel: string): string[] {
  return slack.db
    .all(z.object({ user: z.string() }), 'select user from members where channel = ? order by user', channel)
    .map((row) => row.user);
}

export function isMember(slack: Slack, channel: string, user: string): boolean {
  return membersOf(slack, channel).includes(user);
}

export function addMember(slack: Slack, channel: string, user: string): boolean {
  return slack.db.run('insert or ignore into members values (?, ?)', channel, user) === 1;
}

/** A conversation as the Web API shows it to `viewer`. */
export function toChannelJson(slack: Slack, channel: Channel, viewer: string) {
  const members = membersOf(slack, channel.id);
  const direct = channel.kind === 'im';
  return {
    id: channel.id,
    created: channel.created,
    context_team_id: channel.team,
    is_channel: channel.kind === 'channel',
    is_group: channel.kind === 'private',
    is_im: direct,
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'channel',
    is_archived: channel.archived,
    is_general: channel.general,
    ...(direct
      ? { user: members.find((user) => user !== viewer) ?? viewer }
      : {
          name: channel.name,
          name_normalized: channel.name,
          is_member: members.includes(viewer),
          num_members: members.length,
          topic: { value: channel.topic, creator: '', last_set: 0 },
          purpose: { value: '', creator: '', last_set: 0 },
        }),
  };
}
