// Which of its states a card is in: nothing may be seen, nothing is known yet, or a score, with what limits it.
import { viewOf } from './view';

const notices = {
  hidden: ['card.record.hidden.title', 'card.record.hidden.text'],
  partly: ['card.record.partly.title', 'card.record.partly.text'],
  newer: ['card.record.newer.title', 'card.record.newer.text'],
  broken: ['card.record.broken.title', 'card.record.broken.text'],
  soon: ['card.view.empty.title', 'card.view.empty.soon'],
};

/** What the card draws of a story: `empty` with a notice, or `shown` with a view and at most one notice. */
export function screenOf(place, story) {
  const { words } = place;
  if (story.visible === 'nothing') return { state: 'empty', notice: notice(words, 'hidden') };
  if (story.told?.state === 'not_scored') return notScored(words, story.told);
  if (story.blank) return { state: 'empty', notice: notice(words, 'soon') };
  const view = viewOf(place, story.values, story.told);
  if (view.score.value === null) return notScored(words, { why: 'nothing_known' });
  return { state: 'shown', view, notice: limitOf(words, story) };
}

function notScored(words, { why }) {
  const text = words.textOr(`card.record.notScored.${why}`, words.text('card.view.empty.nothing'));
  return { state: 'empty', notice: { title: words.text('card.record.notScored.title'), text } };
}

/** What a person must know before they trust what they see. */
function limitOf(words, { state, told, visible }) {
  if (state === 'newer' || state === 'broken') return notice(words, state);
  if (told?.state === 'little_history') return littleHistory(words, told);
  return visible === 'some' ? notice(words, 'partly') : null;
}

function littleHistory(words, { kind, history }) {
  const { closed, won, needed } = history ?? { closed: 0, won: 0, needed: 0 };
  const plain = kind === 'deal_score' ? 'card.view.little.deal' : 'card.view.little';
  const enough = kind === 'deal_score' ? plain : `${plain}.text`;
  const key = needed > 0 ? enough : `${plain}.plain`;
  const text = words.text(key, {
    closed: words.number(closed),
    won: words.number(won),
    needed: words.number(needed),
  });
  return { title: words.text('card.view.little.title'), text };
}

function notice(words, name) {
  const [title, text] = notices[name];
  return { title: words.text(title), text: words.text(text) };
}
