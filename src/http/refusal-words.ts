// A refusal in the reader's language: what was refused and what to do now, with all that it names.
import type { RevloopError } from '#errors.ts';
import { isTextKey, type Locale, text } from '#texts/texts.ts';

/** The catalogue's sentences, in the reader's language where there is a translation. */
export function refusalWords(locale: Locale, error: RevloopError): { says: string; now: string } {
  const params = Object.fromEntries(
    Object.entries(error.params).map(([name, param]) => [
      name,
      typeof param === 'object' ? param[locale] : name === 'what' ? whatText(locale, String(param)) : param,
    ]),
  );
  const [says, now] = [`refusal.${error.code}.says`, `refusal.${error.code}.now`];
  return {
    says: locale !== 'en' && isTextKey(says) ? text(locale, says, params) : error.message,
    now: locale !== 'en' && isTextKey(now) ? text(locale, now, params) : error.now,
  };
}

/** What is not there is named in English where it was looked for. */
function whatText(locale: Locale, what: string): string {
  const key = `refusal.what.${what.replaceAll(' ', '_')}`;
  return isTextKey(key) ? text(locale, key) : what;
}
