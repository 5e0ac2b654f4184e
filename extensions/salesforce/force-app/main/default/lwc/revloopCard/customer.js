// What is said of a customer beside its health: why it may leave, and what a person says instead of the index.
import { whyOf } from './past';
import { lineOf } from './reason';

/** What is usual, why it is other, and what moved it; empty where nothing is foretold and nothing is missing for it. */
export function churnOf(words, now, probability, churn) {
  if (churn === null) return '';
  const usual = words.percent(churn.usual);
  const { closed, won, needed } = churn.history;
  if (probability === null)
    return words.text(needed > 0 ? 'card.view.churn.little' : 'card.view.churn.plain', {
      ...{ usual, closed: words.number(closed), won: words.number(won), needed: words.number(needed) },
    });
  const level = churn.confidence >= 0.7 ? 'high' : churn.confidence >= 0.4 ? 'medium' : 'low';
  const why = words.text(churn.reasons.length === 0 ? 'card.view.churn.calm' : 'card.view.churn.why', {
    usual,
    reasons: words.list(churn.reasons.map((reason) => lineOf(words, reason))),
    sure: words.text(`card.view.sure.${level}`),
  });
  return [why, ...movedOf(words, now, churn.change)].join(' ');
}

/** Nothing where it did not move, or by nothing that can be named. */
function movedOf(words, now, change) {
  const why = change === null ? '' : whyOf(words, change, 'card.view.churn.mainly');
  if (why === '') return [];
  const was = { before: words.percent(change.probability), when: words.when(change.at, now) };
  return [words.text('card.view.churn.before', was), why];
}

/** Who said it, why and until when, with what was computed; null where nobody did. */
export function wordOf(words, band, word) {
  if (word === null) return null;
  const bandName = (code) => words.textOr(`card.view.band.${code ?? 'none'}`, '–');
  return words.text('card.view.word', {
    ...{ who: word.who, reason: word.reason, until: words.day(word.until), band: bandName(band) },
    ...{ score: word.score === null ? '–' : words.number(word.score), was: bandName(word.band) },
  });
}
