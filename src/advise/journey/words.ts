// Words of a journey or template as people read them, in both languages; `{name}` stands for the customer.
import { z } from 'zod';
import type { Locale } from '#texts/texts.ts';

const mostText = 2_000;
const sentence = z.string().trim().min(1).max(mostText);

export const words = z.strictObject({ en: sentence, 'zh-CN': sentence });
export type Words = z.infer<typeof words>;

/** The words in one language, with the customer's name in its place. */
export function wordsFor(all: Words, locale: Locale, name: string): string {
  return all[locale].replaceAll('{name}', name);
}
