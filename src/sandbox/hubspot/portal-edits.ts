// The edits a person would make in a portal, as the sandbox's controls accept them over HTTP.
import { z } from 'zod';
import { byUser, type Source } from './change.ts';
import { notFound } from './hubspot-error.ts';
import type { Portal } from './portal.ts';
import { propertyInput } from './property.ts';

const text = z.union([z.string(), z.number()]).transform(String);
const properties = z.record(z.string(), z.string());
const source = z.object({ changeSource: z.string(), sourceId: z.string() }).default(byUser);
const record = z.object({ type: z.string(), id: text, source });
const ends = z.object({
  ...{ fromType: z.string(), fromId: text, toType: z.string(), toId: text },
  typeId: z.number().int().exactOptional(),
  source,
});
const date = z.coerce.date();
const seedObject = z.object({
  type: z.string(),
  id: z.string().exactOptional(),
  properties,
  createdAt: date,
  updatedAt: date,
  archived: z.boolean().exactOptional(),
  history: z.array(z.object({ property: z.string(), value: z.string(), at: date })).exactOptional(),
  associations: z
    .array(z.object({ toType: z.string(), toId: z.string(), typeId: z.number().int().exactOptional() }))
    .exactOptional(),
});
const owner = z.object({
  id: z.string().exactOptional(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
});

/** Every edit of a portal: the name in the path, and what it does with the body. */
export const portalEdits: Readonly<Record<string, (portal: Portal, body: unknown) => unknown>> = {
  seed: (portal, body) => {
    const { objects } = z.object({ objects: z.array(seedObject) }).parse(body);
    return { ids: portal.seed(objects) };
  },
  create: (portal, body) => {
    const given = z.object({ type: z.string(), properties, source }).parse(body);
    return portal.create(given.type, given.properties, given.source);
  },
  update: (portal, body) => {
    const given = record.extend({ properties }).parse(body);
    return portal.update(given.type, given.id, given.properties, given.source);
  },
  read: (portal, body) => {
    const given = record.parse(body);
    const found = portal.read(given.type, given.id);
    if (found === undefined) throw notFound(`There is no ${given.type} ${given.id}`);
    return found;
  },
  archive: (portal, body) => withRecord(body, (type, id, by) => portal.archive(type, id, by)),
  restore: (portal, body) => withRecord(body, (type, id, by) => portal.restore(type, id, by)),
  erase: (portal, body) => withRecord(body, (type, id, by) => portal.erase(type, id, by)),
  merge: (portal, body) => {
    const given = z
      .object({
        type: z.string(),
        primaryId: text,
        mergedId: text,
        newId: z.boolean().default(false),
        source,
      })
      .parse(body);
    return portal.merge(given.type, given.primaryId, given.mergedId, given.source, { newId: given.newId });
  },
  associate: (portal, body) => {
    const { source: by, ...given } = ends.parse(body);
    portal.associate(given, by);
  },
  disassociate: (portal, body) => {
    const { source: by, ...given } = ends.parse(body);
    portal.disassociate(given, by);
  },
  owners: (portal, body) => portal.owners.add(owner.parse(body)),
  'archive-owner': (portal, body) => portal.owners.archive(z.object({ id: text }).parse(body).id),
  properties: (portal, body) => {
    const given = z
      .object({ type: z.string(), property: propertyInput.extend({ groupName: z.string().exactOptional() }) })
      .parse(body);
    return portal.defineProperty(given.type, given.property);
  },
  'restore-property': (portal, body) => {
    const given = z.object({ type: z.string(), name: z.string() }).parse(body);
    portal.context.book.restore(given.type, given.name);
  },
};

function withRecord(body: unknown, work: (type: string, id: string, by: Source) => unknown): unknown {
  const given = record.parse(body);
  return work(given.type, given.id, given.source);
}
