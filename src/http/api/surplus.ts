// GET /api/collection/surplus: what was kept of product use beyond the dial, before anybody decides to remove it.
import { z } from 'zod';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';
import { surplusCount } from '#ports/store-surplus.ts';
import { collectionLevels } from '#sense/collection.ts';

export const removalShown = z
  .object({ askedAt: instant, askedBy: z.string(), removed: surplusCount, doneAt: instant.nullable() })
  .nullable();

/** The one number that is typed to confirm. */
export function totalOf({ people, events, users, properties }: z.infer<typeof surplusCount>): number {
  return people + events + users + properties;
}

export const surplus = apiRoute({
  method: 'get',
  path: '/api/collection/surplus',
  name: 'collectionSurplus',
  summary:
    'What was kept of product use beyond the dial as it stands, or as it would be; and the last removal of it.',
  takes: {
    params: none,
    query: z.strictObject({
      level: z.enum(collectionLevels).optional(),
      /** Names with commas between them; none when it is empty. */
      properties: z.string().optional(),
    }),
    body: none,
  },
  answer: z.object({ count: surplusCount, total: z.number(), removal: removalShown }),
  handle: ({ store }, { caller, query }) =>
    store.asTenant(caller.tenant, async (rows) => {
      const { collection } = (await rows.settings.read()).settings;
      const { level = collection.level, properties: given } = query;
      const properties = given === undefined ? collection.properties : given.split(',').filter(Boolean);
      const count = await rows.surplus.count({ level, properties });
      return { count, total: totalOf(count), removal: await rows.surplus.removal() };
    }),
});
