// A reason in words: its label, its value and what is usual, each in the reader's language and not yet escaped.
import type { Reason } from '#analyze/finding.ts';
import { segmentOfCode } from '#analyze/segment/segment-name.ts';
import { fieldText } from './field-text.ts';
import { isTextKey, type Locale, text } from './texts.ts';

export type ReasonText = {
  readonly label: string;
  readonly value: string;
  /** Empty when nothing is known of what is usual. */
  readonly usual: string;
  /** The whole in one line. */
  readonly line: string;
};

export function reasonText(locale: Locale, reason: Reason): ReasonText {
  const label = reasonLabel(locale, reason);
  const value = valueText(locale, reason, reason.value) || text(locale, 'reason.unknown');
  const usual = reason.usual === reason.value ? '' : valueText(locale, reason, reason.usual);
  const line =
    usual === ''
      ? text(locale, 'reason.line', { label, value })
      : text(locale, 'reason.line.usual', { label, value, usual });
  return { label, value, usual, line };
}

/** The catalogue's own words where it has some; else the CRM's label of the property. */
export function reasonLabel(
  locale: Locale,
  { code, feature, label }: Pick<Reason, 'code' | 'feature' | 'label'>,
): string {
  if (code === 'field') return fieldText(locale, feature);
  const key = `reason.${code === 'property' ? feature : code}`;
  if (isTextKey(key)) return text(locale, key);
  return label === '' ? feature : label;
}

function valueText(locale: Locale, { code, feature }: Reason, value: Reason['value']): string {
  if (value === null || value === '') return '';
  if (typeof value === 'number')
    return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
  const key = `reason.value.${feature}.${value}`;
  if (isTextKey(key)) return text(locale, key);
  const found =
    code === 'field' && !feature.startsWith('property:') ? foundText(locale, feature, value) : null;
  if (found !== null) return found;
  return /^-?\d+(\.\d+)?$/.test(value) && Math.abs(Number(value)) < 1e6
    ? new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(Number(value))
    : value;
}

/** What a condition found that is no word of the customer's own: yes and no, segments, bands, days of the week. */
function foundText(locale: Locale, feature: string, value: string): string | null {
  if (feature === 'segment') return segmentOfCode(locale, value);
  if (value === 'true' || value === 'false') return text(locale, value === 'true' ? 'rule.yes' : 'rule.no');
  const key = `field.choice.${value}`;
  return isTextKey(key) ? text(locale, key) : null;
}
