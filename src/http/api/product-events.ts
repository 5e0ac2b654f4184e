// GET /api/product-events: names of events that came in from the product, to choose from, and what of them is kept.
import { z } from 'zod';
import { meaningOf } from '#analyze/field/meaning.ts';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';

export const productEvents = apiRoute({
  method: 'get',
  path: '/api/product-events',
  name: 'productEvents',
  summary:
    'Names of the newest product events with what they count as, and the properties kept with them. What is not kept is written down nowhere, so it has no name here.',
  takes: { params: none, query: none, body: none },
  answer: z.object({
    /** How many of the newest events were looked at, and since when they are. */
    looked: z.number().int(),
    since: instant.nullable(),
    /** The most frequent first. */
    events: z.array(
      z.object({
        name: z.string(),
        times: z.number().int(),
        lastAt: instant,
        meaning: z.enum(['login', 'feature', 'other']),
        properties: z.array(z.string()),
      }),
    ),
  }),
  async handle({ reports, store }, { caller }) {
    const { settings } = await store.asTenant(caller.tenant, (rows) => rows.settings.read());
    const meaning = meaningOf(settings.usage);
    const { looked, since, events } = await reports.events(caller.tenant);
    return { looked, since, events: events.map((one) => ({ ...one, meaning: meaning(one.name) })) };
  },
});
