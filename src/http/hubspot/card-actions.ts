// The card's last actions: what Revloop did with the record, and what people answered.
import { type Locale, text } from '#texts/texts.ts';
import type { CardStory } from './card-story.ts';
import type { CardView } from './card-view.ts';
import { ago, textOr } from './card-words.ts';

type LastAction = Extract<CardView, { state: 'ready' }>['lastActions'][number];
type Done = CardStory['actions'][number];

export function actionsOf(locale: Locale, { actions, outcomes }: CardStory, now: Date): LastAction[] {
  const done = actions.map((action) => ({
    id: `action-${action.id}`,
    at: action.doneAt ?? action.createdAt,
    what: whatOf(locale, action),
  }));
  const said = outcomes.map((outcome) => ({
    id: `outcome-${outcome.id}`,
    at: outcome.at,
    what: text(locale, outcome.by === null ? 'card.view.did.outcome' : 'card.view.did.answer', {
      who: outcome.by ?? '',
      what: textOr(locale, `card.view.outcome.${outcome.kind}`, outcome.kind),
    }),
  }));
  return [...done, ...said]
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, 6)
    .map(({ id, at, what }) => ({ id, what, when: ago(locale, at, now), at: at.toISOString() }));
}

function whatOf(locale: Locale, action: Done): string {
  if (action.kind === 'crm.task') {
    return text(locale, 'card.view.did.task', { subject: action.payload.subject });
  }
  if (action.kind === 'chat.alert') return text(locale, 'card.view.did.alert');
  if (action.kind === 'chat.forget') return text(locale, 'card.view.did.forget');
  if (action.kind === 'chat.say') return text(locale, 'card.view.did.say');
  if (action.kind === 'web.hook') return text(locale, 'card.view.did.hook');
  const { properties } = action.payload;
  const score = properties['revloop_lead_score'] ?? properties['revloop_health_score'];
  return score === undefined
    ? text(locale, 'card.view.did.fields', { count: Object.keys(properties).length })
    : text(locale, 'card.view.did.score', { score });
}
