// The health index: only for customers, unknown is not zero, the worst part counts, silence is seen.
import { describe, expect, it } from 'vitest';
import { health } from '#analyze/health.ts';
import { aCircle, aTwin, daily } from '#kit/a-twin.ts';
import { tenantSettings } from '#sense/tenant.ts';

const { outcomes: rules } = tenantSettings.parse({});
const now = Date.parse('2026-11-20T12:00:00Z');
const customer = { lifecyclestage: 'customer' };
const look = (circle: Parameters<typeof health>[0], heard = {}) =>
  health(circle, rules, now, 'hubspot', heard);
const part = (finding: ReturnType<typeof look>, code: string) =>
  finding?.parts.find((one) => one.code === code);

const using = {
  events: { login: daily('2026-11-20', 90) },
  users: { '2026-11-19': ['a'], '2026-11-03': ['a'] },
};
const talking = { engagements: { 'email.in': daily('2026-11-18', 3), call: daily('2026-11-10', 1) } };

describe('the health of a company', () => {
  it('says nothing of a company that is no customer', () => {
    expect(look(aCircle(aTwin('company', { properties: { lifecyclestage: 'lead' }, ...using })))).toBeNull();
  });

  it('says nothing of a customer of whom nothing is known', () => {
    expect(look(aCircle(aTwin('company', { properties: customer })))).toBeNull();
  });

  it('takes a company with a won deal for a customer, and with a lost renewal no more', () => {
    const won = aTwin('deal', { properties: { hs_is_closed_won: 'true', closedate: '2026-02-01' } });
    const lost = aTwin('deal', { properties: { hs_is_closed_lost: 'true', closedate: '2026-10-01' } });
    const company = aTwin('company', using);
    expect(look(aCircle(company, { deal: [won] }))).not.toBeNull();
    expect(look(aCircle(company, { deal: [won, lost] }))).toBeNull();
  });

  it('finds a customer healthy who uses the product and talks', () => {
    const finding = look(aCircle(aTwin('company', { properties: customer, ...using, ...talking })));
    expect(finding?.band).toBe('healthy');
    expect(finding?.score).toBeGreaterThan(90);
  });

  it('finds a customer endangered who stopped using the product, however friendly the talks are', () => {
    const stopped = { events: { login: daily('2026-10-25', 60) }, users: { '2026-10-24': ['a'] } };
    const finding = look(aCircle(aTwin('company', { properties: customer, ...stopped, ...talking })));
    expect(part(finding, 'use')?.value).toBe(0);
    expect(part(finding, 'relationship')?.value).toBe(100);
    expect(finding?.band).toBe('at_risk');
    expect(finding?.reasons[0]).toMatchObject({ code: 'use_days', value: 0 });
  });

  it('counts what is not known as not known, never as zero', () => {
    const finding = look(aCircle(aTwin('company', { properties: customer, ...talking })));
    expect(part(finding, 'use')).toMatchObject({ value: null, weight: 0 });
    expect(part(finding, 'support')).toMatchObject({ value: null, weight: 0 });
    expect(finding?.score).toBe(100);
    expect(finding?.doubts).toContain('missing');
    expect(finding?.confidence).toBeLessThan(0.3);
  });

  it('gives weights that sum to one over what is known', () => {
    const finding = look(aCircle(aTwin('company', { properties: customer, ...using, ...talking })));
    expect(finding?.parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
  });

  it('sees open, slow and rising tickets', () => {
    const ticket = (opened: string, closed: string | null) =>
      aTwin('ticket', { properties: { createdate: opened, closed_date: closed } });
    const calm = [ticket('2026-09-01T00:00:00Z', '2026-09-01T10:00:00Z')];
    const storm = ['10', '12', '14', '16', '18'].map((date) => ticket(`2026-11-${date}T00:00:00Z`, null));
    const value = (tickets: typeof calm) =>
      part(
        look(aCircle(aTwin('company', { properties: customer, ...talking }), { ticket: tickets })),
        'support',
      )?.value;
    expect(value(calm)).toBe(100);
    expect(value(storm)).toBe(0);
  });

  it('never shows a lost deal or an open ticket as working in favour, nor a won one against', () => {
    const deal = (stage: string) =>
      aTwin('deal', { properties: { [stage]: 'true', closedate: '2026-10-01' } });
    const won = deal('hs_is_closed_won');
    const lost = deal('hs_is_closed_lost');
    const ticket = aTwin('ticket', { properties: { createdate: '2026-11-20T10:00:00Z' } });
    const company = aTwin('company', { properties: customer, ...using, ...talking });
    const points = (deals: readonly (typeof won)[], code: string) =>
      look(aCircle(company, { deal: [...deals], ticket: [ticket] }))?.reasons.find((one) => one.code === code)
        ?.points;
    expect(points([won, won, won, lost], 'commercial_lost')).toBeLessThan(0);
    expect(points([won, won, won, lost], 'commercial_won')).toBeGreaterThan(0);
    expect(points([won, lost], 'commercial_won')).toBeGreaterThan(0);
    expect(points([lost], 'commercial_lost')).toBeLessThan(0);
    expect(points([won], 'support_open')).toBeLessThan(0);
  });

  it('tells the trend of a part against four weeks ago', () => {
    const falling = { events: { login: { ...daily('2026-10-23', 60), '2026-11-18': 1 } } };
    const finding = look(aCircle(aTwin('company', { properties: customer, ...falling, ...talking })));
    expect(part(finding, 'use')?.trend).toBeLessThan(-40);
  });

  it('is less sure, and says so, when a source has not been heard of for over 48 hours', () => {
    const circle = aCircle(aTwin('company', { properties: customer, ...using, ...talking }));
    const fresh = look(circle, { hubspot: now - 3_600_000 });
    const late = look(circle, { hubspot: now - 3 * 86_400_000 });
    expect(late?.doubts).toContain('stale');
    expect(late?.confidence).toBeLessThan(fresh?.confidence ?? 0);
    expect(late?.score).toBe(fresh?.score);
  });
});
