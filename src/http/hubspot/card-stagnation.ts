// What the card says of a customer that has stopped trying anything new: one notice, in a sentence or two.
import type { Finding } from '#analyze/finding.ts';
import { reasonText } from '#texts/reason-text.ts';
import { type Locale, text } from '#texts/texts.ts';
import type { CardView } from './card-view.ts';

type Notice = Extract<CardView, { state: 'ready' }>['notice'];

/** Null while the customer tries things, and where nothing is known of that. */
export function stagnationNotice(locale: Locale, finding: Finding | null): Notice {
  if (finding === null || finding.band !== 'stalled') return null;
  const said = (code: string) => {
    const reason = finding.reasons.find((one) => one.code.startsWith(code));
    return reason === undefined ? null : reasonText(locale, reason);
  };
  const [days, use, last] = [said('stagnation_days'), said('stagnation_use'), said('stagnation_last')];
  const what =
    days === null
      ? text(locale, 'card.view.stagnation.complete', {
          ...{ now: use?.value ?? '', usual: use?.usual ?? '', days: windowOf(finding) },
        })
      : text(locale, 'card.view.stagnation.text', {
          ...{ days: days.value, usual: days.usual || days.value, feature: last?.value ?? '' },
        });
  return {
    title: text(locale, 'card.view.stagnation.title'),
    text: `${what} ${howSure(locale, finding)}`.trim(),
  };
}

function howSure(locale: Locale, finding: Finding): string {
  const one = (code: string) => finding.reasons.find((reason) => reason.code === code)?.value ?? null;
  const [left, seen, limit] = [one('stagnation_left'), one('stagnation_like'), one('stagnation_limit')];
  if (finding.basis === 'prior')
    return limit === null ? '' : text(locale, 'card.view.stagnation.preset', { limit });
  return seen === null || left === null ? '' : text(locale, 'card.view.stagnation.like', { seen, left });
}

function windowOf({ reasons }: Finding): string {
  return (
    reasons
      .find(({ code }) => code.startsWith('stagnation_use_'))
      ?.code.split('_')
      .at(-1) ?? ''
  );
}
