// A person says in the card how a customer stands: sent whole, confirmed, too late, or taken back.
import {
  Alert,
  Button,
  Form,
  LoadingButton,
  NumberInput,
  ScoreCircle,
  TextArea,
  ToggleGroup,
} from '@hubspot/ui-extensions';
import { expect, test } from 'vitest';
import { textsFor } from '#cards/texts.ts';
import { type CardAnswered, CardWord } from '#http/hubspot/card-view.ts';
import { aCompanyView } from '#kit/company-card.ts';
import { aContactView } from '#kit/contact-card.ts';
import { aBackEnd, showCard } from './kit.tsx';

const texts = textsFor('en');
const saidView = (said: string | null) => {
  const view = aCompanyView('en');
  return { ...view, say: view.say && { ...view.say, said } };
};

async function shown(script: Parameters<typeof aBackEnd>[0], where?: 'crm.record.sidebar') {
  const backEnd = aBackEnd(script);
  const { renderer } = showCard({ fetcher: backEnd.fetcher, ...(where === undefined ? {} : { where }) });
  await renderer.waitFor(() => renderer.find(ScoreCircle));
  const press = (label: string) =>
    renderer.find(Button, (button) => button.text === label).trigger('onClick');
  const save = () => renderer.find(LoadingButton, (button) => button.text === texts['word.save']);
  const enter = async (reason: string, days: number) => {
    press(texts['word.say']);
    await renderer.waitFor(() => renderer.find(ToggleGroup));
    // Its type cannot tell one choice from several.
    const choose: unknown = renderer.find(ToggleGroup).props.onChange;
    if (typeof choose === 'function') choose('watch');
    renderer.find(TextArea).props.onInput?.(reason);
    renderer.find(NumberInput).props.onChange?.(days);
  };
  return { ...backEnd, renderer, press, save, enter };
}

test.each([undefined, 'crm.record.sidebar'] as const)(
  'is sent with band, reason and days, once all of them are there (%s)',
  async (where) => {
    const answer: CardAnswered = { confirmation: 'Kept.', view: saidView('7') };
    const { renderer, calls, save, enter } = await shown(
      { views: [saidView(null)], answers: [answer] },
      where,
    );
    await enter(' x', 14);
    await renderer.waitFor(() => expect(save().props.disabled).toBe(true));
    renderer.find(TextArea).props.onInput?.('  They renewed by phone ');
    await renderer.waitFor(() => expect(save().props.disabled).toBe(false));
    renderer.find(Form).trigger('onSubmit');
    await renderer.waitFor(() =>
      expect(renderer.findAll(Alert).map((one) => one.props.title)).toContain('Kept.'),
    );
    expect(CardWord.parse(calls[1]?.body)).toEqual({
      say: { band: 'watch', reason: 'They renewed by phone', days: 14, replaces: null },
    });
    await renderer.waitFor(() => expect(renderer.maybeFind(ToggleGroup)).toBeNull());
    renderer.find(Button, (button) => button.text === texts['word.other']);
  },
);

test('what somebody else said meanwhile is not overwritten, and what was entered is not lost', async () => {
  const late: CardAnswered = { confirmation: 'Somebody was quicker.', late: true, view: saidView('8') };
  const kept: CardAnswered = { confirmation: 'Kept.', view: saidView('9') };
  const { renderer, calls, enter } = await shown({ views: [saidView(null)], answers: [late, kept] });
  await enter('Budget is frozen', 5);
  await renderer.waitFor(() => expect(renderer.find(TextArea).props.value).toBe('Budget is frozen'));
  renderer.find(Form).trigger('onSubmit');
  await renderer.waitFor(() =>
    expect(renderer.findAll(Alert).map((one) => one.props.title)).toContain('Somebody was quicker.'),
  );
  expect(renderer.find(TextArea).props.value).toBe('Budget is frozen');
  renderer.find(Form).trigger('onSubmit');
  await renderer.waitFor(() => expect(calls).toHaveLength(3));
  expect(calls[2]?.body).toMatchObject({ say: { reason: 'Budget is frozen', replaces: '8' } });
});

test('a word is taken back, and one that was not saved can be sent again', async () => {
  const back: CardAnswered = { confirmation: 'Taken back.', view: saidView(null) };
  const { renderer, calls, press } = await shown({ views: [saidView('7')], answers: ['down', back] });
  const takeBack = renderer.find(LoadingButton, (button) => button.text === texts['word.back']);
  takeBack.trigger('onClick');
  await renderer.waitFor(() =>
    expect(renderer.findAll(Alert).map((one) => one.props.title)).toContain(texts['notSaved.title']),
  );
  press(texts.retry);
  await renderer.waitFor(() =>
    expect(renderer.findAll(Alert).map((one) => one.props.title)).toContain('Taken back.'),
  );
  expect(calls.map(({ body }) => body)).toEqual([undefined, { takeBack: '7' }, { takeBack: '7' }]);
  expect(renderer.maybeFind(LoadingButton, (button) => button.text === texts['word.back'])).toBeNull();
});

test('nobody is asked how a contact stands', async () => {
  const { renderer } = await shown({ views: [aContactView('en')] });
  expect(renderer.maybeFind(Button, (button) => button.text === texts['word.say'])).toBeNull();
});
