// What a tenant does not let us collect is not known: in rules, and in the health of a customer.
import { describe, expect, it } from 'vitest';
import type { Circle } from '#analyze/circle.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import type { Facts } from '#analyze/field/facts.ts';
import { fields } from '#analyze/field/field.ts';
import { factReader } from '#analyze/field/read-facts.ts';
import { healthFacts } from '#analyze/health-facts.ts';
import { aCircle, aTwin, daily, day } from '#kit/a-twin.ts';
import type { Collection } from '#sense/collection.ts';
import { turned } from '#sense/collection.ts';
import { tenantSettings } from '#sense/tenant.ts';

const settings = tenantSettings.parse({});
const now = Date.parse('2026-11-20T12:00:00Z');
const references = [
  'events@14',
  'events.ratio@14',
  'users@14',
  'users.ratio@14',
  'features@14',
  'active_days@14',
];
const asked = [...references, 'days_since.event', 'features.depth@14', 'seats.share@14', 'logins@14'];
const use = {
  properties: { seats: '10' },
  events: { 'Logged in': daily('2026-11-19', 100), Export: daily('2026-11-19', 100, 4) },
  users: Object.fromEntries(Object.keys(daily('2026-11-19', 100)).map((date) => [date, ['ann', 'bob']])),
};
const company = (given: object = {}) => aCircle(aTwin('company', { ...use, ...given }));
const daysAgo = (days: number) => new Date(now - days * day).toISOString();
const dial = (level: Collection['level'], past: Collection['past'] = []): Collection => ({
  level,
  properties: [],
  past,
});
const factsOf = (collection: Collection, circle = company()) =>
  factReader(asked, 'UTC')(
    drawTimeline({ circle, outcomes: settings.outcomes, settings: { ...settings, collection } }),
    now,
  );

describe('what is not collected is not known, never zero', () => {
  it('tells all of it while it is collected', () => {
    expect(factsOf(dial('counted'))).toMatchObject({
      ...{ 'users@14': 2, 'features@14': 1, 'logins@14': 13, 'features.depth@14': 26, 'seats.share@14': 0.2 },
      'days_since.event': 1,
    });
  });

  it('tells nothing of the product once events are not collected', () => {
    const facts = factsOf(dial('none', [{ level: 'person', until: daysAgo(0.1) }]));
    for (const one of asked) expect({ one, value: facts[one] }).toEqual({ one, value: null });
  });

  const everything = (kind: 'company' | 'contact') =>
    fields
      .filter(({ kinds }) => kinds.includes(kind))
      .map(
        ({ id, named, window }) =>
          `${id}${named?.optional === false ? (named.of === 'part' ? ':use' : ':any') : ''}${window ? '@14' : ''}`,
      );
  const readAll = (circle: Circle, collection: Collection) => {
    const drawn = { circle, outcomes: settings.outcomes, settings: { ...settings, collection } };
    return factReader(everything(circle.twin.kind === 'company' ? 'company' : 'contact'), 'UTC')(
      drawTimeline(drawn),
      now,
    );
  };
  /** What has an answer without anybody having said anything: the clock, and whether the CRM calls it a customer. */
  const always = ['local.time', 'local.weekday', 'now'];
  const said = (facts: Facts) =>
    Object.entries(facts).flatMap(([name, value]) => (value === null || always.includes(name) ? [] : [name]));

  it.each(['company', 'contact'] as const)(
    'says nothing of a %s of which nothing was ever heard, whatever the catalogue asks',
    (kind) => {
      const silent = aCircle(aTwin(kind));
      expect(everything(kind).length).toBeGreaterThan(30);
      expect(said(readAll(silent, dial('person')))).toEqual([]);
    },
  );

  it('says nothing of what the catalogue has from the product where the dial is at none', () => {
    const facts = readAll(company(), dial('none', [{ level: 'person', until: daysAgo(60) }]));
    // When it first did something is known, whatever nobody heard afterwards.
    const product = new Set(
      fields.flatMap(({ id, source }) =>
        source === 'product' && id !== 'days_since.first_event' ? [id] : [],
      ),
    );
    expect(said(facts).filter((name) => product.has(name.split(/[:@]/)[0] ?? ''))).toEqual([]);
  });

  it('does not take for new what may have been tried while nobody listened', () => {
    const trying = aCircle({ ...aTwin('company', use), tried: { Export: '2026-11-12T00:00:00.000Z' } });
    const ask = (collection: Collection) => readAll(trying, collection)['features.new@14'];
    expect(ask(dial('counted'))).toBe(1);
    const past = (until: number): Collection['past'] => [
      { level: 'counted', until: daysAgo(until + 60) },
      { level: 'none', until: daysAgo(until) },
    ];
    expect(ask(dial('counted', past(20)))).toBeNull();
    expect(ask(dial('counted', past(80)))).toBe(1);
  });

  it('still tells what companies do where nobody counts their users', () => {
    const facts = factsOf(dial('company', [{ level: 'person', until: daysAgo(30) }]));
    expect(facts).toMatchObject({ 'features@14': 1, 'users@14': null, 'users.ratio@14': null });
    expect(facts['seats.share@14']).toBeNull();
  });

  it('tells nothing of a window that reaches into a time when nobody listened', () => {
    const past = [
      { level: 'person' as const, until: daysAgo(30) },
      { level: 'none' as const, until: daysAgo(20) },
    ];
    const facts = factsOf(dial('person', past));
    expect(facts).toMatchObject({
      'users@14': 2,
      'events@14': 65,
      'events.ratio@14': null,
      'users.ratio@14': null,
    });
  });

  it('tells nothing more of a person once only companies are listened to', () => {
    const person = aCircle(aTwin('contact', use));
    const lowered = dial('counted', [{ level: 'person', until: daysAgo(10) }]);
    expect(factsOf(dial('person'), person)).toMatchObject({ 'events@14': 65, 'logins@14': 13 });
    for (const one of ['events@14', 'logins@14', 'active_days@14', 'events.ratio@14'])
      expect({ one, value: factsOf(lowered, person)[one] }).toEqual({ one, value: null });
    expect(factsOf(lowered)).toMatchObject({ 'events@14': 65, 'users@14': 2 });
  });

  it('takes events of nobody in particular for no count of users', () => {
    const facts = factsOf(dial('person'), company({ users: {} }));
    expect(facts).toMatchObject({ 'users@14': null, 'features@14': 1, 'features.depth@14': null });
  });

  it('leaves use out of the health of a customer, or only its users', () => {
    const of = (collection: Collection, circle = company()) =>
      healthFacts(circle, settings.outcomes, now, { collection }).use;
    expect(of(dial('counted'))).toMatchObject({ usersNow: 2 });
    expect(of(dial('none', [{ level: 'person', until: daysAgo(1) }]))).toBeNull();
    expect(of(dial('company', [{ level: 'person', until: daysAgo(1) }]))).toMatchObject({
      usersNow: null,
    });
    expect(of(dial('person'), company({ users: {} }))).toMatchObject({ usersNow: null, usersBefore: null });
  });

  it('remembers when the dial was turned, whatever is asked for', () => {
    const at = new Date(now);
    const once = turned(dial('person'), dial('none', [{ level: 'company', until: daysAgo(3) }]), at);
    expect(once).toEqual(dial('none', [{ level: 'person', until: at.toISOString() }]));
    expect(turned(once, { ...once, properties: ['plan'] }, at).past).toEqual(once.past);
  });
});
