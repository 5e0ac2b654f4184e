// What the card says of why a customer may leave: what is usual, what raises the probability most, how sure that is, and what moved it.
import type { Foretold } from '#analyze/finding.ts';
import { churnMovedText } from '#texts/moved-text.ts';
import { percent } from '#texts/percent.ts';
import { reasonText } from '#texts/reason-text.ts';
import { type Locale, text } from '#texts/texts.ts';
import { ago, confidenceOf } from './card-words.ts';

/** So many are read at a glance. */
const mostReasons = 2;

/** Where nobody can tell yet who leaves: what is usual, and how much is missing. */
export function notYetTold(locale: Locale, { usual, history }: Foretold): string {
  const { closed, won, needed } = history;
  return text(locale, needed > 0 ? 'card.view.churn.little' : 'card.view.churn.plain', {
    ...{ closed, won, needed, usual: percent(locale, usual) },
  });
}

export function whyItLeaves(locale: Locale, churn: Foretold, now: Date): string {
  const { usual, reasons, confidence, doubts } = churn;
  const raising = reasons.filter(({ points }) => points > 0).slice(0, mostReasons);
  const list = new Intl.ListFormat(locale).format(raising.map((one) => reasonText(locale, one).line));
  const why = text(locale, raising.length === 0 ? 'card.view.churn.calm' : 'card.view.churn.why', {
    usual: percent(locale, usual),
    reasons: list,
    sure: confidenceOf(locale, confidence, doubts).label,
  });
  return [why, ...churnMovedText(locale, churn, (at) => ago(locale, at, now))].join(' ');
}
