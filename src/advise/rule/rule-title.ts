// The title of a rule: the house's own in the reader's language, a tenant's as somebody wrote it.
import { isTextKey, type Locale, text } from '#texts/texts.ts';
import type { Rule } from './rule.ts';

export function ruleTitle(
  locale: Locale,
  { id, title, version }: Pick<Rule, 'id' | 'title' | 'version'>,
): string {
  const key = `rule.house.${id}`;
  return version === 0 && isTextKey(key) ? text(locale, key) : title;
}
