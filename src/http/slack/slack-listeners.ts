// What Slack sends besides presses: the reason typed, a slash command, the Home tab opened, the app removed.
import type {
  AllMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlackViewMiddlewareArgs,
} from '@slack/bolt';
import { locales, text } from '#texts/texts.ts';
import type { SlackNeeds } from './slack-desk.ts';
import { toWhy } from './why-modal.ts';
import { workspaceConnection } from './workspace-connection.ts';

export function whySubmitted({ ports, desk }: SlackNeeds) {
  return async ({ ack, view, context }: SlackViewMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const why = toWhy(view);
    const connection = await workspaceConnection(ports, context.teamId);
    if (why && connection) await desk.note(connection, why.key, why.words);
    await ack();
  };
}

export function slashCommand({ ports, desk }: SlackNeeds) {
  return async ({ ack, command, context }: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const connection = await workspaceConnection(ports, context.teamId);
    const words =
      connection === null
        ? locales.map((locale) => text(locale, 'slack.home.unknown')).join('\n')
        : await desk.command(connection, command.user_id, command.text);
    await ack({ response_type: 'ephemeral', text: words });
  };
}

/** The tab is made anew at every visit. */
export function homeTab({ ports, desk }: SlackNeeds) {
  return async ({
    event,
    context,
  }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs): Promise<void> => {
    if (event.tab !== 'home') return;
    const connection = await workspaceConnection(ports, context.teamId);
    if (connection) await desk.showHome(connection, event.user);
  };
}

export function appRemoved({ ports, desk }: SlackNeeds) {
  return async ({ body }: SlackEventMiddlewareArgs<'app_uninstalled'>): Promise<void> => {
    // Slack leaves such a workspace without an authorization, so its id stands in the envelope only.
    const connection = await workspaceConnection(ports, body.team_id);
    if (connection) await desk.leave(connection, 'uninstalled');
  };
}

/** People's own tokens are revoked by the same event; we hold the bot's only. */
export function permissionRevoked({ ports, desk }: SlackNeeds) {
  return async ({ body, event }: SlackEventMiddlewareArgs<'tokens_revoked'>): Promise<void> => {
    if ((event.tokens.bot ?? []).length === 0) return;
    const connection = await workspaceConnection(ports, body.team_id);
    if (connection) await desk.leave(connection, 'revoked');
  };
}
