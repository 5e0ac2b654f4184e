// A closed deal is an outcome, and answers what was advised on its company, even when the advice was done before.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dealStanding } from '#analyze/standing.ts';
import { aCircle, aTwin } from '#kit/a-twin.ts';
import { cases } from '#kit/cases.ts';
import { freshDatabase, type TestDatabase } from '#kit/database.ts';
import { someAdvice } from '#kit/slack-story.ts';
import { noteOutcomes } from '#learn/note-outcomes.ts';
import { tenantSettings } from '#sense/tenant.ts';

describe.each(cases())('a closed deal of $platform, on $name', ({ platform, engine }) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase({ engine });
  });
  afterAll(() => database.close());

  it('is recorded once and linked with the advice on its company', async () => {
    const tenant = await database.tenant();
    const advisedAt = new Date('2026-11-01T00:00:00Z');
    const now = new Date('2026-11-20T00:00:00Z');
    const outcomes = await database.store.asTenant(tenant, async (rows) => {
      const { advice } = await rows.advice.save(someAdvice('7'), advisedAt);
      await rows.advice.answer(advice.id, { state: 'done', by: 'rep', snoozedUntil: null }, advisedAt);
      const properties =
        platform === 'hubspot' ? { hs_is_closed_won: 'true' } : { IsClosed: 'true', IsWon: 'true' };
      const deal = aTwin('deal', { properties, at: '2026-11-10T00:00:00.000Z' });
      const circle = {
        ...aCircle(deal),
        subject: '8',
        around: { company: [{ subject: '7', twin: aTwin('company') }] },
      };
      const standing = dealStanding(deal, tenantSettings.parse({}).outcomes);
      expect(standing).toEqual({ is: 'won', since: '2026-11-10T00:00:00.000Z' });
      const analyzed = [{ circle, finding: null, kept: null, standing }];
      expect(await noteOutcomes(rows, analyzed, now)).toBe(1);
      expect(await noteOutcomes(rows, analyzed, now)).toBe(0);
      return { told: await rows.outcomes.of('8'), advice: advice.id };
    });
    expect(outcomes.told).toMatchObject([{ kind: 'won', via: 'crm', advice: outcomes.advice }]);
  });
});
