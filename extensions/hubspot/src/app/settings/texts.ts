// The words the settings page needs before, or without, an answer of the server; `npm run assemble` writes them.
import catalogues from './texts.json';

export type Texts = typeof catalogues.en;

/** The page's words for a BCP 47 tag such as `en-gb` or `zh-cn`; English when the language is not ours. */
export function textsFor(locale: string | undefined): Texts {
  return locale?.toLowerCase().startsWith('zh') ? catalogues['zh-CN'] : catalogues.en;
}
