// A Slack workspace: its people and what is needed to make one.
import { z } from 'zod';
import { openConversation } from './channel.ts';
import { truth } from './database.ts';
import type { Slack } from './slack.ts';

const teamRow = z.object({ id: z.string(), name: z.string(), domain: z.string() });
export type Team = z.infer<typeof teamRow>;

const userRow = z.object({
  id: z.string(),
  team: z.string(),
  name: z.string(),
  real_name: z.string(),
  email: z.string().nullable(),
  title: z.string(),
  is_bot: truth,
  is_admin: truth,
  tz: z.string(),
  locale: z.string(),
  app: z.string().nullable(),
  deleted: truth,
});
export type User = z.infer<typeof userRow>;

/** What a new workspace consists of. Ids are made up where left out; the same domain is never made twice. */
export type WorkspaceSeed = {
  readonly id?: string;
  readonly name: string;
  readonly domain: string;
  readonly users: readonly {
    readonly id?: string;
    readonly name: string;
    readonly realName: string;
    readonly email: string;
    readonly title?: string;
    readonly admin?: boolean;
    readonly tz?: string;
    readonly locale?: string;
  }[];
  readonly channels: readonly {
    readonly id?: string;
    readonly name: string;
    readonly topic?: string;
    readonly private?: boolean;
    readonly general?: boolean;
    /** Names of users; everybody when left out. */
    readonly members?: readonly string[];
  }[];
};

/** Makes the workspace, or finds the one of the same domain made earlier. */
export function addWorkspace(slack: Slack, seed: WorkspaceSeed): Team {
  const known = slack.db.one(teamRow, 'select * from teams where domain = ?', seed.domain);
  if (known) return known;
  const team = { id: seed.id ?? slack.newId('T'), name: seed.name, domain: seed.domain };
  slack.db.run('insert into teams values (?, ?, ?)', team.id, team.name, team.domain);
  const ids = new Map<string, string>();
  for (const user of seed.users) {
    const id = user.id ?? slack.newId('U');
    ids.set(user.name, id);
    slack.db.run(
      'insert into users (id, team, name, real_name, email, title, is_admin, tz, locale) values (?,?,?,?,?,?,?,?,?)',
      ...[id, team.id, user.name, user.realName, user.email.toLowerCase(), user.title ?? ''],
      ...[user.admin ? 1 : 0, user.tz ?? 'Etc/UTC', user.locale ?? 'en-US'],
    );
  }
  for (const channel of seed.channels) {
    const members = (channel.members ?? [...ids.keys()]).flatMap((name) => ids.get(name) ?? []);
    openConversation(slack, team.id, { ...channel, kind: channel.private ? 'private' : 'channel', members });
  }
  return team;
}

export function teams(slack: Slack): Team[] {
  return slack.db.all(teamRow, 'select * from teams order by name');
}

export function teamOf(slack: Slack, id: string): Team | undefined {
  return slack.db.one(teamRow, 'select * from teams where id = ?', id);
}

export function usersOf(slack: Slack, team: string): User[] {
  return slack.db.all(userRow, 'select * from users where team = ? order by is_bot, real_name, id', team);
}

export function userOf(slack: Slack, team: string, id: string): User | undefined {
  return slack.db.one(userRow, 'select * from users where team = ? and id = ?', team, id);
}

export function userByEmail(slack: Slack, team: string, email: string): User | undefined {
  return slack.db.one(
    userRow,
    'select * from users where team = ? and email = ? and deleted = 0',
    team,
    email.toLowerCase(),
  );
}

/** A user as the Web API shows it; the e-mail address only with the scope users:read.email. */
export function toUserJson(user: User, withEmail: boolean) {
  return {
    id: user.id,
    team_id: user.team,
    name: user.name,
    deleted: user.deleted,
    real_name: user.real_name,
    tz: user.tz,
    locale: user.locale,
    is_admin: user.is_admin,
    is_owner: false,
    is_restricted: false,
    is_bot: user.is_bot,
    is_app_user: false,
    updated: 0,
    profile: {
      real_name: user.real_name,
      real_name_normalized: user.real_name,
      display_name: user.name,
      display_name_normalized: user.name,
      title: user.title,
      ...(withEmail && user.email ? { email: user.email } : {}),
      ...(user.app ? { api_app_id: user.app, bot_id: `B${user.id.slice(1)}` } : {}),
      team: user.team,
    },
  };
}
