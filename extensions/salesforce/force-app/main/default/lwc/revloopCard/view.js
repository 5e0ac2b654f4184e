// Lays out what the card shows: from what the record tells to words in the reader's language.

import { churnOf, wordOf } from './customer';
import { changeTag, changeView, deedsOf, trendView } from './past';
import { reasonView } from './reason';

const staleMs = 14 * 86_400_000;
const mostReasons = 5;
/** So many that can be changed may stand before stronger ones. */
const mostFirst = 2;
/** Points; what moves it by less does not stand before what does. */
const leastFirst = 0.5;

const tones = {
  A: 'success',
  B: 'info',
  C: 'warning',
  D: 'neutral',
  healthy: 'success',
  watch: 'warning',
  at_risk: 'danger',
  likely: 'success',
  even: 'info',
  unlikely: 'warning',
};

/** Of a record with a score. `told` is what its explanation says; null where there is none that can be read. */
export function viewOf({ words, now, object }, values, told) {
  const known = {
    score: told?.score ?? values.score ?? null,
    band: told?.band ?? values.band ?? null,
    probability: told?.probability ?? values.probability ?? null,
    confidence: told?.confidence ?? values.confidence ?? null,
    dataAsOf: told?.dataAsOf ?? dateOf(values.dataAsOf),
    scoredAt: told?.scoredAt ?? dateOf(values.scoredAt),
  };
  const score = scoreOf(words, object, known, told);
  return {
    score,
    change: changeView(words, now, score.value, told?.change ?? null),
    probability: probabilityOf(words, object, known, told),
    churn: churnOf(words, now, known.probability, told?.churn ?? null),
    expected: expectedOf(words, told),
    confidence: confidenceOf(words, known.confidence, told?.doubts ?? null),
    age: ageOf(words, now, known, told),
    parts: (told?.parts ?? []).map((part) => partOf(words, part)),
    sides: told === null ? writtenSides(words, values) : sidesOf(words, now, score, told.reasons),
    step: told === null ? writtenStep(values) : stepOf(words, now, told.next),
    trend: trendView(words, told?.trend ?? []),
    deeds: deedsOf(words, now, told?.did ?? []),
    link: told?.link ?? null,
    // Whoever cannot be told from which word the person saw, cannot replace it.
    word:
      object === 'Account' && told !== null
        ? { id: told.word?.id ?? '', reason: told.word?.reason ?? '', said: told.word !== null }
        : null,
  };
}

function scoreOf(words, object, known, told) {
  const isDeal = object === 'Opportunity';
  const share = isDeal ? known.probability : null;
  const value = known.score ?? (share === null ? null : Math.round(share * 100));
  const labels = { Account: 'common.health', Opportunity: 'card.record.win' };
  return {
    label: words.text(labels[object] ?? 'common.leadScore'),
    value,
    shown: share === null ? words.number(value ?? 0) : words.percent(share),
    tone: tones[known.band] ?? 'neutral',
    band: known.band === null ? '' : words.textOr(`card.view.band.${known.band}`, known.band),
    headline:
      isDeal && known.band === null
        ? ''
        : (wordOf(words, known.band, told?.word ?? null) ?? headlineOf(words, known.band, told)),
  };
}

/** Who is won or lost needs no urging, and neither does a strong lead while there is nothing to do. */
function headlineOf(words, band, told) {
  if (told?.standing) return words.textOr(`card.view.headline.${told.standing}`, '');
  const key = `card.view.headline.${band ?? 'none'}`;
  const urged = told === null || told.next?.answerable === true;
  return words.textOr(urged ? key : `${key}.calm`, words.textOr(key, ''));
}

function probabilityOf(words, object, { probability }, told) {
  if (probability === null) return null;
  const [low, high] = (told?.interval ?? []).map((share) => words.percent(share));
  const interval = low === undefined ? '' : words.text('card.view.interval', { low, high });
  // The ring of a deal shows the share itself: only how exact it is remains to be said.
  if (object === 'Opportunity' && interval === '') return null;
  const labels = { Account: 'card.view.leave', Opportunity: 'card.view.win' };
  return {
    label: words.text(labels[object] ?? 'card.view.convert'),
    text: words.percent(probability),
    interval,
  };
}

/** When a deal is won, if it is. */
function expectedOf(words, told) {
  if (!told?.expected) return null;
  const { likely, from, to, alike } = told.expected;
  return {
    label: words.text('card.view.expected'),
    text: words.text('card.view.expected.likely', { date: words.day(likely) }),
    span: words.text('card.view.expected.span', {
      from: words.day(from),
      to: words.day(to),
      alike: words.number(alike),
    }),
  };
}

