// GET /api/subjects/:id: everything that is known of one person or company, and why we say what we say.
import { fail } from '#errors.ts';
import type { HttpDeps } from '#http/deps.ts';
import { apiRoute, none } from '#http/route.ts';
import type { SubjectStory } from '#ports/reports.ts';
import type { Connection } from '#sense/connection.ts';
import { allows, type FieldGate, fieldNameOf } from '#sense/field-permission.ts';
import { type SubjectKind, subjectKinds } from '#sense/signal.ts';
import { story, subjectId } from './story.ts';
import { whereabouts } from './whereabouts.ts';

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
    const { connections, gate, segment, stage } = await deps.store.asTenant(caller.tenant, async (rows) => ({
      connections: await rows.connections.all(),
      gate: await rows.fields.gate(),
      ...(await whereabouts(rows, params.id)),
    }));
    const { kind } = found.who;
    return {
      ...{ who: found.who, segment, stage },
      places: placesOf(deps, found, connections),
      merged: found.merged.map(({ origin, objectType, externalId }) => ({
        ...{ connection: origin, objectType, externalId },
        platform: connections.find(({ id }) => id === origin)?.platform ?? null,
      })),
      properties: Object.entries(found.twin?.properties ?? {}).flatMap(([name, { value, at }]) =>
        value === null || value === '' || !allows(gate, 'show', fieldOfTwin(kind, name))
          ? []
          : [{ name, value, at }],
      ),
      dataAsOf: found.twin?.asOf ?? { crm: null, product: null },
      findings: found.findings.map(({ finding, foundAt, before }) => ({ ...finding, foundAt, before })),
      trend: [...found.trend],
      advice: [...found.advice],
      actions: [...found.actions],
      outcomes: [...found.outcomes],
      signals: found.signals.map((signal) => ({ ...signal, data: shownData(gate, kind, signal.data) })),
      linked: found.linked.map((one) => ({ ...one, ties: tiesOf(deps, found, connections, one.id) })),
    };
  },
});

/** A property of a record of another type that was joined stands under that type in the twin. */
function fieldOfTwin(kind: SubjectKind, name: string): string {
  return subjectKinds.some((one) => name.startsWith(`${one}.`)) ? name : fieldNameOf(kind, name);
}

/** What a signal said, now or of the past, without the properties that may not be shown. */
function shownData(gate: FieldGate, kind: SubjectKind, data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  if ('states' in data && Array.isArray(data.states))
    return { ...data, states: data.states.map((state: unknown) => shownData(gate, kind, state)) };
  if (!('properties' in data) || typeof data.properties !== 'object' || data.properties === null) return data;
  const shown = Object.entries(data.properties).filter(([name]) =>
    allows(gate, 'show', fieldOfTwin(kind, name)),
  );
  return { ...data, properties: Object.fromEntries(shown) };
}

function tiesOf(deps: HttpDeps, { ties }: SubjectStory, connections: readonly Connection[], linked: string) {
  return ties.flatMap(({ other, origin, source, at, holder, names }) => {
    if (other !== linked) return [];
    const connection = connections.find(({ id }) => id === origin);
    const crm = connection?.platform === 'slack' || connection?.state !== 'active' ? undefined : connection;
    const url = crm ? deps.clients.crm(crm).recordUrl(holder.objectType, holder.externalId) : null;
    const said = { by: holder.externalId, names: names.externalId };
    return [{ connection: origin, platform: connection?.platform ?? null, source, ...said, at, url }];
  });
}

function placesOf(deps: HttpDeps, found: SubjectStory, connections: readonly Connection[]) {
  return found.refs.map(({ origin, objectType, externalId, joined, source }) => {
    const connection = connections.find(({ id }) => id === origin);
    const isCrm = connection !== undefined && connection.platform !== 'slack';
    return {
      connection: origin,
      platform: connection?.platform ?? null,
      objectType,
      externalId,
      joined,
      source,
      url:
        isCrm && connection.state === 'active'
          ? deps.clients.crm(connection).recordUrl(objectType, externalId)
          : null,
    };
  });
}
