// GET /hubspot/card: what Revloop knows of a record, for the card in HubSpot.
import { isRevloopError } from '#errors.ts';
import type { HttpDeps } from '#http/deps.ts';
import { json } from '#http/reply.ts';
import type { Route } from '#http/route.ts';
import { toLocale } from '#texts/texts.ts';
import { scoredCard, unscoredCard } from './card-build.ts';
import { cardKinds, cardStory } from './card-story.ts';
import { CardQuery, CardView } from './card-view.ts';
import { signedQuery } from './signed.ts';

export const hubspotCard: Route = {
  method: 'get',
  path: '/hubspot/card',
  async handle(deps, request) {
    const now = deps.clock.now();
    const query = signedQuery(deps, request, CardQuery, now);
    return json(CardView.parse(await cardOf(deps, query, now)));
  },
};

/** The card of the portal's record. Errors: NOT_FOUND when it is not a record of that portal. */
export async function cardOf(deps: HttpDeps, query: CardQuery, now: Date): Promise<CardView> {
  const card = cardKinds[query.objectTypeId];
  const place = {
    locale: toLocale(query.locale),
    now,
    publicUrl: deps.config.publicUrl,
    query,
    card,
  };
  const connection = await deps.store.doors.connection('hubspot', query.portalId);
  if (connection === null) {
    return unscoredCard(place, 'error', null, {
      title: 'card.view.unknown.title',
      text: 'card.view.unknown.text',
    });
  }
  if (connection.state !== 'active') {
    return unscoredCard(place, 'error', null, {
      title: 'card.view.paused.title',
      text: `card.view.paused.${connection.state}`,
    });
  }
  try {
    const story = await cardStory(deps, connection, query, now);
    if (story !== null) return scoredCard(place, story);
  } catch (error) {
    if (!isRevloopError(error) || !error.code.startsWith('CRM_')) throw error;
    deps.log.warn({ connection: connection.id, code: error.code }, 'a record could not be looked for');
    return unscoredCard(place, 'error', null, {
      title: 'card.view.busy.title',
      text: 'card.view.busy.text',
    });
  }
  return unscoredCard(place, 'empty', null, {
    title: 'card.view.empty.title',
    text: 'card.view.empty.soon',
  });
}
