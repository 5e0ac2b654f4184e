// GET /api/subjects/:id: everything that is known of one person or company, and why we say what we say.
import { fail } from '#errors.ts';
import type { HttpDeps } from '#http/deps.ts';
import { apiRoute, none } from '#http/route.ts';
import type { SubjectStory } from '#ports/reports.ts';
import type { Connection } from '#sense/connection.ts';
import { story, subjectId } from './story.ts';

export const subject = apiRoute({
  method: 'get',
  path: '/api/subjects/:id',
  name: 'subject',
  summary: 'One subject: findings with reasons, trend, advice, actions, outcomes and the newest signals.',
  takes: { params: subjectId, query: none, body: none },
  answer: story,
  async handle(deps, { caller, params }) {
    const found = await deps.reports.story(caller.tenant, params.id);
    if (found === null) return fail('NOT_FOUND', { what: 'such subject' });
    const connections = await deps.store.asTenant(caller.tenant, (rows) => rows.connections.all());
    return {
      who: found.who,
      places: placesOf(deps, found, connections),
      properties: Object.entries(found.twin?.properties ?? {}).flatMap(([name, { value, at }]) =>
        value === null || value === '' ? [] : [{ name, value, at }],
      ),
      dataAsOf: found.twin?.asOf ?? { crm: null, product: null },
      findings: found.findings.map(({ finding, foundAt, before }) => ({ ...finding, foundAt, before })),
      trend: [...found.trend],
      advice: [...found.advice],
      actions: [...found.actions],
      outcomes: [...found.outcomes],
      signals: [...found.signals],
      linked: [...found.linked],
    };
  },
});

function placesOf(deps: HttpDeps, found: SubjectStory, connections: readonly Connection[]) {
  return found.refs.map(({ origin, objectType, externalId, joined }) => {
    const connection = connections.find(({ id }) => id === origin);
    const isCrm = connection !== undefined && connection.platform !== 'slack';
    return {
      connection: origin,
      platform: connection?.platform ?? null,
      objectType,
      externalId,
      joined,
      url:
        isCrm && connection.state === 'active'
          ? deps.clients.crm(connection).recordUrl(objectType, externalId)
          : null,
    };
  });
}
