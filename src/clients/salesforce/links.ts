// Reads what records of an org are linked to: by their own lookups, or by the lookups of others that name them.
import type { Crm } from '#ports/crm.ts';
import type { ObjectType, SubjectKind } from '#sense/signal.ts';
import type { Describes } from './describe.ts';
import { withFields } from './fields.ts';
import { childLinks, isIdOf, salesforceObjects } from './objects.ts';
import { allRowsOf, type Row } from './query.ts';
import { idOf, linksOf, textAt } from './record.ts';
import type { Request } from './request.ts';
import { toId18 } from './salesforce-id.ts';
import { chunks, oneOf } from './soql.ts';

/** As many as fit into an address with room for the rest. */
const idsAQuestion = 300;

/** Every asked id is in the map, with an empty list when it has no links or does not exist. */
export function linkReader(request: Request, describes: Describes): Crm['links'] {
  return async (type, ids, to) => {
    const found = new Map(ids.map((id) => [id, new Set<string>()]));
    const asked = ids.filter((id) => isIdOf(type, id));
    for (const [id, linked] of await pairs(request, describes, { type, ids: asked, to })) {
      for (const one of linked) found.get(id)?.add(one);
    }
    return new Map([...found].map(([id, linked]) => [id, [...linked]]));
  };
}

async function pairs(
  request: Request,
  describes: Describes,
  { type, ids, to }: { type: ObjectType; ids: readonly string[]; to: SubjectKind },
): Promise<(readonly [string, readonly string[]])[]> {
  const names = salesforceObjects[type].lookups[to];
  if (names !== undefined) {
    return withFields(describes, type, async (described) => {
      const columns = names.flatMap((name) => described.fields.get(name)?.name ?? []);
      if (columns.length === 0 || ids.length === 0) return [];
      const { name: object } = described;
      const soql = (some: readonly string[]) =>
        `SELECT ${['Id', ...columns].join(', ')} FROM ${object} WHERE ${oneOf('Id', some)}`;
      const rows = await ask(request, object, ids, soql);
      return rows.map((row) => [idOf(row), linksOf(type, described, row)[to] ?? []] as const);
    });
  }
  const link = childLinkOf(type, to);
  if (link === undefined) return [];
  const { object, parent, child } = link;
  const columns = [...new Set(['Id', parent, child])].join(', ');
  const soql = (some: readonly string[]) => `SELECT ${columns} FROM ${object} WHERE ${oneOf(parent, some)}`;
  const rows = await ask(request, object, ids, soql);
  return rows.flatMap((row) => {
    const [from, end] = [textAt(row, parent), textAt(row, child)];
    return from === null || end === null ? [] : [[from, [end]] as const];
  });
}

function childLinkOf(type: ObjectType, to: SubjectKind) {
  switch (type) {
    case 'company':
    case 'contact':
    case 'deal':
      return childLinks[type]?.[to];
    default:
      return undefined;
  }
}

async function ask(
  request: Request,
  object: string,
  ids: readonly string[],
  soql: (some: readonly string[]) => string,
): Promise<Row[]> {
  const questions = chunks([...new Set(ids.map(toId18))], idsAQuestion).map((some) => ({
    soql: soql(some),
    purpose: 'read' as const,
    object,
  }));
  return (await allRowsOf(request, questions)).flat();
}
