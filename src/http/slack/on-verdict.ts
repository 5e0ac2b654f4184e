// Yes or no was pressed below the question of a journey: it is recorded first, then the message says who answered.
import type { AllMiddlewareArgs, SlackActionMiddlewareArgs } from '@slack/bolt';
import { locales, text } from '#texts/texts.ts';
import { toVerdict } from '#webhooks/slack/verdict.ts';
import type { SlackNeeds } from './slack-desk.ts';
import { workspaceConnection } from './workspace-connection.ts';

type Args = SlackActionMiddlewareArgs & AllMiddlewareArgs;

export function onVerdict({ ports, desk }: SlackNeeds) {
  return async ({ ack, body, respond, context }: Args): Promise<void> => {
    const verdict = toVerdict(body);
    const connection = verdict && (await workspaceConnection(ports, context.teamId));
    if (!verdict || !connection) return ack();
    const told = await desk.approve(connection, verdict).catch((error: unknown) => {
      ports.log.error({ connection: connection.id, run: verdict.run, error }, 'an approval was not kept');
      return null;
    });
    await ack();
    if (told === null) {
      const words = locales.map((locale) => text(locale, 'slack.answer.failed')).join('\n');
      await respond({ response_type: 'ephemeral', replace_original: false, text: words });
      return;
    }
    // Without its buttons: nobody is asked any more.
    const words = (line: string) => ({ type: 'mrkdwn', text: line, verbatim: true }) as const;
    await respond({
      replace_original: true,
      text: `${verdict.question}\n${told}`,
      blocks: [
        ...(verdict.question === '' ? [] : [{ type: 'section', text: words(verdict.question) } as const]),
        { type: 'context', elements: [words(told)] },
      ],
    });
  };
}
