// The one catalogue of everything a user reads, in English and Simplified Chinese.
import en from './en.json' with { type: 'json' };
import zhCN from './zh-CN.json' with { type: 'json' };

export const locales = ['en', 'zh-CN'] as const;
export type Locale = (typeof locales)[number];
export type TextKey = keyof typeof en;
export type TextParams = Readonly<Record<string, string | number>>;

const catalogues: Readonly<Record<Locale, Readonly<Record<string, string>>>> = { en, 'zh-CN': zhCN };

/** The sentence of `key` in `locale`, with each `{name}` filled from `params`. */
export function text(locale: Locale, key: TextKey, params: TextParams = {}): string {
  const sentence = catalogues[locale][key] ?? en[key];
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** True when `key` is in the catalogue: for keys that are put together, such as `reason.${code}`. */
export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}

/** The whole catalogue of one locale, for the browser. */
export function catalogueOf(locale: Locale): Readonly<Record<string, string>> {
  return catalogues[locale];
}

/** The nearest locale of ours for a BCP 47 tag such as `zh-cn`, `zh_TW` or `en-GB`; English otherwise. */
export function toLocale(tag: string | undefined): Locale {
  return tag?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
