// What moved a score when it last moved, in words: the record and what of it, or other weights and what they weigh otherwise.
import type { Finding, Foretold } from '#analyze/finding.ts';
import { percent } from './percent.ts';
import { reasonLabel } from './reason-text.ts';
import { isTextKey, type Locale, type TextKey, text } from './texts.ts';

/** Of an index its strongest part with the signal behind it, of a score what moved it most; none where nobody knows. */
export function movedText(locale: Locale, finding: Pick<Finding, 'kind' | 'moved' | 'because'>): string[] {
  return finding.kind === 'health' ? ofIndex(locale, finding) : ofScore(locale, finding);
}

/** Of the probability that a customer leaves what it was too; none where it did not move, or by nothing that can be named. */
export function churnMovedText(
  locale: Locale,
  { before, because }: Pick<Foretold, 'before' | 'because'>,
  when: (at: Date) => string,
): string[] {
  const why = ofScore(locale, { because }, 'card.view.churn.mainly');
  if (before === undefined || why.length === 0) return [];
  const was = { before: percent(locale, before.probability), when: when(new Date(before.at)) };
  return [text(locale, 'card.view.churn.before', was), ...why];
}

function ofScore(
  locale: Locale,
  { because }: Pick<Finding, 'because'>,
  mainly: TextKey = 'card.record.mainly',
): string[] {
  if (because === undefined) return [];
  const { cause, by } = because;
  const points = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 0 });
  const named = by.map((one) => `${reasonLabel(locale, one)} ${points.format(one.points)}`);
  const what = new Intl.ListFormat(locale).format(named);
  return [
    ...(cause === 'weights' ? [text(locale, 'card.record.learned')] : []),
    ...(by.length === 0 ? [] : [text(locale, mainly, { what })]),
  ];
}

function ofIndex(locale: Locale, { moved, because }: Pick<Finding, 'moved' | 'because'>): string[] {
  if (because?.cause === 'weights') return [text(locale, 'card.view.weighed')];
  const [first] = moved ?? [];
  if (first === undefined) return [];
  const { part, from, to, signal } = first;
  const unknown = text(locale, 'reason.unknown');
  const move = text(locale, 'card.view.moved', {
    part: textOr(locale, `card.view.part.${part}`, part),
    from: from ?? unknown,
    to: to ?? unknown,
  });
  if (signal === null) return [move];
  const said = text(locale, 'card.view.moved.signal', {
    signal: textOr(locale, `reason.${signal.code}`, signal.code),
    from: signal.from ?? unknown,
    to: signal.to ?? unknown,
  });
  return [`${move} (${said})`];
}

function textOr(locale: Locale, key: string, fallback: string): string {
  return isTextKey(key) ? text(locale, key) : fallback;
}
