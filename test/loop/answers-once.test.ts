// An answer that is a record of the CRM counts once, however often and in whatever order it is told.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';
import { silentLog } from '#kit/log.ts';
import { someAdvice } from '#kit/slack-story.ts';
import { type TwoCrms, twoCrms } from '#kit/two-crms.ts';
import { turn } from '#loop.ts';

const lead = '00Q000000000001AAA';
const unknown = '7d1f6c1e-52a5-4f0a-9a0e-0c8f4d8f3b11';

describe.each(engines())('an answer as a record, on $name', (engine) => {
  let database: TestDatabase;
  let house: TwoCrms;
  let subject = '';
  let advice = '';
  beforeAll(async () => {
    database = await freshDatabase({ engine });
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    house = await twoCrms(database);
    await house.say(house.salesforce, 'lead', lead, { Email: 'ada@now.example' });
    await turned();
    subject = await house.subject(house.salesforce, 'lead', lead);
    ({ id: advice } = (await house.as((rows) => rows.advice.save(someAdvice(subject), house.now()))).advice);
  });

  const turned = async () => {
    const clock = { now: () => new Date(Date.now() + 60_000) };
    const ports = { store: database.store, queue: { wake: async () => undefined }, clock, log: silentLog() };
    while ((await turn(ports, house.tenant)).more);
  };
  const answer = (id: string, Answer: string, Advice = advice, Client_Key = id) =>
    house.say(
      house.salesforce,
      'answer',
      id,
      { Advice, Answer, Client_Key, Snooze_Days: '2', Note: null, CreatedById: '005A' },
      { links: { lead: [lead], contact: [], company: [], deal: [] } },
    );
  const state = async () => (await house.as((rows) => rows.advice.get(advice)))?.state;
  const outcomes = async () => (await house.as((rows) => rows.outcomes.of(subject))).map(({ kind }) => kind);

  it('counts, once, when it is read again and when the subject is folded anew', async () => {
    await answer('a01', 'taken');
    await turned();
    expect([await state(), await outcomes()]).toEqual(['taken', ['taken']]);
    await answer('a01', 'taken');
    await database.store.pool.query('update signal set folded = false where subject_id = $1', [subject]);
    await database.store.pool.query('update twin set refold = true where subject_id = $1', [subject]);
    await house.as((rows) => rows.subjects.markDirty([subject], 'test'));
    await turned();
    expect([await state(), await outcomes()]).toEqual(['taken', ['taken']]);
  });

  it('that was saved twice under one key is one', async () => {
    await answer('a01', 'taken', advice, 'press-1');
    await answer('a02', 'taken', advice, 'PRESS-1');
    await turned();
    expect(await outcomes()).toEqual(['taken']);
  });

  it('changes nothing that somebody closed before, nor what nobody knows, and holds up no turn', async () => {
    await answer('a01', 'done');
    await turned();
    await answer('a02', 'taken');
    await answer('a03', 'done', unknown);
    await answer('a04', 'done', 'no id at all');
    await turned();
    expect([await state(), await outcomes()]).toEqual(['done', ['done']]);
    const kept = await database.store.pool.query<{ n: string }>(
      `select count(*) as n from signal where kind = 'advice.answered' and subject_id = $1`,
      [subject],
    );
    expect(Number(kept.rows[0]?.n)).toBe(4);
  });
});
