// POST /hubspot/card: a person answers the card's advice, or says how a customer stands.
import { fail } from '#errors.ts';
import { json } from '#http/reply.ts';
import { jsonOf, parsed, type Route } from '#http/route.ts';
import { text, toLocale } from '#texts/texts.ts';
import { cardOf } from './card.ts';
import { cardKinds } from './card-story.ts';
import { CardAnswered, CardBody, CardQuery } from './card-view.ts';
import { hearWord } from './card-word.ts';
import { signedQuery } from './signed.ts';

export const hubspotCardAnswer: Route = {
  method: 'post',
  path: '/hubspot/card',
  async handle(deps, request) {
    const now = deps.clock.now();
    const query = signedQuery(deps, request, CardQuery, now);
    const body = parsed(CardBody, jsonOf(request.body), 'body');
    const connection = await deps.store.doors.connection('hubspot', query.portalId);
    if (connection === null) return fail('NOT_FOUND', { what: 'such record' });
    const { kind } = cardKinds[query.objectTypeId];
    const subject = await deps.store.asTenant(connection.tenant, async (rows) =>
      (await rows.subjects.find(connection.id, kind, [query.objectId])).get(query.objectId),
    );
    if (subject === undefined) return fail('NOT_FOUND', { what: 'such record' });
    const locale = toLocale(query.locale);
    const who = query.userEmail ?? query.userId;
    if (!('adviceId' in body)) {
      const heard = await hearWord(deps, { tenant: connection.tenant, subject, who }, body, locale);
      return json(CardAnswered.parse({ ...heard, view: await cardOf(deps, query, now) }));
    }
    const { adviceId, answer, reason } = body;
    if (!/^[0-9a-f-]{36}$/i.test(adviceId)) return fail('NOT_FOUND', { what: 'such advice' });
    const answered = await deps.answer({
      tenant: connection.tenant,
      advice: adviceId,
      subject,
      kind: answer,
      via: 'card',
      by: who,
      note: reason ?? null,
      snoozeDays: null,
      // HubSpot repeats a request after a failure: the same person's same answer is one outcome.
      key: `card:${adviceId}:${answer}:${query.userId}`,
    });
    if (answered.result === 'unknown') return fail('NOT_FOUND', { what: 'such advice' });
    const late = answered.result === 'closed' && answered.advice.state !== answer;
    const confirmation = text(locale, late ? 'card.view.closed' : `card.view.confirm.${answer}`);
    return json(CardAnswered.parse({ confirmation, view: await cardOf(deps, query, now) }));
  },
};
