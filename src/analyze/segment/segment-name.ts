// The name of a segment: the words that set it apart, in the reader's language.
import { type Locale, text } from '#texts/texts.ts';
import type { Segment, SegmentWord } from './segment.ts';

export function segmentName(locale: Locale, { words }: Pick<Segment, 'words'>): string {
  if (words.length === 0) return text(locale, 'segment.middle');
  const name = words.map((word) => wordText(locale, word)).join(text(locale, 'segment.comma'));
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function wordText(locale: Locale, { behaviour, high }: SegmentWord): string {
  return text(locale, `segment.word.${behaviour}.${high ? 'high' : 'low'}`);
}
