// The card's own shapes equal the server's, so that neither side can change alone.
import { expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type * as Card from '#cards/card-view.ts';
import { type CardAnswered, CardQuery, CardView } from '#http/hubspot/card-view.ts';
import type { SettingsView } from '#http/hubspot/settings-view.ts';
import { aCompanyView } from '#kit/company-card.ts';
import { aContactView, aLittleHistoryView, anEmptyView, anErrorView } from '#kit/contact-card.ts';
import type * as Settings from '#settings/settings-view.ts';
import { locales } from '#texts/texts.ts';

test('the shapes the card reads are exactly those the server promises', () => {
  expectTypeOf<z.infer<typeof CardView>>().toExtend<Card.CardView>();
  expectTypeOf<Card.CardView>().toExtend<z.infer<typeof CardView>>();
  expectTypeOf<z.infer<typeof CardAnswered>>().toExtend<Card.CardAnswered>();
  expectTypeOf<Card.CardAnswered>().toExtend<z.infer<typeof CardAnswered>>();
  expectTypeOf<z.infer<typeof SettingsView>>().toExtend<Settings.SettingsView>();
  expectTypeOf<Settings.SettingsView>().toExtend<z.infer<typeof SettingsView>>();
});

test.each(locales)('every view the tests draw is one the server may send (%s)', (locale) => {
  for (const view of [
    aContactView(locale),
    aCompanyView(locale),
    aLittleHistoryView(locale),
    anEmptyView(locale),
    anErrorView(locale),
  ]) {
    expect(CardView.parse(view)).toEqual(view);
  }
});

test('refuses a score that HubSpot could not draw, and a record without a card', () => {
  const view = aContactView('en');
  expect(CardView.safeParse({ ...view, score: { ...view.score, value: 101 } }).success).toBe(false);
  const query = { portalId: '1', userId: '2', appId: '3', objectTypeId: '0-5', objectId: '4' };
  expect(CardQuery.safeParse(query).success).toBe(false);
  expect(CardQuery.safeParse({ ...query, objectTypeId: '0-2' }).success).toBe(true);
});
