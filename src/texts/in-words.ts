// A sentence of the catalogue in both languages at once, for what does not know who will read it.
import { type Locale, type TextKey, text } from './texts.ts';

export type InWords = { readonly en: string; readonly 'zh-CN': string };

/** A part of a sentence: as it is in every language, or in the words of each. */
type Part = string | number | InWords;

export function inWords(key: TextKey, parts: Readonly<Record<string, Part>> = {}): InWords {
  const say = (locale: Locale) =>
    text(
      locale,
      key,
      Object.fromEntries(
        Object.entries(parts).map(([name, part]) => [name, typeof part === 'object' ? part[locale] : part]),
      ),
    );
  return { en: say('en'), 'zh-CN': say('zh-CN') };
}

/** Several, one after the other, with commas between them. */
export function listed(all: readonly InWords[]): InWords {
  const say = (locale: Locale) => all.map((one) => one[locale]).join(text(locale, 'rule.comma'));
  return { en: say('en'), 'zh-CN': say('zh-CN') };
}
