// What a lead did lately is counted back from the moment, and what nobody can know is not known instead of nothing.
import { describe, expect, test } from 'vitest';
import { leadBehaviour } from '#analyze/lead-behaviour.ts';
import { aTwin } from '#kit/a-twin.ts';

const at = Date.parse('2026-06-01T12:00:00Z');
const valuesOf = (given: Parameters<typeof aTwin>[1]) =>
  Object.fromEntries(
    Object.entries(leadBehaviour({ twin: aTwin('contact', given) }, at)).map(([name, { value }]) => [
      name,
      value,
    ]),
  );

describe('what a lead did lately', () => {
  test('is counted over the last days, and what is older only makes the silence', () => {
    const told = valuesOf({
      createdAt: '2026-03-03T00:00:00Z',
      engagements: {
        'email.in': { '2026-05-30': 2, '2026-05-10': 1, '2026-03-05': 4 },
        'email.out': { '2026-05-29': 10 },
        meeting: { '2026-05-15': 1 },
      },
      events: { 'Page: pricing': { '2026-05-31': 3, '2026-05-20': 2 }, opened: { '2026-05-31': 1 } },
    });
    expect(told).toEqual({
      ...{ lead_age: 90, quiet_days: 1, reply_share: 0.7 },
      ...{ mails_in_7: 2, mails_in_28: 3, meetings_28: 1 },
      ...{ events_7: 4, events_28: 6, pages_28: 5 },
    });
  });

  test('of a product that was never heard of is not known, and so is a silence that nothing began', () => {
    const told = valuesOf({ engagements: { 'email.out': { '2026-05-29': 3 } } });
    expect(told).toMatchObject({ events_7: null, events_28: null, pages_28: null });
    expect(told).toMatchObject({ lead_age: null, quiet_days: null, reply_share: 0, mails_in_28: 0 });
  });

  test('counts our own mails as no sign of life', () => {
    const told = valuesOf({
      engagements: { 'email.in': { '2026-05-01': 1 }, 'email.out': { '2026-05-31': 1 } },
    });
    expect(told).toMatchObject({ quiet_days: 31, reply_share: 1 });
  });

  test('is nothing where the product was heard of but not lately', () => {
    expect(valuesOf({ events: { opened: { '2026-01-01': 5 } } })).toMatchObject({
      ...{ events_7: 0, events_28: 0, pages_28: 0, quiet_days: 151 },
    });
  });
});
