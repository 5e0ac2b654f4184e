// The parts of a health index that are its own: how much of the product is used, and what customers say themselves.
import { describe, expect, it } from 'vitest';
import { health } from '#analyze/health.ts';
import { healthFacts } from '#analyze/health-facts.ts';
import { indexUnder, presetWeights } from '#analyze/health-weights.ts';
import { mayAsk, sentimentFacts } from '#analyze/sentiment-facts.ts';
import { aCircle, aTwin, daily } from '#kit/a-twin.ts';
import { tenantSettings } from '#sense/tenant.ts';

const { outcomes: rules, sentiment } = tenantSettings.parse({});
const now = Date.parse('2026-11-20T12:00:00Z');
const customer = { lifecyclestage: 'customer' };
const at = (date: string) => `${date}T09:00:00.000Z`;

/** Boards and reports every day; `stopped`: boards alone since September. */
function company(stopped: boolean) {
  const events = {
    login: daily('2026-11-20', 200),
    boards: daily('2026-11-20', 200),
    reports: daily(stopped ? '2026-09-10' : '2026-11-20', 120),
  };
  const twin = aTwin('company', { properties: customer, events });
  const tried = { boards: at('2026-05-05'), reports: at('2026-05-20'), exports: at('2026-08-01') };
  return aCircle({ ...twin, tried });
}
const found = (circle: Parameters<typeof health>[0], moment = now) =>
  health(circle, rules, moment, 'hubspot');
const part = (finding: ReturnType<typeof found>, code: string) =>
  finding?.parts.find((one) => one.code === code);

describe('breadth of use', () => {
  it('is less where a feature is used no more, though somebody is there every day', () => {
    const [less, same] = [found(company(true)), found(company(false))];
    expect(part(less, 'use')?.value).toBe(100);
    expect(part(less, 'breadth')?.value).toBeLessThan((part(same, 'breadth')?.value ?? 0) - 10);
    expect(less?.reasons.find(({ code }) => code === 'breadth_kinds')).toMatchObject({ value: 1 });
    expect(less?.score).toBeLessThan(same?.score ?? 0);
    expect(less?.band).not.toBe('at_risk');
  });

  it('counts coming in as no feature, and is not known where no features are told', () => {
    const circle = aCircle(
      aTwin('company', { properties: customer, events: { login: daily('2026-11-20', 90) } }),
    );
    expect(healthFacts(circle, rules, now).breadth).toBeNull();
    expect(part(found(circle), 'breadth')).toMatchObject({ value: null, weight: 0 });
  });

  it('knows of a moment what had been tried by then', () => {
    const facts = (moment: string) => healthFacts(company(false), rules, Date.parse(moment)).breadth;
    expect(facts('2026-06-01T00:00:00Z')).toMatchObject({ triedNow: 2, triedBefore: 0 });
    expect(facts('2026-08-15T00:00:00Z')).toMatchObject({ triedNow: 1 });
    expect(facts('2026-05-10T00:00:00Z')).toBeNull();
  });
});

/** A person who answered so on the day. */
const answered = (rating: string | null, date: string | null) =>
  aTwin('contact', {
    properties: { hs_feedback_last_nps_rating: rating, hs_feedback_last_survey_date: date },
  });

describe('sentiment', () => {
  const using = aTwin('company', { properties: customer, events: { login: daily('2026-11-20', 90) } });

  it('is no part where nobody answered, and nothing is missing for it', () => {
    const finding = found(aCircle(using, { contact: [answered(null, null)] }));
    expect(part(finding, 'sentiment')).toBeUndefined();
    const asked = found(aCircle(using, { contact: [answered('9', '2026-11-01')] }));
    expect(part(asked, 'sentiment')?.value).toBe(90);
  });

  it('is the mean of what people and tickets say, each by its own scale, and tells who is unhappy', () => {
    const ticket = aTwin('ticket', {
      properties: { hs_feedback_last_ces_rating: '7' },
      at: at('2026-11-10'),
    });
    const circle = aCircle(using, { contact: [answered('0', '2026-11-01')], ticket: [ticket] });
    const finding = found(circle);
    expect(part(finding, 'sentiment')?.value).toBe(50);
    expect(sentimentFacts(circle, sentiment, now)).toEqual({
      ...{ mean: 50, answers: 2, unhappy: 1, asOf: at('2026-11-10') },
    });
    expect(finding?.reasons.map(({ code }) => code)).toContain('sentiment_unhappy');
  });

  it('endangers a customer who says so, however much it uses the product', () => {
    const unhappy = found(aCircle(using, { contact: [answered('1', '2026-11-01')] }));
    expect(unhappy?.band).not.toBe('healthy');
  });

  it('counts an answer from its day on, for a year, and no words in place of numbers', () => {
    const facts = (rating: string, date: string) =>
      sentimentFacts(aCircle(using, { contact: [answered(rating, date)] }), sentiment, now);
    expect(facts('9', '2026-11-25')).toBeNull();
    expect(facts('9', '2025-11-01')).toBeNull();
    expect(facts('Promoter', '2026-11-01')).toBeNull();
    expect(facts('9', '2026-11-01')).not.toBeNull();
  });

  it('asks no property that an admin does not let be scored', () => {
    const gate = {
      choices: { 'contact.nps_score': { score: false } },
      leftOut: new Set<string>(),
      guarded: new Map(),
    };
    const asked = mayAsk(gate, sentiment).map(({ of, property }) => `${of}.${property}`);
    expect(asked).not.toContain('contact.nps_score');
    expect(asked).toContain('company.nps_score');
    expect(asked).toContain('contact.hs_feedback_last_nps_rating');
  });
});

describe('weights of parts', () => {
  it('say the same of parts as the index itself', () => {
    const finding = found(company(true));
    expect(Math.round(indexUnder(presetWeights, finding?.parts ?? []) ?? -1)).toBe(finding?.score);
    expect(indexUnder(presetWeights, [])).toBeNull();
  });
});

describe('the commercial part', () => {
  const company = aTwin('company', { properties: customer });
  const deal = (is: 'open' | 'won' | 'lost', dates: { made: string; closed?: string }) => {
    const properties =
      is === 'open' ? {} : { [`hs_is_closed_${is}`]: 'true', closedate: at(dates.closed ?? '') };
    return aTwin('deal', { properties, createdAt: at(dates.made), at: at(dates.closed ?? dates.made) });
  };
  const commercial = (...deals: ReturnType<typeof deal>[]) =>
    part(found(aCircle(company, { deal: deals })), 'commercial');
  const old = deal('won', { made: '2026-01-05', closed: '2026-02-05' });

  it('holds against today what was open 28 days ago, not what is open today', () => {
    const opened = deal('open', { made: '2026-11-12' });
    expect(commercial(old, opened)).toMatchObject({ value: 90, trend: 15 });
    const open = deal('open', { made: '2026-09-12' });
    expect(commercial(old, open)).toMatchObject({ value: 90, trend: 0 });
  });

  it('counts what was won or lost since as open then', () => {
    const won = deal('won', { made: '2026-09-12', closed: '2026-11-12' });
    expect(commercial(old, won)).toMatchObject({ value: 100, trend: 10 });
    const lost = deal('lost', { made: '2026-09-12', closed: '2026-11-12' });
    expect(commercial(old, lost)).toMatchObject({ value: 45, trend: -45 });
  });

  it('knows nothing of a time before the first deal', () => {
    expect(commercial(deal('open', { made: '2026-11-12' }))).toMatchObject({ trend: null });
  });
});
