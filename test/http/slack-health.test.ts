// A person says in Slack how a customer stands: by the button below the alert, in a window, with a reason and an end.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openHealthWords } from '#act/health-words.ts';
import { alerted, words } from '#kit/alerted.ts';
import { openHouse, type SlackHouse, type Workspace } from '#kit/slack-house.ts';
import { said } from '#kit/slack-story.ts';

let house: SlackHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const opened = z.object({ view: z.object({ id: z.string(), json: z.unknown() }).nullable() });

async function viewOf({ team, idOf }: Workspace, user: string) {
  return opened.parse(await house.ask('GET', `view?team=${team}&user=${idOf(user)}`)).view;
}
/** Presses the button and waits for the window, for which Slack gives three seconds: its clock stands still meanwhile. */
async function ask(story: Awaited<ReturnType<typeof alerted>>, user: string) {
  house.time.still = Date.now();
  expect(await story.click(user, 'revloop-health:say')).toEqual({ ok: true });
  await expect.poll(() => viewOf(story.workspace, user)).not.toBeNull();
  house.time.still = null;
  return viewOf(story.workspace, user);
}
async function submit(workspace: Workspace, user: string, entered: Record<string, string>) {
  const view = await viewOf(workspace, user);
  return house.ask('POST', 'submit', {
    ...{ team: workspace.team, user: workspace.idOf(user), view_id: view?.id },
    entered: Object.fromEntries(Object.entries(entered).map(([name, value]) => [name, { [name]: value }])),
  });
}
const wordOn = async ({ tenant }: Workspace, subject: string) =>
  (await house.store.asTenant(tenant, ({ health }) => health.overrides([subject])))[0];
const register = async ({ tenant }: Workspace) => {
  const kept = { kind: 'override' as const, search: '', since: null, until: null, offset: 0, limit: 20 };
  const { decisions } = await house.store.asTenant(tenant, (rows) => rows.decisions.register(kept));
  return decisions.map(({ who, why, about, body }) => ({ who, why, about, body }));
};

test('the band, why and until when are kept as the console keeps them, and the alert says it at once', async () => {
  const story = await alerted(house, 'word');
  const { workspace, advice } = story;
  const form = JSON.stringify(await ask(story, 'mia'));
  for (const part of ['How they stand', 'Acme Freight', 'Healthy', 'At risk']) expect(form).toContain(part);
  const answer = await submit(workspace, 'mia', {
    band: 'healthy',
    reason: 'They renewed by phone',
    days: '14',
  });
  expect(answer).toMatchObject({ ok: true });
  const word = await wordOn(workspace, advice.subject);
  expect(word).toMatchObject({ band: 'healthy', reason: 'They renewed by phone', who: 'Mia Keller' });
  expect((word?.until.getTime() ?? 0) - (word?.at.getTime() ?? 0)).toBe(14 * 86_400_000);
  expect(house.wakes).toContainEqual({ kind: 'turn', tenant: workspace.tenant });
  expect(JSON.stringify(await viewOf(workspace, 'mia'))).toContain('Kept: Healthy until');
  await expect
    .poll(() => words(house, workspace))
    .toMatch(/\*Mia Keller\* says Healthy until .*They renewed by phone/);
  expect(await said(house, workspace)).toHaveLength(1);
  expect(await register(workspace)).toMatchObject([
    {
      ...{ who: 'Mia Keller', why: 'They renewed by phone', about: `subject ${advice.subject}` },
      body: { health: { from: 'computed', to: 'healthy' } },
    },
  ]);
});

test('what somebody else said meanwhile is shown, not overwritten, and nothing that was typed is lost', async () => {
  const story = await alerted(house, 'meanwhile');
  const { workspace, advice } = story;
  await ask(story, 'li.na');
  const { tenant } = workspace;
  await openHealthWords(house.ports).say({
    ...{ tenant, subject: advice.subject, band: 'watch', reason: 'Budget is frozen', days: 5 },
    ...{ who: 'Rae Park', replaces: null },
  });
  const late = { band: 'at_risk', reason: '负责人已离职', days: '9' };
  expect(await submit(workspace, 'li.na', late)).toMatchObject({ ok: true });
  expect(await wordOn(workspace, advice.subject)).toMatchObject({ who: 'Rae Park', band: 'watch' });
  const shown = JSON.stringify(await viewOf(workspace, 'li.na'));
  for (const part of ['其他人刚刚作出了认定', 'Budget is frozen', '负责人已离职', '需关注'])
    expect(shown).toContain(part);
  // Who has seen it may say otherwise.
  expect(await submit(workspace, 'li.na', late)).toMatchObject({ ok: true });
  expect(await wordOn(workspace, advice.subject)).toMatchObject({ who: '李娜', band: 'at_risk' });
  expect((await register(workspace)).map(({ who }) => who)).toEqual(['李娜', 'Rae Park']);
});

test('what is said now can be taken back in the same window, with the reason in the register', async () => {
  const story = await alerted(house, 'back');
  const { workspace, advice } = story;
  expect(JSON.stringify(await ask(story, 'mia'))).not.toContain('Let the index count again');
  await submit(workspace, 'mia', { band: 'watch', reason: 'Budget is frozen', days: '5' });
  expect(await wordOn(workspace, advice.subject)).toMatchObject({ band: 'watch' });
  expect(JSON.stringify(await ask(story, 'sam'))).toContain('Let the index count again');
  const back = { band: 'computed', reason: 'The budget is there again', days: '30' };
  expect(await submit(workspace, 'sam', back)).toMatchObject({ ok: true });
  expect(await wordOn(workspace, advice.subject)).toBeUndefined();
  expect(JSON.stringify(await viewOf(workspace, 'sam'))).toContain('Taken back.');
  await expect.poll(() => words(house, workspace)).not.toContain('Budget is frozen');
  expect((await register(workspace))[0]).toMatchObject({
    why: 'The budget is there again',
    body: { health: { from: 'watch', to: 'computed' }, ended: 'withdrawn' },
  });
});

test('too little of a reason, or no number of days, is said where it was typed', async () => {
  const story = await alerted(house, 'short');
  await ask(story, 'sam');
  const answer = await submit(story.workspace, 'sam', { band: 'watch', reason: ' x ', days: '400' });
  expect(answer).toMatchObject({
    ok: false,
    errors: {
      reason: expect.stringContaining('Say why, in 3 to 500 characters.'),
      days: expect.stringContaining('1 to 180'),
    },
  });
  expect(await wordOn(story.workspace, story.advice.subject)).toBeUndefined();
});

test("another tenant's advice opens no window and takes no word", async () => {
  const owner = await alerted(house, 'mine');
  const stranger = await alerted(house, 'theirs');
  await ask(stranger, 'sam');
  const { workspace } = stranger;
  const view = z
    .object({ json: z.object({ private_metadata: z.string() }) })
    .parse(await viewOf(workspace, 'sam'));
  expect(view.json.private_metadata).toContain(stranger.advice.id);
  await expect(
    openHealthWords(house.ports).say({
      ...{ tenant: workspace.tenant, subject: owner.advice.subject, band: 'healthy', reason: 'not mine' },
      ...{ days: 5, who: 'Sam', replaces: null },
    }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await wordOn(owner.workspace, owner.advice.subject)).toBeUndefined();
});
