// A button was pressed: the answer is recorded first, then Slack is answered, then the message shows it.
import type { AllMiddlewareArgs, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Connection } from '#sense/connection.ts';
import { locales, text } from '#texts/texts.ts';
import { type Press, toPress } from '#webhooks/slack/press.ts';
import type { SlackDesk, SlackNeeds } from './slack-desk.ts';
import { whyModal } from './why-modal.ts';
import { workspaceConnection } from './workspace-connection.ts';

type Args = SlackActionMiddlewareArgs & AllMiddlewareArgs;
type Step = () => Promise<unknown>;
type Told = Awaited<ReturnType<SlackDesk['press']>>;

/** Slack does not send an interaction again, so a press that cannot be recorded is told to the person at once. */
export function onPress(needs: SlackNeeds) {
  return async ({ ack, body, respond, context }: Args): Promise<void> => {
    const press = toPress(body);
    const connection = press && (await workspaceConnection(needs.ports, context.teamId));
    // A link, or a workspace that is not connected: acknowledged, nothing else.
    if (!press || !connection) return ack();
    const told = await record(needs, connection, press);
    await ack();
    const words = told === null ? inBothLanguages() : told.objection;
    const say = async () => {
      if (words === null || press.where !== 'message') return;
      await respond({ response_type: 'ephemeral', replace_original: false, text: words });
    };
    await show(needs, connection, press, [
      say,
      ...(told === null ? [] : stepsOf(needs, connection, press, told)),
    ]);
  };
}

async function record(needs: SlackNeeds, connection: Connection, press: Press): Promise<Told | null> {
  try {
    return await needs.desk.press(connection, press);
  } catch (error) {
    needs.ports.log.error(
      { connection: connection.id, advice: press.advice, error },
      'an answer was not kept',
    );
    return null;
  }
}

function stepsOf({ desk, ports }: SlackNeeds, connection: Connection, press: Press, told: Told): Step[] {
  const ask = async () => {
    if (!told.recorded || press.kind !== 'not_useful' || press.trigger === '') return;
    await ports.clients.chat(connection).openModal(press.trigger, whyModal(told.locale, press.key));
  };
  // The window first: Slack lets us open it only within three seconds of the press.
  return [
    ask,
    () => desk.refresh(connection, press.advice),
    ...(press.where === 'home' ? [() => desk.showHome(connection, press.user)] : []),
  ];
}

/** What fails from here on is only seen later: the outbox holds an action that brings the message up to date. */
async function show({ ports }: SlackNeeds, connection: Connection, press: Press, steps: readonly Step[]) {
  for (const step of steps) {
    await step().catch((error: unknown) => {
      ports.log.warn(
        { connection: connection.id, advice: press.advice, error },
        'an answer is not shown yet',
      );
    });
  }
}

/** Where not even the language of the person can be found out. */
function inBothLanguages(): string {
  return locales.map((locale) => text(locale, 'slack.answer.failed')).join('\n');
}
