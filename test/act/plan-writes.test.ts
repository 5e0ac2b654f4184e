// Which fields are written to a record of Salesforce: when something shown changed, not too often, and none that are over.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Explanation, explanation } from '#act/explanation.ts';
import { planWrites } from '#act/plan-writes.ts';
import type { Finding } from '#analyze/finding.ts';
import { say } from '#kit/a-graph.ts';
import { aTwin } from '#kit/a-twin.ts';
import { freshDatabase, type TestDatabase } from '#kit/database.ts';
import { aLeadFinding } from '#kit/told-findings.ts';
import { type TwoCrms, twoCrms } from '#kit/two-crms.ts';

const day = 86_400_000;
const now = new Date('2026-11-20T12:00:00Z');
const lead = '00Q000000000001AAA';

let database: TestDatabase;
let house: TwoCrms;
let subject = '';
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  house = await twoCrms(database);
  await house.say(house.salesforce, 'lead', lead, { Email: 'ada@now.example' });
  subject = await house.subject(house.salesforce, 'lead', lead);
});

const plan = (finding: Finding | null, at = now) =>
  house.as((rows) => {
    const circle = { subject, twin: aTwin('lead'), around: {} };
    const analyzed = [{ circle, finding, kept: null, standing: null }];
    const console = 'https://revloop.example/console';
    const told = { analyzed, stages: new Map(), settings: house.settings, console, now: at };
    return planWrites(rows, told, [house.salesforce]);
  });
/** Plans, and lets the CRM take it; gives what was written. */
const write = async (finding: Finding | null, at = now): Promise<Readonly<Record<string, string>>> => {
  const { actions } = await plan(finding, at);
  const [action] = actions;
  if (action?.kind !== 'crm.write') return {};
  await house.as(async ({ outbox }) => {
    await outbox.put(actions, at);
    const taken = await outbox.take({
      ...{ connection: house.salesforce.id, kind: 'crm.write', now: at, limit: 9, leaseMs: 1_000 },
    });
    await outbox.finish(
      taken.map(({ id }) => ({ id, end: 'done' })),
      at,
    );
    const { objectType, externalId, properties } = action.payload;
    await outbox.wrote(house.salesforce.id, [{ objectType, externalId, properties }]);
  });
  return action.payload.properties;
};
const told = (properties: Readonly<Record<string, string>>): Explanation =>
  explanation.parse(JSON.parse(properties['revloop_explanation'] ?? 'null'));
const found = (score: number) => aLeadFinding(score, now);
const namesOf = (properties: object) => Object.keys(properties).sort();

describe('the explanation of a record', () => {
  it('is written with the first score, with all that the card shows', async () => {
    const { advice } = await house.as((rows) =>
      rows.advice.save(
        {
          ...{
            subject,
            situation: 'lead_score:hot',
            code: 'call_now',
            finding: 'lead_score',
            confidence: 0.8,
          },
          ...{
            reasons: [],
            change: { from: 'B', to: 'A', scoreFrom: 60, scoreTo: 85 },
            alert: true,
            task: true,
            words: { title: say('Call Ada'), why: say('x'.repeat(900)) },
          },
        },
        now,
      ),
    );
    await house.as((rows) =>
      rows.outcomes.record([
        {
          key: randomUUID(),
          subject,
          advice: null,
          kind: 'taken',
          via: 'slack',
          by: 'Mia',
          at: now,
          note: null,
        },
      ]),
    );
    const shown = told(await write(found(85)));
    // A journey's own words, short enough for a field of the CRM.
    const own = 'next' in shown ? shown.next?.words : undefined;
    expect(own?.title).toEqual({ en: 'Call Ada', 'zh-CN': 'Call Ada（中文）' });
    expect(own?.why.en).toHaveLength(400);
    expect(shown).toMatchObject({
      ...{ state: 'ready', subject, kind: 'lead_score', score: 85, band: 'A' },
      console: 'https://revloop.example/console',
      next: { id: advice.id, code: 'call_now', state: 'open', due: '2026-11-23T12:00:00.000Z' },
      did: [{ code: 'answer', params: { what: 'taken', who: 'Mia' } }],
      trend: [['2026-11-20', 85]],
    });
    expect(shown.state === 'ready' && shown.reasons[0]).toMatchObject({ label: 'Lead source', points: 22 });
  });

  it('is no cause of a write where only its numbers differ, and goes along with another', async () => {
    await write(found(85));
    const [first, ...rest] = found(85).reasons;
    if (first === undefined) throw new Error('there is no reason');
    expect(await write({ ...found(85), reasons: [{ ...first, points: 21.4 }, ...rest] })).toEqual({});
    expect(namesOf(await write(found(86)))).toEqual([
      ...['revloop_convert_probability', 'revloop_explanation', 'revloop_lead_score'],
    ]);
  });

  it('is a cause where something shown is another', async () => {
    await write(found(85));
    const other = { ...found(85), doubts: ['stale' as const] };
    expect(namesOf(await write(other))).toEqual(['revloop_explanation']);
  });
});

describe('a record', () => {
  it('is written so often a day at most, then later, but for a new grade at once', async () => {
    for (let nr = 0; nr < 6; nr += 1)
      expect(await write(found(81 + nr), new Date(now.getTime() + nr * 60_000))).not.toEqual({});
    const held = await plan(found(90), new Date(now.getTime() + 10 * 60_000));
    expect(held.actions).toEqual([]);
    expect(held.later).toEqual([{ subject, at: new Date(now.getTime() + day) }]);
    const other = await plan(found(70), new Date(now.getTime() + 10 * 60_000));
    expect(other.actions).toHaveLength(1);
    const tomorrow = await plan(found(90), new Date(now.getTime() + day + 1));
    expect(tomorrow.actions).toHaveLength(1);
  });

  it('keeps no score that nobody stands by any more, and says why', async () => {
    await write(found(85));
    const cleared = await write(null);
    expect(cleared).toMatchObject({
      revloop_lead_score: '',
      revloop_lead_grade: '',
      revloop_top_reasons: '',
    });
    expect(told(cleared)).toMatchObject({ state: 'not_scored', why: 'never_lead' });
    expect(await write(null)).toEqual({});
  });

  it('is left alone where there never was anything to say', async () => {
    expect(await plan(null)).toEqual({ actions: [], later: [] });
  });
});
