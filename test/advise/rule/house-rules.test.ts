// The house's own rules: the field's standard signals, each fires on what it is about and on nothing less.
import { describe, expect, test } from 'vitest';
import { activeRules } from '#advise/rule/active-rules.ts';
import { compileRule } from '#advise/rule/compile-rule.ts';
import { explain, leafTraces } from '#advise/rule/explain.ts';
import { houseRules } from '#advise/rule/house-rules.ts';
import { needsOf } from '#advise/rule/rule-needs.ts';
import { ruleTitle } from '#advise/rule/rule-title.ts';
import { reasonsOf } from '#advise/rule/trace-reasons.ts';
import type { Circle, Neighbour } from '#analyze/circle.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import { factReader } from '#analyze/field/read-facts.ts';
import { aTwin, toCounts } from '#kit/a-twin.ts';
import { tenantSettings } from '#sense/tenant.ts';
import { reasonText } from '#texts/reason-text.ts';
import type { Twin } from '#twin/twin.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const { outcomes } = tenantSettings.parse({});
const rule = (id: string) => {
  const found = houseRules.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no rule ${id}`);
  return found;
};

/** Events by name with the days ago on which they happened. */
function events(told: Readonly<Record<string, readonly number[]>>): Twin['events'] {
  const iso = (ago: number) => new Date(now - ago * 86_400_000).toISOString();
  return Object.fromEntries(
    Object.entries(told).map(([name, days]) => [
      name,
      {
        ...{ first: iso(Math.max(...days)), last: iso(Math.min(...days)) },
        days: toCounts(Object.fromEntries(days.map((ago) => [iso(ago).slice(0, 10), 1]))),
      },
    ]),
  );
}

function asks(id: string, twin: Partial<Twin>, around: Circle['around'] = {}): boolean | null {
  const { when, kind } = rule(id);
  const circle = { subject: '1', twin: { ...aTwin(kind), ...twin }, around };
  return compileRule(when)(
    factReader(needsOf([when]).references, 'UTC')(drawTimeline({ circle, outcomes }), now),
  );
}

const days = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, nr) => from - nr);
const customer = { lifecyclestage: { value: 'customer', at: '2026-01-01T00:00:00.000Z', by: '' } };

describe("the house's rules", () => {
  test('see repeated visits to pricing, in whatever words, and not those of customers', () => {
    const visits = { events: events({ 'page: Pricing': [1, 3], 查看价格: [5] }) };
    expect(asks('house-pricing-visits', visits)).toBe(true);
    expect(asks('house-pricing-visits', { events: events({ 'page: Pricing': [1, 3, 20] }) })).toBe(false);
    expect(asks('house-pricing-visits', { ...visits, properties: customer })).toBe(false);
  });

  test('see the same of a company that is no customer yet, where people are not collected', () => {
    const visits = { events: events({ 'page: /pricing': [1, 3, 5], 'Whitepaper Downloaded': [2, 9] }) };
    for (const id of ['house-pricing-visits-company', 'house-papers-read-company']) {
      expect(asks(id, visits)).toBe(true);
      expect(asks(id, { ...visits, properties: customer })).toBe(false);
    }
  });

  test('see the same of a lead, until it is converted', () => {
    const visits = { events: events({ 'page: /pricing': [1, 3, 5], 'Whitepaper Downloaded': [2, 9] }) };
    const converted = { IsConverted: { value: 'true', at: '2026-01-01T00:00:00.000Z', by: '' } };
    for (const id of ['house-pricing-visits-lead', 'house-papers-read-lead']) {
      expect(asks(id, visits)).toBe(true);
      expect(asks(id, { ...visits, properties: converted })).toBe(false);
    }
  });

  test('see white papers read', () => {
    expect(asks('house-papers-read', { events: events({ 'Whitepaper Downloaded': [2, 9] }) })).toBe(true);
    expect(asks('house-papers-read', { events: events({ 'Whitepaper Downloaded': [2] }) })).toBe(false);
  });

  test('see a trial that is set up and goes no further, and one that went quiet', () => {
    const basics = { 'Setup Completed': [10], 'Logged In': [10, 2] };
    expect(asks('house-basics-only', { events: events(basics) })).toBe(true);
    expect(asks('house-basics-only', { events: events({ ...basics, 'Integration Added': [3] }) })).toBe(
      false,
    );
    const tried = (...names: string[]) => ({
      events: events(basics),
      tried: Object.fromEntries(names.map((name) => [name, '2026-11-16T10:00:00.000Z'])),
    });
    expect(asks('house-basics-only', tried('setup', 'boards'))).toBe(true);
    expect(asks('house-basics-only', tried('setup', 'boards', 'roles', 'exports', 'forecasts'))).toBe(false);
    expect(asks('house-trial-quiet', { events: events({ 'Logged In': [12, 6] }) })).toBe(true);
    expect(asks('house-trial-quiet', { events: events({ 'Logged In': [12, 1] }) })).toBe(false);
    expect(asks('house-trial-quiet', {})).toBe(null);
  });

  test("see logins that fall against the customer's own past", () => {
    const fallen = events({ 'Logged In': [...days(69, 14), 3] });
    expect(asks('house-logins-falling', { events: fallen, properties: customer })).toBe(true);
    expect(
      asks('house-logins-falling', { events: events({ 'Logged In': days(69, 0) }), properties: customer }),
    ).toBe(false);
    expect(
      asks('house-logins-falling', { events: events({ 'Logged In': days(10, 0) }), properties: customer }),
    ).toBe(null);
    expect(asks('house-logins-falling', { events: fallen })).toBe(null);
  });

  test('see the first tickets ever as rising, and not as many as usual', () => {
    const ticket = (ago: number): Neighbour => ({
      subject: `t${ago}`,
      twin: { ...aTwin('ticket'), createdAt: new Date(now - ago * 86_400_000).toISOString() },
    });
    const asked = (...ago: number[]) =>
      asks('house-tickets-rising', { properties: customer }, { ticket: ago.map(ticket) });
    expect(asked(2, 5, 9)).toBe(true);
    expect(asked(2, 5, 9, 30, 40, 50)).toBe(false);
    expect(asked(2, 5)).toBe(false);
  });

  test('have a title, a step and reasons in both languages', () => {
    for (const one of houseRules)
      for (const locale of ['en', 'zh-CN'] as const) expect(ruleTitle(locale, one)).not.toBe(one.id);
    const { when } = rule('house-logins-falling');
    const facts = { customer: true, 'active_days.ratio@14': 0.25, now };
    const origin = { source: 'product', asOf: '2026-11-19T00:00:00.000Z' } as const;
    const [, reason] = reasonsOf(leafTraces(explain(when, facts, () => origin)), {
      platform: 'hubspot',
      segment: (id) => id,
    });
    if (reason === undefined) throw new Error('there is no second reason');
    expect(reasonText('en', reason).line).toBe(
      "Active days in 14 days against the customer's own past: 25 %",
    );
    expect(reasonText('zh-CN', reason).label).toBe('14 天内活跃天数与该客户以往之比');
  });

  test('give way to the version that the tenant has live, and to its stop', () => {
    const changed = { ...rule('house-logins-falling'), version: 1 };
    const active = (state: 'draft' | 'live' | 'off') =>
      activeRules([{ ...changed, state }])
        .filter(({ id }) => id === changed.id)
        .map(({ version }) => version);
    expect([active('draft'), active('live'), active('off')]).toEqual([[0], [1], []]);
  });
});
