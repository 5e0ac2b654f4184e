// POST /api/journeys/:id/move: puts those on the way onto another version; without confirm it only shows who would go where.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { journeyId, version } from './journey-shape.ts';

export const journeyMove = apiRoute({
  method: 'post',
  path: '/api/journeys/:id/move',
  name: 'moveJourney',
  summary: 'Previews, and with the previewed count as confirm carries out, a move between versions.',
  takes: {
    params: journeyId,
    query: none,
    body: z.strictObject({
      from: version,
      to: version,
      /** Steps of the old version and where they are in the new one; those of the same name need none. */
      nodes: z.record(z.string(), z.string()).default({}),
      confirm: z.number().int().min(0).nullable().default(null),
    }),
  },
  answer: z.object({
    count: z.number().int(),
    staying: z.number().int(),
    moved: z.number().int(),
    nodes: z.array(
      z.object({
        from: z.string(),
        to: z.string().nullable(),
        count: z.number().int(),
        same: z.boolean(),
      }),
    ),
  }),
  async handle({ journeys }, { caller, params, body }) {
    const { nodes, ...rest } = await journeys.move(caller.tenant, caller.who, params.id, body);
    return { ...rest, nodes: [...nodes] };
  },
});
