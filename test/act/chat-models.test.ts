// What is told of models in Slack: who moved and why, who must decide, and a line on the Home tab; in the reader's language.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { chatDesk } from '#act/chat-desk.ts';
import { sayInChat } from '#act/chat-say.ts';
import { openJourneyDesk } from '#journey-desk.ts';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { openHouse, type SlackHouse, type Workspace } from '#kit/slack-house.ts';
import { announceModel } from '#learn/announce-model.ts';
import type { ModelCheck } from '#learn/model-check.ts';
import type { Moves, NewModelEvent } from '#learn/model-event.ts';
import { train } from '#learn/train.ts';

const weights = train({
  ...{ target: 'lead', sources: leadSources, records: aLeadHistory(300), now: historyEnd, seed: 4 },
});
let house: SlackHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

let nr = 0;
let at: Workspace;
let subject = '';
const open = async (locale: 'en' | 'zh-CN') => {
  at = await house.connect(`model-${++nr}`, { locale });
  const { rows } = await house.store.pool.query<{ id: string }>(
    `insert into subject (tenant_id, id, kind) values ($1, nextval('subject_id'), 'contact') returning id`,
    [at.tenant],
  );
  subject = rows[0]?.id ?? '';
};
beforeEach(() => open('en'));

const eventOf = (given: Partial<NewModelEvent>, moved: Partial<Moves> = {}): NewModelEvent => ({
  ...{ target: 'lead', version: 3, what: 'promoted', who: 'learn', why: ['drift', 'better'], note: null },
  ...{ dataHash: null, at: house.ports.clock.now() },
  detail: {
    moves: {
      ...{ finding: 'lead_score', looked: 902, far: 117, graded: 64, mean: 4.2, up: 500 },
      top: [
        {
          ...{ subject, from: 20, to: 71, bandFrom: 'C', bandTo: 'A' },
          by: [{ feature: 'company.industry', label: 'Industry (company)', points: 31 }],
        },
      ],
      ...moved,
    },
  },
  ...given,
});
/** What the channel says once everything that waits was said. */
async function said(event: NewModelEvent): Promise<string[]> {
  const now = house.ports.clock.now();
  await house.store.asTenant(at.tenant, (rows) =>
    announceModel(rows, event, { console: 'https://revloop.test/console', now }),
  );
  await sayInChat(house.ports, at.connection);
  return house.slack.db
    .all(
      z.object({ text: z.string(), blocks: z.string() }),
      'select text, blocks from messages where team = ? order by ts',
      at.team,
    )
    .map(({ text, blocks }) => `${text} ${blocks}`);
}

test('a change that matters is told once, with how many move, why, and a way to see who', async () => {
  const [message = '', ...more] = await said(eventOf({}));
  expect(more).toEqual([]);
  expect(message).toContain('Scores of leads are others now: Revloop made version 3 live.');
  expect(message).toContain(
    'Of 902 open records 117 move by more than ten points and 64 change their grade.',
  );
  expect(message).toContain('Mostly because of: Industry (company).');
  expect(message).toContain('https://revloop.test/console/model');
});

test('nobody is interrupted where one in a hundred moves, but always where a person must decide', async () => {
  const few = { far: 9, graded: 3 };
  expect(await said(eventOf({}, few))).toEqual([]);
  const [waiting = ''] = await said(eventOf({ what: 'waiting' }, few));
  expect(waiting).toContain('wait for a person to say yes; until then all scores stay as they are');
  expect(waiting).toContain('Look and decide');
});

test('it is told in the language of the tenant', async () => {
  await open('zh-CN');
  const [message = ''] = await said(eventOf({ target: 'churn', what: 'rolled_back', who: 'Mia Keller' }));
  expect(message).toContain('客户评分已更新：Mia Keller 恢复了版本 3。');
  expect(message).toContain('/console/model/churn');
});

const look = (verdict: ModelCheck['body']['promises']['verdict'], level: 'calm' | 'drift'): ModelCheck => ({
  ...{ target: 'lead', night: '2026-11-20', version: 1, at: house.ports.clock.now() },
  body: {
    drift: { rows: 80, level, score: null, features: [] },
    promises: {
      ...{ verdict, rows: 80, promised: 0.3, happened: 0.3, logLoss: 0.5, baseLogLoss: 0.6, ece: 0 },
      ...{ eceFloor: 0, apart: 0, sharp: 0, table: [] },
    },
    baseRate: { before: 0.3, now: 0.3, level: 'calm', rows: 80 },
    ...{ since: 80, train: [] },
  },
});

async function home(user: 'mia' | 'li.na'): Promise<string> {
  const desk = chatDesk({ ...house.ports, journeys: openJourneyDesk(house.ports) });
  await desk.showHome(at.connection, at.idOf(user));
  const views = house.slack.db.all(
    z.object({ json: z.string() }),
    "select json from views where team = ? and user = ? and kind = 'home' and open = 1",
    ...[at.team, at.idOf(user)],
  );
  return views.at(-1)?.json ?? '';
}

test('the Home tab says which version speaks, and what the last look found', async () => {
  expect(await home('mia')).not.toContain('Scores of');
  const now = house.ports.clock.now();
  await house.store.asTenant(at.tenant, (rows) =>
    rows.weights.save({ target: 'lead', body: weights, report: weights.report, state: 'live' }, now),
  );
  expect(await home('mia')).toContain('Scores of leads: version 1, learned');
  expect(await home('mia')).toContain('from 300 closed. Nobody has looked at them yet');
  const found = async (check: ModelCheck) => {
    await house.store.asTenant(at.tenant, ({ models }) => models.saveCheck(check));
    return home('mia');
  };
  expect(await found(look('kept', 'calm'))).toContain('The last look found their promises kept.');
  expect(await found(look('kept', 'drift'))).toContain('The records have changed since');
  expect(await found(look('too_high', 'drift'))).toContain('Their promises are not kept any more');
  expect(await home('li.na')).toContain('其预测不再兑现');
  await house.store.asTenant(at.tenant, (rows) =>
    rows.weights.save({ target: 'lead', body: weights, report: weights.report, state: 'candidate' }, now),
  );
  expect(await home('mia')).toContain('Other weights wait for a person to say yes.');
});
