// What was: how the score last changed and why, how it moved over time, and what was done.
import { labelOf } from './reason';

const arrows = { up: '↑', down: '↓', flat: '→' };

/** A change of points as a tag: which way, by how much, against when. */
export function changeTag(words, points, comparedWith) {
  const way = points > 0 ? 'up' : points < 0 ? 'down' : 'flat';
  return { text: `${arrows[way]} ${words.signed(points)} ${comparedWith}`, className: `tag tag_${way}` };
}

/** Nothing where the score is the same or its last change is not told. */
export function changeView(words, now, score, change) {
  if (change === null || score === null || score === change.score) return null;
  const since = words.text('card.view.comparedWith', { when: words.when(change.at, now) });
  return {
    ...changeTag(words, score - change.score, since),
    why: whyOf(words, change, 'card.record.mainly'),
  };
}

/** By other weights or by the record, and by what of it; empty where nobody knows. */
export function whyOf(words, change, mainly) {
  const by = change.by.map((one) => `${labelOf(words, one)} ${words.signed(one.points)}`);
  const what = by.length === 0 ? '' : words.text(mainly, { what: words.list(by) });
  const learned = change.cause === 'weights' ? words.text('card.record.learned') : '';
  return [learned, what].filter((part) => part !== '').join(' ');
}

const width = 240;
const height = 48;

/** A line through the scores, once there are two to join; the last one is the one of now. */
export function trendView(words, trend) {
  if (trend.length < 2) return null;
  const [first, last] = [trend[0], trend[trend.length - 1]];
  const span = last.at.getTime() - first.at.getTime() || 1;
  const points = trend.map(({ at, score }) => [
    Math.round(((at.getTime() - first.at.getTime()) / span) * (width - 8)) + 4,
    Math.round((1 - score / 100) * (height - 8)) + 4,
  ]);
  const end = ({ at, score }) => `${words.day(at)}: ${words.number(score)}`;
  return {
    box: `0 0 ${width} ${height}`,
    line: points.map((point) => point.join(',')).join(' '),
    from: end(first),
    to: end(last),
    spoken: words.text('card.record.trend.spoken', {
      scores: words.list(trend.map(({ score }) => words.number(score))),
    }),
  };
}

/** What was done, newest first, in the record's own terms. */
export function deedsOf(words, now, did) {
  return did.map(({ code, at, params }, place) => {
    const own = `card.record.did.${code}`;
    const what = words.textOr(`card.view.outcome.${params.what}`, String(params.what ?? ''));
    const key = words.has(own) ? own : `card.view.did.${code}`;
    return {
      key: String(place),
      what: words.has(key) ? words.text(key, { who: words.text('slack.somebody'), ...params, what }) : code,
      when: words.when(at, now),
    };
  });
}
