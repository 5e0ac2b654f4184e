// The name of a segment: the words that set it apart, in the reader's language.
import { type Locale, text } from '#texts/texts.ts';
import { behaviours, type Segment, type SegmentWord } from './segment.ts';

export function segmentName(locale: Locale, { words }: Pick<Segment, 'words'>): string {
  if (words.length === 0) return text(locale, 'segment.middle');
  const name = words.map((word) => wordText(locale, word)).join(text(locale, 'segment.comma'));
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function wordText(locale: Locale, { behaviour, high }: SegmentWord): string {
  return text(locale, `segment.word.${behaviour}.${high ? 'high' : 'low'}`);
}

/** The words of a name as one code, for what is kept before anybody knows who reads it: `users.high days.low`. */
export function segmentCode({ words }: Pick<Segment, 'words'>): string {
  return words.map(({ behaviour, high }) => `${behaviour}.${high ? 'high' : 'low'}`).join(' ') || 'middle';
}

/** The name that a code was made of; null where it is none. */
export function segmentOfCode(locale: Locale, code: string): string | null {
  if (code === 'middle') return segmentName(locale, { words: [] });
  const words = code.split(' ').flatMap((part) => {
    const behaviour = behaviours.find((one) => part === `${one}.high` || part === `${one}.low`);
    return behaviour === undefined ? [] : [{ behaviour, high: part.endsWith('.high') }];
  });
  return words.length === code.split(' ').length ? segmentName(locale, { words }) : null;
}
