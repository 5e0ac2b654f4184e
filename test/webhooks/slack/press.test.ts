// A press is read from what Slack sends; whatever is not an answer of ours is left alone.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { toPress } from '#webhooks/slack/press.ts';

const read = (name: string) =>
  z
    .looseObject({ actions: z.array(z.looseObject({})) })
    .parse(JSON.parse(readFileSync(`test/fixtures/slack/${name}.json`, 'utf8')));
const button = read('block-actions-button');
const advice = '7d3f0a52-6b1c-4c9e-9f65-0f2b8f0f9a11';

test('a button in a message says who answers which advice how', () => {
  expect(toPress(button)).toEqual({
    key: 'slack/T061EG9R6/C061EG9T2/1795163400.000100/U061F7AUR/revloop:take/1795163455.681400',
    ...{ advice, kind: 'taken', days: null, team: 'T061EG9R6', user: 'U061F7AUR', handle: 'dana.lee' },
    ...{ trigger: '12466734323.1395872398', where: 'message' },
  });
});

test('a choice in the Home tab carries the days, and names the view instead of a message', () => {
  expect(toPress(read('block-actions-home-select'))).toMatchObject({
    key: 'slack/T061EG9R6/V0PKB1ZFV/U061F7AUR/revloop:snooze/1795163460.120000',
    ...{ kind: 'snoozed', days: 3, where: 'home' },
  });
});

const altered = (change: object) => toPress({ ...button, actions: [{ ...button.actions[0], ...change }] });

test.each([
  ['a link', { action_id: 'revloop:open' }],
  ['a button of somebody else', { action_id: 'other:take' }],
  ['a block that names no advice', { block_id: 'b1' }],
  ['a snooze without days', { action_id: 'revloop:snooze' }],
  ['a snooze for a year', { action_id: 'revloop:snooze', selected_option: { value: '365' } }],
])('%s is no answer', (_, change) => {
  expect(altered(change)).toBeNull();
});

test('other interactions and nonsense are no answers', () => {
  expect(toPress({ ...button, type: 'view_submission' })).toBeNull();
  expect(toPress({ ...button, actions: [] })).toBeNull();
  expect(toPress('nonsense')).toBeNull();
});
