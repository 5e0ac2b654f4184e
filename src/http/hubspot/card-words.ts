// How the card says numbers, ages and reasons, in the person's language.

import type { Reason } from '#analyze/finding.ts';
import { changeableFirst } from '#texts/reason-order.ts';
import { reasonText } from '#texts/reason-text.ts';
import { isTextKey, type Locale, type TextKey, text } from '#texts/texts.ts';
import type { CardView, Tone } from './card-view.ts';

type Scored = Extract<CardView, { state: 'ready' }>;
type CardReason = Scored['reasons']['for'][number];

const units = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `3 days ago`; younger than a minute is just now. */
export function ago(locale: Locale, at: Date, now: Date): string {
  const ms = now.getTime() - at.getTime();
  const unit = units.find(([, length]) => ms >= length);
  if (unit === undefined) return text(locale, 'card.view.justNow');
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-Math.floor(ms / unit[1]), unit[0]);
}

export function signed(locale: Locale, points: number): string {
  return new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 0 }).format(
    points,
  );
}

/** The text of a key that is put together; `fallback` where the catalogue does not have it. */
export function textOr(locale: Locale, key: string, fallback: string): string {
  return isTextKey(key) ? text(locale, key) : fallback;
}

const tones: Readonly<Record<string, Tone>> = {
  A: 'success',
  B: 'info',
  C: 'warning',
  D: 'default',
  healthy: 'success',
  watch: 'warning',
  at_risk: 'danger',
  likely: 'success',
  even: 'info',
  unlikely: 'warning',
};

export function bandOf(locale: Locale, band: string | null): Scored['score']['band'] {
  const code = band ?? 'none';
  return { code, label: textOr(locale, `card.view.band.${code}`, code), tone: tones[code] ?? 'default' };
}

/** Five of each side, what can be changed first, then the strongest; points are of 100. */
export function reasonsOf(locale: Locale, reasons: readonly Reason[], now: Date): Scored['reasons'] {
  const strongest = [...reasons].sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  const all = changeableFirst(strongest).map((reason): CardReason => {
    const words = reasonText(locale, reason);
    return {
      label: words.label,
      value: words.value,
      usual: words.usual === '' ? null : text(locale, 'card.record.usual', { usual: words.usual }),
      direction: reason.points >= 0 ? 'for' : 'against',
      points: Math.round(reason.points * 10) / 10,
      source: textOr(locale, `card.view.source.${reason.source}`, reason.source),
      date: reason.asOf === null ? null : ago(locale, new Date(reason.asOf), now),
      hint: reason.changeable === true ? text(locale, 'card.record.changeable') : null,
    };
  });
  return {
    for: all.filter(({ direction }) => direction === 'for').slice(0, 5),
    against: all.filter(({ direction }) => direction === 'against').slice(0, 5),
  };
}

export function confidenceOf(
  locale: Locale,
  confidence: number,
  doubts: readonly string[],
): Scored['confidence'] {
  const level = confidence >= 0.7 ? 'high' : confidence >= 0.4 ? 'medium' : 'low';
  const key: Record<typeof level, { label: TextKey; tone: Tone }> = {
    high: { label: 'card.view.sure.high', tone: 'success' },
    medium: { label: 'card.view.sure.medium', tone: 'info' },
    low: { label: 'card.view.sure.low', tone: 'warning' },
  };
  const why = new Intl.ListFormat(locale).format(
    doubts.map((doubt) => textOr(locale, `confidence.${doubt}`, doubt)),
  );
  return {
    value: confidence,
    label: text(locale, key[level].label),
    tone: key[level].tone,
    why: why === '' ? text(locale, 'card.view.noDoubt') : text(locale, 'card.view.doubt', { why }),
  };
}