function confidenceOf(words, confidence, doubts) {
  if (confidence === null) return null;
  const level = confidence >= 0.7 ? 'high' : confidence >= 0.4 ? 'medium' : 'low';
  return {
    label: words.text(`card.view.sure.${level}`),
    share: words.percent(confidence),
    why: doubts === null ? '' : whyNotSurer(words, doubts),
  };
}

function whyNotSurer(words, doubts) {
  const why = words.list(doubts.map((doubt) => words.textOr(`confidence.${doubt}`, doubt)));
  return why === '' ? words.text('card.view.noDoubt') : words.text('card.view.doubt', { why });
}

function ageOf(words, now, { dataAsOf, scoredAt }, told) {
  const newest = dataAsOf ?? scoredAt;
  const old = newest !== null && now.getTime() - newest.getTime() > staleMs;
  const key = old ? 'card.record.stale' : 'card.view.dataAge';
  return {
    stale: old || (told?.doubts ?? []).includes('stale'),
    data: newest === null ? '' : words.text(key, { when: words.when(newest, now) }),
    scored: scoredAt === null ? '' : words.text('card.record.scored', { when: words.when(scoredAt, now) }),
  };
}

function dateOf(value) {
  const at = new Date(value ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}

function partOf(words, { code, value, weight, trend }) {
  const tone = value >= 70 ? 'success' : value >= 40 ? 'warning' : 'danger';
  const moved = trend === null ? 0 : Math.round(trend);
  return {
    key: code,
    label: words.textOr(`card.view.part.${code}`, code),
    value: Math.round(value),
    shown: words.number(Math.round(value)),
    bar: `width: ${Math.round(value)}%`,
    className: `fill fill_${tone}`,
    detail: weight === null ? '' : words.text('card.view.part.weight', { share: words.percent(weight) }),
    change: moved === 0 ? null : changeTag(words, moved, words.text('card.view.than28')),
  };
}

function changeableFirst(reasons) {
  const counts = ({ changeable, points }) => changeable && Math.abs(points) >= leastFirst;
  const first = reasons.filter(counts).slice(0, mostFirst);
  return [...first, ...reasons.filter((one) => !first.includes(one))];
}

/** The side that explains the band comes first. */
function sidesOf(words, now, { tone }, reasons) {
  const strongest = changeableFirst(
    [...reasons].sort((one, other) => Math.abs(other.points) - Math.abs(one.points)),
  );
  const side = (key, picked) => ({
    key,
    title: words.text(key === 'for' ? 'card.client.reasonsFor' : 'card.client.reasonsAgainst'),
    none:
      picked.length > 0 ? '' : words.text(key === 'for' ? 'card.client.noneFor' : 'card.client.noneAgainst'),
    reasons: picked.slice(0, mostReasons).map((reason, place) => reasonView(words, reason, place, now)),
  });
  const inFavor = side(
    'for',
    strongest.filter(({ points }) => points >= 0),
  );
  const against = side(
    'against',
    strongest.filter(({ points }) => points < 0),
  );
  return ['danger', 'warning'].includes(tone) ? [against, inFavor] : [inFavor, against];
}

/** Without an explanation: the lines of the field, which are in the language of the company. */
function writtenSides(words, { reasons }) {
  const lines = (reasons ?? '').split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return [];
  const list = lines.map((line, place) => ({ key: String(place), label: line, points: '' }));
  return [{ key: 'written', title: words.text('card.record.reasons'), none: '', reasons: list }];
}

function adviceText(words, { code, params }, part, otherwise) {
  const key = `advice.${code}.${part}`;
  return words.has(key) ? words.text(key, params) : otherwise;
}

function stepOf(words, now, next) {
  if (next === null) return null;
  const who = next.by ?? words.text('slack.somebody');
  const answered = `card.view.answered.${next.state}`;
  return {
    adviceId: next.id,
    title: next.words?.title[words.locale] ?? adviceText(words, next, 'title', next.code),
    why: next.words?.why[words.locale] ?? adviceText(words, next, 'why', ''),
    confidence:
      next.confidence === null
        ? ''
        : words.text('card.view.confidence', { share: words.percent(next.confidence) }),
    due: next.due === null ? '' : words.text('card.record.due', { when: words.when(next.due, now) }),
    overdue: next.due !== null && next.due.getTime() < now.getTime(),
    state: next.state,
    answered: words.has(answered) ? words.text(answered, { who }) : '',
    answerable: next.answerable,
  };
}

function writtenStep({ nextAction }) {
  return nextAction ? { adviceId: '', title: nextAction, state: '', answered: '', answerable: false } : null;
}
