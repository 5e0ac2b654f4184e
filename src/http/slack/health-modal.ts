// The window in which a person says how a customer stands: the band, why, and for how many days.
// Limits: title 24, option text 75, a modal's context and input label 2000 characters (@slack/types 3.2).
import type { types } from '@slack/bolt';
import { healthBands } from '#analyze/finding.ts';
import { type Locale, text } from '#texts/texts.ts';
import { type HealthEntry, healthInputs } from '#webhooks/slack/health-press.ts';
import type { HealthForm } from './slack-desk.ts';

export const healthCallback = 'revloop-health';
const usualDays = 30;

type View = types.ModalView;
const plain = (words: string) => ({ type: 'plain_text', text: words }) as const;
const mrkdwn = (words: string) => ({ type: 'mrkdwn', text: words, verbatim: true }) as const;

/** `entered`: what the person entered before somebody else was quicker; it is not lost. */
export function healthModal(advice: string, form: HealthForm, entered: HealthEntry | null = null): View {
  const { locale, about, replaces } = form;
  const bands: { text: ReturnType<typeof plain>; value: string }[] = healthBands.map((band) => ({
    text: plain(text(locale, `card.view.band.${band}`)),
    value: band,
  }));
  // What is said now can be taken back; the reason stands in the register.
  if (replaces !== null) bands.push({ text: plain(text(locale, 'console.word.back')), value: 'computed' });
  const chosen = bands.find(({ value }) => value === entered?.band);
  const input = (name: keyof typeof healthInputs, label: string, element: types.InputBlock['element']) =>
    ({
      ...{ type: 'input', block_id: healthInputs[name], label: plain(label) },
      element: { ...element, action_id: healthInputs[name] },
    }) as const;
  const late = entered === null ? [] : [mrkdwn(`:warning: ${text(locale, 'slack.health.other')}`)];
  return {
    type: 'modal',
    callback_id: healthCallback,
    private_metadata: JSON.stringify({ advice, replaces }),
    title: plain(text(locale, 'slack.health.title')),
    submit: plain(text(locale, 'console.word.save')),
    close: plain(text(locale, 'console.word.cancel')),
    blocks: [
      ...[...late, ...about.map(mrkdwn)].map((words) => ({ type: 'section', text: words }) as const),
      input('band', text(locale, 'console.word.band'), {
        type: 'radio_buttons',
        options: bands,
        ...(chosen === undefined ? {} : { initial_option: chosen }),
      }),
      input('reason', text(locale, 'console.word.why'), {
        type: 'plain_text_input',
        ...{ multiline: true, min_length: 3, max_length: 500 },
        ...(entered === null ? {} : { initial_value: entered.reason }),
      }),
      input('days', text(locale, 'console.word.days'), {
        type: 'number_input',
        ...{ is_decimal_allowed: false, min_value: '1', max_value: '180' },
        initial_value: String(entered?.days ?? usualDays),
      }),
      { type: 'context', elements: [mrkdwn(text(locale, 'console.word.about'))] },
    ],
  };
}

/** What the window says once it was heard; nothing is left to press. */
export function heardModal(locale: Locale, words: string): View {
  return {
    type: 'modal',
    title: plain(text(locale, 'slack.health.title')),
    close: plain(text(locale, 'slack.health.close')),
    blocks: [{ type: 'section', text: mrkdwn(words) }],
  };
}
