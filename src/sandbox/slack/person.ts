// What a person does by hand in the simulated Slack: writes, types a slash command, opens an app's Home.
import { z } from 'zod';
import { addMember, channelOf, directMessage, membersOf } from './channel.ts';
import { dispatch, type Sender, sendEvent } from './dispatch.ts';
import type { Outcome, Person } from './interaction.ts';
import { type Message, post, toMessageJson } from './message.ts';
import { appById, deactivate, type Install, installOf, installsOf } from './registered-app.ts';
import { newResponseUrl } from './response-url.ts';
import type { Slack } from './slack.ts';
import { newTrigger } from './trigger.ts';
import { homeOf } from './view.ts';
import { toViewJson } from './view-json.ts';
import { teamOf, userOf } from './workspace.ts';

const historyScope = {
  channel: 'channels:history',
  private: 'groups:history',
  im: 'im:history',
  mpim: 'mpim:history',
};
const channelType = { channel: 'channel', private: 'group', im: 'im', mpim: 'mpim' };

/** Writes a message as this person. Apps that may read the conversation get a `message` event. */
export function write(
  sender: Sender,
  person: Person,
  what: { readonly channel: string; readonly text: string; readonly threadTs?: string | undefined },
): Message | undefined {
  const { slack } = sender;
  const channel = channelOf(slack, person.team, what.channel);
  if (!channel || what.text.trim() === '') return undefined;
  if (channel.kind === 'channel') addMember(slack, channel.id, person.user);
  const message = post(slack, channel, {
    user: person.user,
    app: null,
    text: what.text,
    threadTs: what.threadTs,
  });
  const members = membersOf(slack, channel.id);
  for (const install of installsOf(slack, person.team)) {
    if (!members.includes(install.bot_user) || !install.scopes.includes(historyScope[channel.kind])) continue;
    void emit(sender, install, {
      ...toMessageJson(message),
      ...{
        type: 'message',
        channel: channel.id,
        channel_type: channelType[channel.kind],
        event_ts: message.ts,
      },
      client_msg_id: slack.newSecret(24),
    });
  }
  return message;
}

async function emit(sender: Sender, install: Install, event: Record<string, unknown> & { type: string }) {
  const app = appById(sender.slack, install.app);
  if (app) await sendEvent(sender, app, install.team, event);
}

const commandReply = z.object({ response_type: z.string().optional(), text: z.string().optional() });

/** Sends a slash command to the app that has one; what it answers at once is shown. */
export async function command(
  sender: Sender,
  person: Person,
  what: { readonly channel: string; readonly command: string; readonly text: string },
): Promise<Outcome> {
  const { slack } = sender;
  const channel = channelOf(slack, person.team, what.channel);
  const installed = installsOf(slack, person.team).find((install) => install.scopes.includes('commands'));
  const app = installed && appById(slack, installed.app);
  if (!channel || !installed || !app?.commandsUrl) return { ok: false, error: 'command_not_found' };
  const body = new URLSearchParams({
    ...{ token: app.id, team_id: person.team, team_domain: teamOf(slack, person.team)?.domain ?? '' },
    ...{ channel_id: channel.id, channel_name: channel.kind === 'im' ? 'directmessage' : channel.name },
    ...{ user_id: person.user, user_name: userOf(slack, person.team, person.user)?.name ?? '' },
    ...{ command: what.command, text: what.text, api_app_id: app.id, is_enterprise_install: 'false' },
    response_url: newResponseUrl(slack, { ...person, app: app.id, channel: channel.id }),
    trigger_id: newTrigger(slack, { ...person, app: app.id }),
  }).toString();
  const parcel = { team: person.team, kind: 'command', url: app.commandsUrl, body, json: false };
  const answer = await dispatch(sender, app, parcel);
  if (answer.reason) return { ok: false, error: 'app_did_not_answer' };
  const reply = commandAnswer(answer.body);
  if (reply.text)
    post(slack, channel, {
      ...{ user: installed.bot_user, app: app.id, text: reply.text },
      ...(reply.response_type === 'in_channel' ? {} : { seenBy: person.user }),
    });
  return { ok: true };
}

function commandAnswer(body: string): z.infer<typeof commandReply> {
  try {
    return commandReply.parse(JSON.parse(body));
  } catch {
    return { text: body };
  }
}

/** Opens the app's Home or Messages tab: the app hears `app_home_opened`. */
export async function openHome(
  sender: Sender,
  person: Person,
  appId: string,
  tab: 'home' | 'messages' = 'home',
): Promise<void> {
  const { slack } = sender;
  const installed = installOf(slack, person.team, appId);
  if (!installed?.active) return;
  const home = homeOf(slack, { ...person, app: appId });
  const direct = directMessage(slack, person.team, [installed.bot_user, person.user]).channel;
  const ts = (slack.now() / 1000).toFixed(6);
  await emit(sender, installed, {
    ...{
      type: 'app_home_opened',
      user: person.user,
      channel: direct.id,
      tab,
      event_ts: ts,
    },
    ...(home ? { view: toViewJson(home, installed) } : {}),
  });
}

/** Removes the app from the workspace: its token dies, then it hears tokens_revoked and app_uninstalled. */
export async function uninstall(sender: Sender, team: string, appId: string): Promise<void> {
  const installed = installOf(sender.slack, team, appId);
  if (!installed?.active) return;
  deactivate(sender.slack, team, appId);
  await emit(sender, installed, tokensRevoked(sender.slack, installed));
  await emit(sender, installed, {
    type: 'app_uninstalled',
    event_ts: (sender.slack.now() / 1000).toFixed(6),
  });
}

/** Revokes only the bot token. */
export async function revoke(sender: Sender, installed: Install): Promise<void> {
  deactivate(sender.slack, installed.team, installed.app);
  await emit(sender, installed, tokensRevoked(sender.slack, installed));
}

function tokensRevoked(slack: Slack, installed: Install) {
  const event_ts = (slack.now() / 1000).toFixed(6);
  return { type: 'tokens_revoked', tokens: { oauth: [], bot: [installed.bot_user] }, event_ts };
}
