// The window that asks what was wrong with an advice that was not useful.
import { z } from 'zod';
import { type Locale, text } from '#texts/texts.ts';

const whyCallback = 'revloop:why';
const block = 'why';
const input = 'words';

/** `key` is that of the answer, which was recorded before anybody was asked. */
export function whyModal(locale: Locale, key: string): Readonly<Record<string, unknown>> {
  const plain = (words: string) => ({ type: 'plain_text', text: words });
  return {
    type: 'modal',
    callback_id: whyCallback,
    private_metadata: key,
    title: plain(text(locale, 'slack.whyModal.title')),
    submit: plain(text(locale, 'slack.whyModal.send')),
    close: plain(text(locale, 'slack.whyModal.close')),
    blocks: [
      {
        type: 'input',
        block_id: block,
        optional: true,
        label: plain(text(locale, 'slack.whyModal.label')),
        hint: plain(text(locale, 'slack.whyModal.hint')),
        element: { type: 'plain_text_input', action_id: input, multiline: true, max_length: 500 },
      },
    ],
  };
}

const submitted = z.object({
  private_metadata: z.string(),
  state: z.object({
    values: z.object({ [block]: z.object({ [input]: z.object({ value: z.string().nullish() }) }) }),
  }),
});

/** What the person wrote, with the key of their answer; null where it was left empty. */
export function toWhy(view: unknown): { readonly key: string; readonly words: string } | null {
  const parsed = submitted.safeParse(view);
  const words = parsed.data?.state.values[block][input].value?.trim();
  return parsed.data && words ? { key: parsed.data.private_metadata, words } : null;
}
