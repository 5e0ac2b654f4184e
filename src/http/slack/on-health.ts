// The button below an alert about a customer's health opens a window; what is entered there is kept, or shown why not.
import type { AllMiddlewareArgs, SlackActionMiddlewareArgs, SlackViewMiddlewareArgs } from '@slack/bolt';
import { locales, text } from '#texts/texts.ts';
import { healthInputs, toHealthEntry, toHealthPress } from '#webhooks/slack/health-press.ts';
import { healthModal, heardModal } from './health-modal.ts';
import type { SlackNeeds } from './slack-desk.ts';
import { workspaceConnection } from './workspace-connection.ts';

export function onHealth({ ports, desk }: SlackNeeds) {
  return async ({ ack, body, respond, context }: SlackActionMiddlewareArgs & AllMiddlewareArgs) => {
    const press = toHealthPress(body);
    const connection = press && (await workspaceConnection(ports, context.teamId));
    await ack();
    if (!press || !connection) return;
    const { advice, user, trigger } = press;
    try {
      const form = await desk.healthForm(connection, advice, user);
      if (form !== null) {
        await ports.clients.chat(connection).openModal(trigger, { ...healthModal(advice, form) });
        return;
      }
    } catch (error) {
      ports.log.warn({ connection: connection.id, advice, error }, 'the window of health did not open');
    }
    const words = locales.map((locale) => text(locale, 'slack.health.notOpened')).join('\n');
    await respond({ response_type: 'ephemeral', replace_original: false, text: words });
  };
}

export function healthSubmitted({ ports, desk }: SlackNeeds) {
  return async ({ ack, body, context }: SlackViewMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const entry = toHealthEntry(body);
    const connection = entry && (await workspaceConnection(ports, context.teamId));
    if (!entry || !connection) {
      await ack();
      return;
    }
    const { advice, band, days, reason } = entry;
    // Slack checks the same; whoever sends something else all the same is told at the place itself.
    const wrong = {
      ...(band === null ? { [healthInputs.band]: both('slack.health.wrong.band') } : {}),
      ...(reason.length < 3 || reason.length > 500
        ? { [healthInputs.reason]: both('slack.health.wrong.reason') }
        : {}),
      ...(days === null ? { [healthInputs.days]: both('slack.health.wrong.days') } : {}),
    };
    if (band === null || days === null || Object.keys(wrong).length > 0) {
      await ack({ response_action: 'errors', errors: wrong });
      return;
    }
    const heard = await desk.hearHealth(connection, { ...entry, band, days }).catch((error: unknown) => {
      ports.log.error({ connection: connection.id, advice, error }, 'a word about a customer was not kept');
      return null;
    });
    if (heard === null) {
      await ack({
        response_action: 'errors',
        errors: { [healthInputs.reason]: both('slack.answer.failed') },
      });
      return;
    }
    if (heard.result === 'other') {
      await ack({ response_action: 'update', view: healthModal(advice, heard.form, entry) });
      return;
    }
    const words = heard.result === 'kept' ? heard.words : text(heard.locale, 'slack.answer.unknown');
    await ack({ response_action: 'update', view: heardModal(heard.locale, words) });
    // What fails from here on is only seen later, with the next turn.
    await desk.showHealth(connection, advice).catch((error: unknown) => {
      ports.log.warn(
        { connection: connection.id, advice, error },
        'a word about a customer is not shown yet',
      );
    });
  };
}

const both = (key: Parameters<typeof text>[1]) => locales.map((locale) => text(locale, key)).join(' / ');
