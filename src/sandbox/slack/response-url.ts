// A response_url: for half an hour and five uses, an app may answer there without a token.
import { z } from 'zod';
import { checkBlocks } from './block.ts';
import { channelOf } from './channel.ts';
import { edit, messageOf, post, remove } from './message.ts';
import { refuse } from './refusal.ts';
import { installOf } from './registered-app.ts';
import type { Slack } from './slack.ts';

const row = z.object({
  token: z.string(),
  team: z.string(),
  app: z.string(),
  user: z.string(),
  channel: z.string(),
  ts: z.string().nullable(),
  uses: z.number(),
  expires: z.number(),
});

const body = z.object({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: z.union([z.boolean(), z.stringbool()]).default(false),
  delete_original: z.union([z.boolean(), z.stringbool()]).default(false),
  thread_ts: z.string().optional(),
});

const address = z.object({ json: z.string() });

/** Tells which public address the simulated Slack answers at; response URLs and webhooks are made from it. */
export function setAddress(slack: Slack, url: string): void {
  slack.db.run(
    "insert into settings values ('address', ?) on conflict (key) do update set json = excluded.json",
    url.replace(/\/$/, ''),
  );
}

export function addressOf(slack: Slack): string {
  return (
    slack.db.one(address, "select json from settings where key = 'address'")?.json ?? 'http://localhost:8092'
  );
}

export function newResponseUrl(
  slack: Slack,
  about: {
    readonly team: string;
    readonly app: string;
    readonly user: string;
    readonly channel: string;
    readonly ts?: string;
  },
): string {
  const token = slack.newSecret(24);
  slack.db.run(
    'insert into response_urls (token, team, app, user, channel, ts, expires) values (?,?,?,?,?,?,?)',
    ...[token, about.team, about.app, about.user, about.channel, about.ts ?? null, slack.now() + 30 * 60_000],
  );
  return `${addressOf(slack)}/actions/${about.team}/${token}`;
}

/** Carries out what an app posts to its response URL. Refuses with `expired_url`, `used_url`, `invalid_payload`... */
export function respond(slack: Slack, token: string, sent: unknown): void {
  const known = slack.db.one(row, 'select * from response_urls where token = ?', token);
  if (!known || known.expires < slack.now()) refuse('expired_url');
  if (known.uses >= 5) refuse('used_url');
  const parsed = body.safeParse(sent);
  if (!parsed.success) refuse('invalid_payload');
  const answer = parsed.data;
  const channel = channelOf(slack, known.team, known.channel);
  const installed = installOf(slack, known.team, known.app);
  if (!channel || !installed?.active) refuse('channel_not_found');
  slack.db.run('update response_urls set uses = uses + 1 where token = ?', token);
  const original = known.ts ? messageOf(slack, known.team, known.channel, known.ts) : undefined;
  if (answer.delete_original) {
    if (original) remove(slack, original);
    return;
  }
  if (answer.text === undefined && answer.blocks === undefined) refuse('no_text');
  const where = { max: 50, newId: slack.newId, input: false };
  const blocks = answer.blocks === undefined ? [] : checkBlocks(answer.blocks, where);
  if (answer.replace_original && original) {
    edit(slack, original, { text: answer.text ?? original.text, blocks });
    return;
  }
  post(slack, channel, {
    ...{
      user: installed.bot_user,
      app: known.app,
      text: answer.text ?? '',
      blocks,
      threadTs: answer.thread_ts,
    },
    ...(answer.response_type === 'ephemeral' ? { seenBy: known.user } : {}),
  });
}
