// The page of the simulated Slack in a real browser: people read, click, answer and fill in modals.
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser, type TestBrowser } from '#kit/browser.ts';
import { mrkdwn } from '#sandbox/slack/page/mrkdwn.ts';
import { openRoom, stillClock } from './slack-room.ts';

let browser: TestBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const names = { user: (id: string) => (id === 'U1' ? 'Ada' : id), channel: (id: string) => id };
const take = {
  type: 'button' as const,
  action_id: 'take',
  text: { type: 'plain_text' as const, text: 'Take it' },
};
const blocks = [
  {
    type: 'section' as const,
    text: { type: 'mrkdwn' as const, text: '*<https://example.com/1|Acme>* is at risk' },
  },
  { type: 'actions' as const, elements: [take] },
];

test('mrkdwn is drawn as Slack draws it, and never as HTML of the sender', () => {
  const drawn = (text: string) => mrkdwn(text, names).html;
  expect(drawn('*<https://e.com|Acme>*')).toContain('<strong><a href="https://e.com"');
  expect(drawn('hi <@U1> ~no~ `a*b*c`')).toBe(
    'hi <span class="mention">@Ada</span> <del>no</del> <code>a*b*c</code>',
  );
  expect(drawn('<script>alert(1)</script>')).not.toContain('<script>');
  expect(drawn('<javascript:alert(1)|x>')).toContain('href="#"');
  expect(drawn('3*4*5 :tada: :nothing_known:')).toBe('3*4*5 🎉 :nothing_known:');
});

test('a click goes to the app, and its answer appears without reloading', async () => {
  const room = await openRoom();
  onTestFinished(room.close);
  const { channel, ts } = await room.client.chat.postMessage({
    channel: 'U0ADMIN0001',
    text: 'risk',
    blocks,
  });
  const page = await browser.page();
  await page.goto(`${room.url}/client/T0LUMENWORK/${channel}?as=U0ADMIN0001`);
  expect(await page.getByRole('link', { name: 'Acme' }).getAttribute('href')).toBe('https://example.com/1');
  await page.getByRole('button', { name: 'Take it' }).click();
  await expect.poll(() => room.inbox.got.length).toBe(1);
  const payload = JSON.parse(new URLSearchParams(room.inbox.got[0]?.body).get('payload') ?? '{}');
  expect(payload).toMatchObject({
    user: { id: 'U0ADMIN0001' },
    actions: [{ action_id: 'take' }],
    message: { ts },
  });
  await room.client.chat.update({ channel: `${channel}`, ts: `${ts}`, text: 'Ada has taken it', blocks: [] });
  await page.getByText('Ada has taken it').waitFor();
  await page.getByRole('button', { name: 'Take it' }).waitFor({ state: 'detached' });
});

test('what changes before the page listens is drawn as soon as it does', async () => {
  const room = await openRoom();
  onTestFinished(room.close);
  const { channel, ts } = await room.client.chat.postMessage({
    ...{ channel: 'U0ADMIN0001', text: 'risk', blocks },
  });
  const page = await browser.page();
  const listen = Promise.withResolvers<void>();
  await page.route('**/stream/**', async (route) => {
    await listen.promise;
    await route.continue();
  });
  await page.goto(`${room.url}/client/T0LUMENWORK/${channel}?as=U0ADMIN0001`);
  await page.getByRole('button', { name: 'Take it' }).waitFor();
  await room.client.chat.update({ channel: `${channel}`, ts: `${ts}`, text: 'Ada has taken it', blocks: [] });
  listen.resolve();
  await page.getByText('Ada has taken it').waitFor();
});

test('an app that does not answer is told to the person who clicked', async () => {
  const room = await openRoom();
  onTestFinished(room.close);
  room.inbox.answer = (_, response) => response.status(500).end();
  const { channel } = await room.client.chat.postMessage({ channel: 'U0ADMIN0001', text: 'risk', blocks });
  const page = await browser.page();
  await page.goto(`${room.url}/client/T0LUMENWORK/${channel}?as=U0ADMIN0001`);
  await page.getByRole('button', { name: 'Take it' }).click();
  await page.getByText('The app did not answer').waitFor();
});

test('an ephemeral message is seen by its person only', async () => {
  const room = await openRoom();
  onTestFinished(room.close);
  await room.client.conversations.join({ channel: 'C0GENERAL01' });
  await room.client.chat.postEphemeral({ channel: 'C0GENERAL01', user: 'U0REP000001', text: 'just for you' });
  const page = await browser.page();
  await page.goto(`${room.url}/client/T0LUMENWORK/C0GENERAL01?as=U0REP000001`);
  await page.getByText('just for you').waitFor();
  await page.goto(`${room.url}/client/T0LUMENWORK/C0GENERAL01?as=U0ADMIN0001`);
  expect(await page.getByText('just for you').count()).toBe(0);
});

test("nobody reads or clicks in another person's direct messages", async () => {
  const room = await openRoom();
  onTestFinished(room.close);
  const { channel, ts } = await room.client.chat.postMessage({
    channel: 'U0ADMIN0001',
    text: 'secret',
    blocks,
  });
  const ofAnother = await fetch(`${room.url}/client/T0LUMENWORK/${channel}?as=U0REP000001`);
  expect(await ofAnother.text()).not.toContain('Acme');
  const click = { team: 'T0LUMENWORK', user: 'U0REP000001', channel, ts, action_id: 'take' };
  expect(await room.ask('POST', 'click', click)).toEqual({ ok: false, error: 'message_not_found' });
  expect(room.inbox.got).toEqual([]);
});

test('a modal opens, tells what is missing, is submitted and closes; the page speaks Chinese', async () => {
  const room = await openRoom({ clock: stillClock() });
  onTestFinished(room.close);
  room.inbox.answer = (request, response) => {
    response.status(200).end();
    const payload = JSON.parse(new URLSearchParams(String(request.body)).get('payload') ?? '{}');
    if (payload.type !== 'block_actions') return;
    const plain = (text: string) => ({ type: 'plain_text' as const, text });
    const element = { type: 'plain_text_input' as const, action_id: 'text' };
    const input = { type: 'input' as const, block_id: 'why', label: plain('Why?'), element };
    const view = {
      type: 'modal' as const,
      title: plain('Not useful'),
      submit: plain('Send'),
      blocks: [input],
    };
    void room.client.views.open({ trigger_id: payload.trigger_id, view });
  };
  const { channel } = await room.client.chat.postMessage({ channel: 'U0ADMIN0001', text: 'risk', blocks });
  const page = await browser.page({ locale: 'zh-CN' });
  await page.goto(`${room.url}/client/T0LUMENWORK/${channel}?as=U0ADMIN0001`);
  await page.getByText('当前身份').waitFor();
  await page.getByRole('button', { name: 'Take it' }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Please complete this required field.').waitFor();
  await page.locator('dialog input').fill('wrong owner');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('dialog').waitFor({ state: 'hidden' });
  const last = JSON.parse(new URLSearchParams(room.inbox.got.at(-1)?.body).get('payload') ?? '{}');
  expect(last).toMatchObject({
    type: 'view_submission',
    view: { state: { values: { why: { text: { value: 'wrong owner' } } } } },
  });
});
