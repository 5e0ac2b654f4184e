// What the card says of a health index: what a person said instead of it, and what may be said.
import { type Finding, healthBands } from '#analyze/finding.ts';
import type { HealthOverride } from '#analyze/health-override.ts';
import { type Locale, text } from '#texts/texts.ts';
import type { CardView } from './card-view.ts';
import { textOr } from './card-words.ts';

const bandOf = (locale: Locale, band: string | null): string =>
  textOr(locale, `card.view.band.${band ?? 'none'}`, '–');

/** Who said it, why and until when, with what was computed; null where nobody did. */
export function wordText(locale: Locale, { override, band }: Finding): string | null {
  if (override === undefined) return null;
  const { who, reason, until, computed } = override;
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(until),
  );
  return text(locale, 'card.view.word', {
    ...{ who, reason, until: date, band: bandOf(locale, band) },
    ...{ score: computed.score ?? '–', was: bandOf(locale, computed.band) },
  });
}

/** What a person may say instead of the index, and the word that can be taken back. */
export function healthSay(
  locale: Locale,
  word: HealthOverride | null,
): Extract<CardView, { state: 'ready' }>['say'] {
  return {
    bands: healthBands.map((band) => ({ band, label: bandOf(locale, band) })),
    said: word?.id ?? null,
  };
}
