// What happens when a person answers: shown at once, confirmed by the server, or taken back when it was not saved.
import { Alert, Button, Form, Input, LoadingButton, ScoreCircle, StatusTag } from '@hubspot/ui-extensions';
import { expect, test } from 'vitest';
import type { Answer } from '#cards/card-view.ts';
import { textsFor } from '#cards/texts.ts';
import { CardAnswer, type CardAnswered } from '#http/hubspot/card-view.ts';
import { aContactView } from '#kit/contact-card.ts';
import { aBackEnd, showCard, wordsOf } from './kit.tsx';

const texts = textsFor('en');

function answered(answer: Answer): CardAnswered {
  const view = aContactView('en');
  const sentence = `You said: ${answer}`;
  const nextStep = view.nextStep && { ...view.nextStep, answered: { answer, sentence } };
  return { confirmation: `Thank you (${answer}).`, view: { ...view, nextStep } };
}

async function shown(script: Parameters<typeof aBackEnd>[0]) {
  const backEnd = aBackEnd(script);
  const { renderer, change } = showCard({ fetcher: backEnd.fetcher });
  await renderer.waitFor(() => renderer.find(ScoreCircle));
  const press = (label: string) =>
    renderer.find(LoadingButton, (button) => button.text === label).trigger('onClick');
  return { ...backEnd, renderer, change, press };
}

test.each([
  ['Done', 'done'],
  ['Dismiss', 'dismissed'],
  ['Not useful', 'not_useful'],
] as const)('%s is shown at once, sent, and confirmed in the words of the server', async (label, answer) => {
  const { renderer, calls, press } = await shown({
    views: [aContactView('en')],
    answers: [answered(answer)],
  });
  press(label);
  await renderer.waitFor(() => expect(wordsOf(renderer.getRootNode())).toContain(texts.saving));
  await renderer.waitFor(() => expect(renderer.find(Alert).props.title).toBe(`Thank you (${answer}).`));
  expect(renderer.maybeFind(LoadingButton)).toBeNull();
  expect(renderer.findAll(StatusTag).map((tag) => tag.text)).toContain(`You said: ${answer}`);
  expect(calls[1]?.method).toBe('POST');
  expect(CardAnswer.parse(calls[1]?.body)).toEqual({ adviceId: 'adv-1', answer });
});

test('while one answer is on its way the other two cannot be pressed', async () => {
  const { renderer, press } = await shown({ views: [aContactView('en')], answers: [answered('done')] });
  press('Done');
  await renderer.waitFor(() => expect(wordsOf(renderer.getRootNode())).toContain(texts.saving));
  expect(
    renderer.findAll(LoadingButton).map((button) => [button.props.loading, button.props.disabled]),
  ).toEqual([
    [true, false],
    [false, true],
    [false, true],
  ]);
});

test('an answer that was not saved is taken back, and can be sent again', async () => {
  const { renderer, calls, press } = await shown({
    views: [aContactView('en')],
    answers: ['down', answered('done')],
  });
  press('Done');
  await renderer.waitFor(() => expect(renderer.find(Alert).props.title).toBe(texts['notSaved.title']));
  expect(renderer.findAll(LoadingButton)).toHaveLength(3);
  renderer.find(Button, (button) => button.text === texts.retry).trigger('onClick');
  await renderer.waitFor(() => expect(renderer.find(Alert).props.title).toBe('Thank you (done).'));
  expect(calls.map((call) => call.method)).toEqual(['GET', 'POST', 'POST']);
});

test('after a no it asks why, and sends the reason with the same answer', async () => {
  const { renderer, calls, press } = await shown({
    views: [aContactView('en')],
    answers: [answered('not_useful')],
  });
  press('Not useful');
  await renderer.waitFor(() => renderer.find(Input));
  renderer.find(Input).props.onInput?.('  She left the company ');
  renderer.find(Form).trigger('onSubmit');
  await renderer.waitFor(() => expect(calls).toHaveLength(3));
  expect(CardAnswer.parse(calls[2]?.body)).toEqual({
    adviceId: 'adv-1',
    answer: 'not_useful',
    reason: 'She left the company',
  });
  await renderer.waitFor(() => expect(renderer.maybeFind(Input)).toBeNull());
});

test('does not ask why after a yes', async () => {
  const { renderer, press } = await shown({ views: [aContactView('en')], answers: [answered('done')] });
  press('Done');
  await renderer.waitFor(() => renderer.find(Alert));
  expect(renderer.maybeFind(Input)).toBeNull();
});

test('reads itself again when the fields of Revloop change in the record', async () => {
  const better = aContactView('en');
  const { renderer, change, calls } = await shown({
    views: [better, { ...better, score: { ...better.score, value: 91 } }],
  });
  change();
  await renderer.waitFor(() => expect(renderer.find(ScoreCircle).props.score).toBe(91));
  expect(calls).toHaveLength(2);
});

test('keeps what it shows when a refresh fails, and says so', async () => {
  const { renderer } = await shown({ views: [aContactView('en'), 'down'] });
  renderer.find(Button, (button) => button.text === texts.refresh).trigger('onClick');
  await renderer.waitFor(() => expect(renderer.find(Alert).props.title).toBe(texts['notRefreshed.title']));
  expect(renderer.find(ScoreCircle).props.score).toBe(82);
});
